const GOT_INVALID_VALUE = /^(Variable "\$\w+") got invalid value /;
const PLACE = / at "([\w.[\]]{1,200})"; /;

/** What graphql-js says after the value, and what of it may be said. */
const REASONS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/Field "\w{1,60}" of required type "[^"]{1,80}" was not provided\./, ([whole]) => whole],
  [/Field "\w{1,60}" is not defined by type "\w{1,80}"/, ([whole]) => `${whole}.`],
  [/Expected (?:non-nullable )?type "[^"]{1,80}"(?: not)? to be (?:null|an object)\./, ([whole]) => whole],
  [/in "(\w{1,80})" enum/, ([, name]) => `It does not exist in the "${name}" enum.`],
  [/; (\w{1,80}) cannot represent /, ([, name]) => `${name} cannot represent it.`],
];

/**
 * A message about a variable without the variable's value, which may be a password. graphql-js repeats the whole
 * value, however deep inside it the fault is.
 */
export function withoutValue(message: string): string {
  const variable = GOT_INVALID_VALUE.exec(message)?.[1];
  if (!variable) return message;
  const place = PLACE.exec(message)?.[1];
  const reason = REASONS.map(([words, say]) => [words.exec(message), say] as const).find(([found]) => found !== null);
  const why = reason?.[0] ? reason[1](reason[0]) : 'It is not valid.';
  return `${variable} got an invalid value${place ? ` at "${place}"` : ''}; ${why}`;
}
