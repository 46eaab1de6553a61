const WORD = /\p{L}[\p{L}'’]*|\d+|[?!]/gu;
const MAX_WORD_CHARS = 30;

/**
 * Lower-case words of a line. What is particular to one case (addresses, versions, numbers, commit ids, people)
 * becomes a common word, so that its presence can be learned; `?` and `!` count as words.
 */
export function wordsOf(line: string): string[] {
  const plain = line
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/https?:\/\/\S+/g, ' url ')
    .replace(/@[a-z0-9-]{2,}/g, ' mention ')
    .replace(/#\d+/g, ' issueref ')
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{7,64}\b/g, ' hashid ')
    .replace(/\bv?\d+(?:\.\d+)+\S*/g, ' version ')
    .replace(/\d+/g, '0');
  return (plain.match(WORD) ?? []).filter((word) => word.length <= MAX_WORD_CHARS);
}

/** Text as character n-grams see it: one space between words and at both ends, digits alike. */
export function charStream(text: string): string {
  return ` ${text.replace(/\d+/g, '0').replace(/\s+/g, ' ').trim()} `;
}

/**
 * How a text is laid out: a word becomes `w`, a run of them `W`; punctuation, markup and line ends stay. Reports of
 * machines, filled-in forms, lists of steps and a quick question differ in it, whatever they are about.
 */
export function layoutStream(text: string): string {
  return text
    .replace(/[\p{L}\p{M}\p{N}_]+/gu, 'w')
    .replace(/w(?:[ ,]+w)+/g, 'W')
    .replace(/[ \t]+/g, ' ');
}
