/** A reply with what it rests on. */
export interface GroundedReply {
  readonly text: string;
  /** The texts of the sources that it cites. */
  readonly cited: readonly string[];
  /** What the customer wrote: a reply may say it back. */
  readonly message: string;
}

export interface Grounding {
  /** Sentences that say something. */
  readonly sentences: number;
  /** Of those, the ones that nothing cited says. */
  readonly unsupported: readonly string[];
}

/** So many of its longer words must stand in what is cited, or in the message. */
const SUPPORTED = 0.6;
/** What stands alike in so many replies to different messages is their frame: a greeting, or that somebody will look. */
const FRAME = 2;
const MIN_WORDS = 3;

/** Looks at every sentence of some replies: it is supported by a citation, is part of the frame, or is flagged. */
export function groundingOf(replies: readonly GroundedReply[]): Grounding {
  const all = replies.map((reply) => ({ reply, sentences: sentencesOf(reply.text) }));
  const isFrame = (sentence: string) => all.filter(({ sentences }) => sentences.includes(sentence)).length >= FRAME;
  const said = all.flatMap(({ reply, sentences }) => {
    const known = new Set(wordsOf([...reply.cited, reply.message].join(' ')));
    return sentences
      .filter((sentence) => !isFrame(sentence))
      .map((sentence) => ({ sentence, share: shareOf(sentence, known) }));
  });
  return {
    sentences: said.length,
    unsupported: said.filter(({ share }) => share < SUPPORTED).map(({ sentence }) => sentence.trim()),
  };
}

function sentencesOf(text: string): string[] {
  // What is quoted of a title stands alike in a frame.
  const sentences = text.replace(/“[^”]*”/g, '“…”').split(/(?<=[.!?])\s+|\n+/);
  return sentences.filter((sentence) => wordsOf(sentence).length >= MIN_WORDS);
}

function shareOf(sentence: string, known: ReadonlySet<string>): number {
  const words = wordsOf(sentence);
  return words.filter((word) => known.has(word)).length / words.length;
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []).map((word) => word.slice(0, 6));
}
