import type { RawAnswer } from './raw-graphql.js';

/** An answer without what differs between any two answers. */
export function verdict({ status, data, errors }: RawAnswer): unknown {
  return { status, data, errors: errors?.map(({ message, path, extensions }) => [message, path, extensions.code]) };
}

/** What became of a mutation: what it was refused with, and what it made or changed, which is new in every answer. */
export function outcome(answer: RawAnswer): unknown {
  const payloads = Object.values((answer.data ?? {}) as Record<string, Record<string, unknown> | null>);
  const told = payloads.flatMap((payload) =>
    Object.entries(payload ?? {}).map(([name, value]) =>
      name === 'userErrors' ? [name, value] : [name, value === null ? null : 'something'],
    ),
  );
  return { ...(verdict(answer) as object), data: told };
}
