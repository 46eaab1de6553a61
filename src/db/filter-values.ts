/** `{ eq, in }` as a caller gives it; both hold. */
export interface EqualOrIn<Value> {
  readonly eq?: Value | null | undefined;
  readonly in?: readonly Value[] | null | undefined;
}

/** The values `{ eq, in }` leaves over, each once; undefined: all. */
export function valuesOf<Value>(filter: EqualOrIn<Value> | null | undefined): Value[] | undefined {
  const { eq, in: list } = filter ?? {};
  if (eq === null || eq === undefined) return list ? [...new Set(list)] : undefined;
  return !list || list.includes(eq) ? [eq] : [];
}

/** The rows' ids in an `IDFilter`; undefined: all. */
export function idsOf(filter: EqualOrIn<{ readonly id: string }> | null | undefined): string[] | undefined {
  return valuesOf(filter && { eq: filter.eq?.id, in: filter.in?.map(({ id }) => id) });
}

/** The Prisma condition for some values; none for undefined. */
export function among<Value>(values: Value[] | undefined): { in: Value[] } | undefined {
  return values && { in: values };
}
