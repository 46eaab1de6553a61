/** What must not be kept in the text of prompts and answers, and what stands in its place. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{1,40}-----[\s\S]{1,10000}?-----END [A-Z ]{1,40}-----/g, '[key]'],
  [/\beyJ[\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{10,2000}\b/g, '[token]'],
  [/\b(?:sk|pk|rk|ghp|gho|xox[abp]|sw)[-_][\w-]{16,200}\b/g, '[secret]'],
  [/\b((?:password|passwd|secret|token|api[-_ ]?key)\s{0,3}[:=]\s{0,3})\S{1,200}/gi, '$1[secret]'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, '[e-mail]'],
  [/\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b/g, '[account]'],
  [/\b(?:\d[ -]?){13,19}\b/g, '[number]'],
  [/(?<![\w.])\+?\d{1,3}[ /-]?\(?\d{2,5}\)?(?:[ /-]?\d{2,5}){2,4}(?![\w.])/g, '[phone]'],
];

/**
 * Takes out of a text what identifies people or opens doors: keys, tokens, passwords, addresses, numbers of accounts,
 * cards and phones. Meant for what is kept, not as a promise that nothing personal is left.
 * @param limit characters to keep at most
 */
export function redact(text: string, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return PATTERNS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), cut);
}
