/** What no answer may show, whatever went wrong: S-37. */
const LEAKS: readonly (readonly [string, RegExp])[] = [
  ['a stack', /\n\s+at |\\n\s+at \S+ \(|node:internal|node_modules/],
  ['a path', /\/(?:work|srv|home|root|app|usr)\/[\w.-]+\/|\bfile:\/\/\//],
  [
    'SQL',
    /\b(?:duplicate key value|violates (?:unique|foreign|check|row-level)|syntax error at or near|permission denied for|invalid input syntax|relation \\?"\w+\\?" does not)/i,
  ],
  ['Prisma', /Prisma\w*Error|Invalid `[\w.]+\(\)` invocation|\bprisma\.\w+\./],
  ['a host', /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND)\b/],
];

/** @throws Error naming what the text of an answer shows that is nobody's business */
export function refuseLeaks(text: string): void {
  const found = LEAKS.find(([, pattern]) => pattern.test(text));
  if (found) throw new Error(`An answer shows ${found[0]}: ${text.slice(0, 1_000)}`);
}
