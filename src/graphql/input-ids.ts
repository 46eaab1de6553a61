import { PothosError } from '@pothos/core';

/** What the relay plugin says of an id in an input that is none, or is one of another type. */
const WORDS = /^(?:Invalid global ID: |ID: )(.*?)(?: is not of type: [\w, ]*)?$/s;

/** Where in the arguments of a field the id stands that an error is about; undefined when it is about no such id. */
export function pathOfBadId(error: unknown, args: object): readonly string[] | undefined {
  const id = error instanceof PothosError ? WORDS.exec(error.message)?.[1] : undefined;
  return id === undefined ? undefined : find(args, id);
}

function find(value: unknown, id: string): readonly string[] | undefined {
  if (value === id) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const path = find(part, id);
    if (path) return [name, ...path];
  }
  return undefined;
}
