import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, IDFilter, matching, StringFilter, within } from '../../graphql/filters.js';
import { AuditEntry, AuditOutcome } from './audit-entry.type.js';

const AuditOutcomeFilter = builder.inputType('AuditOutcomeFilter', {
  description: 'How something ended.',
  fields: (t) => ({
    eq: t.field({ type: AuditOutcome, required: false, description: 'This way.' }),
    in: t.field({ type: [AuditOutcome], required: false, description: 'One of these ways.' }),
  }),
});

export const AuditEntryFilter = builder.inputType('AuditEntryFilter', {
  description: 'Which entries of the audit. Conditions are joined by AND.',
  fields: (t) => ({
    at: t.field({ type: DateTimeFilter, required: false, description: 'Written in this span.' }),
    actor: t.field({ type: IDFilter, required: false, description: 'Done by these users or API keys.' }),
    action: t.field({ type: StringFilter, required: false, description: 'These actions.' }),
    subject: t.field({ type: IDFilter, required: false, description: 'About these objects, also when they are gone.' }),
    outcome: t.field({ type: AuditOutcomeFilter, required: false, description: 'That ended so.' }),
    requestId: t.field({ type: StringFilter, required: false, description: 'Of these requests.' }),
  }),
});

builder.queryField('auditEntries', (t) =>
  t.prismaConnection(
    {
      type: AuditEntry,
      cursor: 'id',
      description: 'The audit of the tenant, newest first.',
      authScopes: { can: 'audit:read' },
      args: {
        filter: t.arg({ type: AuditEntryFilter, required: false, description: 'Which entries; all by default.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.auditEntry.count({ where: auditConditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.auditEntry.findMany({ ...query, where: auditConditions(filter), orderBy: [{ at: 'desc' }, { id: 'desc' }] }),
    },
    { name: 'AuditEntryConnection' },
    { name: 'AuditEntryEdge' },
  ),
);

interface GlobalId {
  readonly typename: string;
  readonly id: string;
}
type Ids = { readonly eq?: GlobalId | null | undefined; readonly in?: readonly GlobalId[] | null | undefined };

/** The condition on the rows. An id of another type, or of nobody's, matches nothing. */
export function auditConditions(
  filter: typeof AuditEntryFilter.$inferInput | null | undefined,
): Prisma.AuditEntryWhereInput {
  if (!filter) return {};
  const { actor, subject } = filter;
  return {
    at: within(filter.at),
    action: matching(filter.action),
    outcome: matching(filter.outcome),
    requestId: matching(filter.requestId),
    AND: [
      ...anyOf(actor, ({ typename, id }) => ({ actorKind: typename === 'ApiKey' ? 'API_KEY' : 'USER', actorId: id })),
      ...anyOf(subject, ({ typename, id }) => ({ subjectType: typename, subjectId: id })),
    ],
  };
}

function anyOf(
  ids: Ids | null | undefined,
  condition: (id: GlobalId) => Prisma.AuditEntryWhereInput,
): Prisma.AuditEntryWhereInput[] {
  const each = [...(ids?.eq ? [[ids.eq]] : []), ...(ids?.in ? [ids.in] : [])];
  return each.map((some) => ({ OR: some.map(condition) }));
}
