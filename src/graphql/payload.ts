import type { ObjectFieldsShape, ObjectRef } from '@pothos/core';
import { DOMAIN_ERROR_CODES, type Issue } from '../errors.js';
import { builder, type SchemaTypes } from './builder.js';

const DESCRIPTIONS: Readonly<Record<(typeof DOMAIN_ERROR_CODES)[number], string>> = {
  INVALID_INPUT: 'A value of the input is not acceptable.',
  NOT_FOUND: 'The object does not exist, or is not yours to see.',
  FORBIDDEN: 'You may do such things, but not this one.',
  CONFLICT: 'Somebody else changed the object first; the payload holds what it is now.',
  ALREADY_EXISTS: 'A value that must be unique is taken.',
  INVALID_STATE: 'The object is in a state from which this is not possible.',
  INVALID_CREDENTIALS: 'E-mail address or password is wrong.',
  RATE_LIMITED: 'Too many attempts; try again later.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was used for a different request.',
};

/** Codes that are answered no more, and what is instead. */
const DEPRECATED: Readonly<Partial<Record<(typeof DOMAIN_ERROR_CODES)[number], string>>> = {
  RATE_LIMITED: 'Too many attempts are a top-level error with the code RATE_LIMITED and status 429.',
};

export const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'What kind of failure a user error is.',
  values: Object.fromEntries(
    DOMAIN_ERROR_CODES.map((code) => [code, { description: DESCRIPTIONS[code], deprecationReason: DEPRECATED[code] }]),
  ) as Record<(typeof DOMAIN_ERROR_CODES)[number], { description: string; deprecationReason: string | undefined }>,
});

const UserError = builder.objectRef<Issue>('UserError').implement({
  description: 'An expected failure that the caller can put right.',
  fields: (t) => ({
    code: t.expose('code', { type: UserErrorCode, description: 'What kind of failure it is.' }),
    message: t.exposeString('message', { description: 'One sentence for a person to read.' }),
    path: t.field({
      type: ['String'],
      description: 'The argument at fault, from the outside in; empty when none is.',
      resolve: (issue) => [...issue.path],
    }),
  }),
});

/** A mutation's answer: what it made or changed (null when it failed), and what went wrong. */
export type Payload<Fields extends object> = { readonly [Name in keyof Fields]?: Fields[Name] | null } & {
  readonly userErrors?: readonly Issue[];
};

type PayloadRef<Fields extends object> = ObjectRef<
  SchemaTypes & PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  Payload<Fields>
>;

/** Declares a payload type; its `userErrors` are filled by the UserErrors plugin. */
export function payloadType<Fields extends object>(
  name: `${string}Payload`,
  fields: ObjectFieldsShape<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Payload<Fields>>,
): PayloadRef<Fields> {
  return builder.objectRef<Payload<Fields>>(name).implement({
    description: `The answer of \`${name.charAt(0).toLowerCase()}${name.slice(1, -'Payload'.length)}\`.`,
    fields: (t) => ({
      ...fields(t),
      userErrors: t.field({
        type: [UserError],
        description: 'Expected failures, all of them at once; empty when the mutation succeeded.',
        resolve: ({ userErrors }) => userErrors ?? [],
      }),
    }),
  });
}
