import { encodeGlobalID } from '@pothos/plugin-relay';
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { Prisma } from '../../generated/prisma/client.js';
import { AuditOutcome as AuditOutcomes } from '../../generated/prisma/enums.js';
import { accessRuleOf } from '../../graphql/access-rules.js';
import { builder } from '../../graphql/builder.js';
import type { Context } from '../../graphql/context.js';
import { Actor } from './actor.type.js';

export const AuditOutcome = builder.enumType('AuditOutcome', {
  description: 'How something ended that was done, or tried.',
  values: {
    [AuditOutcomes.SUCCEEDED]: { description: 'It was done.' },
    [AuditOutcomes.REFUSED]: { description: 'It was answered with user errors.' },
    [AuditOutcomes.FAILED]: { description: 'It failed by a fault of the system.' },
    [AuditOutcomes.DENIED]: { description: 'The caller had no right to it.' },
  } as const,
});

/** One changed row, as the database noted it; see `audit_row_change` in the migrations. */
interface NotedChange {
  readonly type: string;
  readonly id: string | null;
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

const ChangeVerb = builder.enumType('AuditChangeVerb', {
  description: 'What became of a row.',
  values: {
    INSERT: { description: 'It was made.' },
    UPDATE: { description: 'It was changed.' },
    DELETE: { description: 'It was taken away.' },
  } as const,
});

const AuditChange = builder.objectRef<NotedChange>('AuditChange').implement({
  description: 'One row that changed. Secrets show as `(hidden)`, long values by their length.',
  authScopes: { can: 'audit:read' },
  fields: (t) => ({
    type: t.exposeString('type', { description: 'What kind of thing it is.' }),
    verb: t.expose('verb', { type: ChangeVerb, description: 'What became of it.' }),
    node: t.node({
      description: 'The thing itself; null when it is gone, or nothing that has an id of its own.',
      id: ({ type, id }, _args, context, { schema }) => nodeId(schema, context, type, id),
    }),
    before: t.expose('before', {
      type: 'JSONObject',
      nullable: true,
      description: 'The fields that changed, as they were; null when it was made.',
    }),
    after: t.expose('after', {
      type: 'JSONObject',
      nullable: true,
      description: 'The fields that changed, as they are; null when it was taken away.',
    }),
  }),
});

export const AuditEntry = builder.prismaNode('AuditEntry', {
  description: 'An entry of the audit: who did, or tried to do, what. It is never changed.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'audit:read' },
  select: { id: true, subjectType: true, subjectId: true },
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
    action: t.exposeString('action', {
      description: 'What was asked for: a root field of the schema, or the name of what a machine did.',
    }),
    outcome: t.expose('outcome', { type: AuditOutcome, description: 'How it ended.' }),
    codes: t.exposeStringList('codes', { description: 'The codes of the errors it was answered with.' }),
    actor: t.field({
      type: Actor,
      description: 'Who it was; of kind SYSTEM and named `nobody` when nobody was signed in.',
      select: { actorKind: true, actorId: true, actorLabel: true },
      resolve: (entry) => ({ kind: entry.actorKind, id: entry.actorId, label: entry.actorLabel }),
    }),
    subject: t.node({
      description: 'What it was about; null when it is gone, not yours to see, or was nothing in particular.',
      id: ({ subjectType, subjectId }, _args, context, { schema }) => nodeId(schema, context, subjectType, subjectId),
    }),
    subjectType: t.exposeString('subjectType', {
      nullable: true,
      description: 'What kind of thing it was about, also when that is gone; null when nothing in particular.',
    }),
    before: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'The fields of the subject that changed, as they were; null when it was made, or did not change.',
      select: { changes: true },
      resolve: (entry) => changeOfSubject(entry)?.before,
    }),
    after: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'The fields of the subject that changed, as they are; null when it is gone, or did not change.',
      select: { changes: true },
      resolve: (entry) => changeOfSubject(entry)?.after,
    }),
    changes: t.field({
      type: [AuditChange],
      description: 'Everything that changed with it in one transaction, in order, 50 at most.',
      select: { changes: true },
      resolve: ({ changes }) => changesOf(changes),
    }),
    changeCount: t.exposeInt('changeCount', { description: 'How many rows changed.' }),
    address: t.exposeString('address', { nullable: true, description: 'The network address it came from.' }),
    userAgent: t.exposeString('userAgent', { nullable: true, description: 'The program it came from, in its words.' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request it came with, as in the logs; hand it to `trace`.',
    }),
  }),
});

function changesOf(changes: Prisma.JsonValue): NotedChange[] {
  return changes as unknown as NotedChange[];
}

/** What became of the subject, over the whole transaction. */
function changeOfSubject({ changes, subjectId }: { changes: Prisma.JsonValue; subjectId: string | null }) {
  const own = changesOf(changes).filter(({ id }) => id !== null && id === subjectId);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return undefined;
  const merge = (values: (NotedChange['before'] | undefined)[]) => Object.assign({}, ...values);
  return {
    before: first.before && merge(own.map(({ before }) => before).reverse()),
    after: last.after && merge(own.map(({ after }) => after)),
  };
}

/** The global id of a row, if it is of a type that can be fetched by one, and that the viewer may see. */
export function nodeId(
  schema: GraphQLSchema,
  { viewer }: Pick<Context, 'viewer'>,
  typeName: string | null | undefined,
  id: string | null | undefined,
): string | null {
  if (!typeName || !id) return null;
  const [type, node] = [schema.getType(typeName), schema.getType('Node')];
  if (!isObjectType(type) || !isInterfaceType(node) || !schema.isSubType(node, type)) return null;
  const rule = accessRuleOf(type);
  if (rule?.kind === 'permission' && !viewer?.permissions.has(rule.permission)) return null;
  return encodeGlobalID(typeName, id);
}
