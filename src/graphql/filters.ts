import type { EnumRef } from '@pothos/core';
import { z } from 'zod';
import { builder, MAX_PAGE_SIZE, type SchemaTypes } from './builder.js';

type Types = SchemaTypes & PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list is sorted.',
  values: {
    ASC: { value: 'asc', description: 'Smallest, or oldest, first.' },
    DESC: { value: 'desc', description: 'Largest, or newest, first.' },
  } as const,
});

export const DateTimeFilter = builder.inputType('DateTimeFilter', {
  description: 'A span of time; both ends may be left open.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', required: false, description: 'At or after.' }),
    lt: t.field({ type: 'DateTime', required: false, description: 'Before.' }),
  }),
});

/** Values of one `in`; each becomes a parameter of a statement, of which PostgreSQL takes 65,535. */
export const MAX_VALUES = MAX_PAGE_SIZE;
const Words = z.array(z.string().max(200)).max(MAX_VALUES);
/** Ids come taken apart, though they are typed as texts here. */
const Ids = z.array(z.custom<string>()).max(MAX_VALUES);

export const StringFilter = builder.inputType('StringFilter', {
  description: 'An exact text.',
  fields: (t) => ({
    eq: t.string({ required: false, description: 'Equal to.' }),
    in: t.stringList({
      required: false,
      validate: { schema: Words },
      description: 'Equal to one of these, 100 at most.',
    }),
  }),
});

export const IDFilter = builder.inputType('IDFilter', {
  description: 'Objects by id. An id that is unknown, or not yours to see, matches nothing.',
  fields: (t) => ({
    eq: t.globalID({ required: false, description: 'This one.' }),
    in: t.globalIDList({ required: false, validate: { schema: Ids }, description: 'One of these, 100 at most.' }),
  }),
});

/** A filter on the values of an enum, under a name of its own; `words` describe it and its two fields. */
export function enumFilter<Value extends string>(
  type: EnumRef<Types, Value>,
  name: string,
  words: { readonly description: string; readonly eq: string; readonly in: string },
) {
  return builder.inputType(name, {
    description: words.description,
    fields: (t) => ({
      eq: t.field({ type, required: false, description: words.eq }),
      in: t.field({ type: [type], required: false, description: words.in }),
    }),
  });
}

/** The Prisma condition of `{ gte, lt }`. */
export function within(
  filter: { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined } | null | undefined,
): { gte?: Date; lt?: Date } | undefined {
  if (!filter) return undefined;
  return { ...(filter.gte ? { gte: filter.gte } : {}), ...(filter.lt ? { lt: filter.lt } : {}) };
}
