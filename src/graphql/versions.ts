/** Options of the field `version` of a type whose changes take `expectedVersion`. */
export const VERSION = { description: 'Grows with every change; send it back as `expectedVersion`.' } as const;

/** Options of the input field `expectedVersion`; `what` is what changes, such as "article". */
export function expectedVersion(what: string) {
  const description = `Refused with CONFLICT when the ${what} has another version by now; the answer then holds it.`;
  return { required: false, description } as const;
}
