/** Share of a sentence's longer words that must stand in a source for the sentence to rest on it. */
const LEAST_SHARE = 0.6;
/** With fewer longer words a sentence claims nothing. */
const MIN_WORDS = 2;
const MAX_COURTESY_WORDS = 5;
const COURTESY =
  /^(?:hello|hi|hey|dear|good (?:morning|afternoon|day)|thanks?|thank you|many thanks|kind regards|best regards|regards|sincerely|sorry|we are sorry|i am sorry|we hope|i hope|let (?:us|me) know|please (?:reply|write|let us know)|your (?:support )?team)\b/i;
/** What must stand in a source word for word: addresses, mails, numbers, code. */
const EXACT = /https?:\/\/\S+|[\w.+-]+@[\w-]+\.\w+|`[^`\n]+`|\d+(?:[.,]\d+)*/g;

export interface Grounding {
  /** 0 to 1: sentences that rest on a source, of all that claim something; 0 where none does. */
  readonly share: number;
  readonly claims: number;
  /** The sentences that rest on nothing. */
  readonly ungrounded: readonly string[];
}

/**
 * Looks at which sentences of a reply rest on its sources. What the customer wrote is no source: it could otherwise
 * have itself sent back in our name.
 * @param frame sentences that whoever wrote the reply puts into every one
 */
export function groundingOf(body: string, sources: readonly string[], frame: readonly string[] = []): Grounding {
  const text = sources.join('\n');
  const known = new Set(wordsOf(text));
  const plain = text.toLowerCase();
  const framed = new Set(frame.flatMap(sentencesOf));
  const ungrounded: string[] = [];
  let claims = 0;
  for (const sentence of sentencesOf(body)) {
    if (framed.has(sentence)) continue;
    const exact = sentence.replace(/\[\d{1,2}\]/g, '').match(EXACT) ?? [];
    const words = wordsOf(sentence);
    if (exact.length === 0 && (words.length < MIN_WORDS || isCourtesy(sentence, words))) continue;
    claims += 1;
    const supported = words.filter((word) => known.has(word)).length;
    const isFounded = supported >= LEAST_SHARE * words.length && exact.every((part) => holds(plain, part));
    if (!isFounded) ungrounded.push(sentence);
  }
  return { share: claims === 0 ? 0 : (claims - ungrounded.length) / claims, claims, ungrounded };
}

function isCourtesy(sentence: string, words: readonly string[]): boolean {
  return words.length <= MAX_COURTESY_WORDS && COURTESY.test(sentence);
}

function holds(text: string, part: string): boolean {
  return text.includes(
    part
      .toLowerCase()
      .replace(/^`|`$/g, '')
      .replace(/[.,;:!?)]+$/, ''),
  );
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.replace(/^[\s>#*-]+|[\s*]+$/g, ''))
    .filter((sentence) => sentence !== '');
}

/** Words of four letters and more, by their first six: endings change. */
function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .match(/\p{L}{4,}/gu);
  return (words ?? []).map((word) => word.slice(0, 6));
}
