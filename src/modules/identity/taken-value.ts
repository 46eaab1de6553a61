/**
 * Whether an error is PostgreSQL's unique_violation, as Prisma reports it for a model or, raw, for a statement.
 * @param column a part of the constraint's or column's name; any by default
 */
export function isTaken(error: unknown, column = ''): boolean {
  const text = error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : '';
  return /23505|P2002|[Uu]nique/.test(text) && text.includes(column);
}
