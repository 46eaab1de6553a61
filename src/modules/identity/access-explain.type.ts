import type { GraphQLSchema } from 'graphql';
import { InvalidInput } from '../../errors.js';
import { builder } from '../../graphql/builder.js';
import { NO_ID } from '../../graphql/caller-faults.js';
import type { ViewerContext } from '../../graphql/context.js';
import {
  type AccessExplanation as Explanation,
  explainAccess,
  keyAsSubject,
  memberAsSubject,
  type AccessStep as Step,
  type Subject,
} from './access-explain.service.js';
import { ApiKey } from './api-key.type.js';
import { Permission } from './permission.type.js';
import { User } from './tenant.type.js';

const AccessRuleKind = builder.enumType('AccessRuleKind', {
  description: 'What kind of rule decides over access.',
  values: {
    ROLE: { description: 'The table of permissions: which roles have it.' },
    API_SCOPE: { description: 'The scopes of an API key.' },
    TENANT: { description: 'Whether the object is of this tenant at all.' },
    POLICY: { description: 'A rule about single objects, as who sees only their own.' },
  } as const,
});

const AccessOutcome = builder.enumType('AccessOutcome', {
  description: 'What a rule says.',
  values: {
    ALLOWED: { description: 'It allows it.' },
    REFUSED: { description: 'It refuses it.' },
    NOT_CONCERNED: { description: 'It is not about them.' },
  } as const,
});

const AccessStep = builder.objectRef<Step>('AccessStep').implement({
  description: 'One rule on the way to a decision.',
  authScopes: { can: 'access:read' },
  fields: (t) => ({
    kind: t.expose('kind', { type: AccessRuleKind, description: 'What kind of rule it is.' }),
    name: t.exposeString('name', { description: 'The role, scope, type or policy that it is about.' }),
    outcome: t.expose('outcome', { type: AccessOutcome, description: 'What it says.' }),
    explanation: t.exposeString('explanation', { description: 'Why, in a sentence.' }),
  }),
});

const AccessExplanation = builder.objectRef<Explanation>('AccessExplanation').implement({
  description: 'Why somebody may, or may not, do something with an object.',
  authScopes: { can: 'access:read' },
  fields: (t) => ({
    permission: t.expose('permission', { type: Permission, description: 'What was asked about.' }),
    isAllowed: t.exposeBoolean('isAllowed', { description: 'Whether no rule refuses it.' }),
    steps: t.field({
      type: [AccessStep],
      description: 'The rules in the order in which they are applied, with what each says.',
      resolve: ({ steps }) => [...steps],
    }),
  }),
});

builder.queryField('accessExplain', (t) =>
  t.withAuth({ can: 'access:read' }).field({
    type: AccessExplanation,
    description:
      'Says which rule allows or refuses somebody to do something with an object. An object of another tenant is one that does not exist.',
    args: {
      nodeId: t.arg.globalID({ description: 'The object.' }),
      permission: t.arg({ type: Permission, description: 'What is to be done with it.' }),
      userId: t.arg.globalID({ for: User, required: false, description: 'Which member; by default whoever asks.' }),
      apiKeyId: t.arg.globalID({ for: ApiKey, required: false, description: 'Which API key, instead of a member.' }),
    },
    resolve: async (_root, { nodeId, permission, userId, apiKeyId }, context, { schema }) => {
      if (userId && apiKeyId) throw InvalidInput.at(['apiKeyId'], 'Ask about a member or about a key.');
      const { typename, id } = nodeId;
      const model = modelOf(schema, typename);
      if (!model) throw InvalidInput.at(['nodeId'], NO_ID);
      const node = { typename, id, model };
      return explainAccess(context.db, { permission, node, who: await subjectOf(context, userId?.id, apiKeyId?.id) });
    },
  }),
);

function subjectOf({ viewer, db }: ViewerContext, userId?: string, apiKeyId?: string): Promise<Subject> {
  if (userId) return memberAsSubject(db, userId);
  const keyId = apiKeyId ?? viewer.apiKeyId;
  return keyId ? keyAsSubject(db, keyId) : memberAsSubject(db, viewer.userId);
}

/** The table behind a type; undefined for a type that has none. */
function modelOf(schema: GraphQLSchema, typename: string): string | undefined {
  const { pothosPrismaModel } = schema.getType(typename)?.extensions ?? {};
  return typeof pothosPrismaModel === 'string' ? pothosPrismaModel : undefined;
}
