import { among, type EqualOrIn, valuesOf } from '../../db/filter-values.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, StringFilter } from '../../graphql/filters.js';
import { type AuditCriteria, auditConditions } from './audit-criteria.js';
import { AuditEntry, AuditOutcome } from './audit-entry.type.js';

const AuditOutcomeFilter = enumFilter(AuditOutcome, 'AuditOutcomeFilter', {
  description: 'How something ended.',
  eq: 'This way.',
  in: 'One of these ways.',
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
      totalCount: (_connection, { filter }, { db }) =>
        db.auditEntry.count({ where: auditConditions(criteriaOf(filter)) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.auditEntry.findMany({
          ...query,
          where: auditConditions(criteriaOf(filter)),
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
        }),
    },
    { name: 'AuditEntryConnection' },
    { name: 'AuditEntryEdge' },
  ),
);

type GlobalId = { readonly typename: string; readonly id: string };

/** What a caller asks for, as it can also be handed to a job. */
export function criteriaOf(filter: typeof AuditEntryFilter.$inferInput | null | undefined): AuditCriteria {
  const { at, actor, action, subject, outcome, requestId } = filter ?? {};
  return {
    from: at?.gte?.toISOString(),
    until: at?.lt?.toISOString(),
    action: among(valuesOf(action)),
    requestId: among(valuesOf(requestId)),
    outcome: among(valuesOf(outcome)),
    actors: listsOf(actor),
    subjects: listsOf(subject),
  };
}

function listsOf(filter: EqualOrIn<GlobalId> | null | undefined) {
  const lists = [...(filter?.eq ? [[filter.eq]] : []), ...(filter?.in ? [filter.in] : [])];
  return lists.map((some) => some.map(({ typename, id }) => ({ type: typename, id })));
}
