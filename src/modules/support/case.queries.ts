import { z } from 'zod';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, IDFilter, MAX_VALUES, OrderDirection, within } from '../../graphql/filters.js';
import { Case } from './case.type.js';
import { CaseSeverity, CaseState, CaseType } from './support-enums.type.js';

const CaseStateFilter = builder.inputType('CaseStateFilter', {
  description: 'States of a case.',
  fields: (t) => ({
    eq: t.field({ type: CaseState, required: false, description: 'In this state.' }),
    in: t.field({ type: [CaseState], required: false, description: 'In one of these states.' }),
  }),
});

const CaseTypeFilter = builder.inputType('CaseTypeFilter', {
  description: 'Types of a case.',
  fields: (t) => ({
    eq: t.field({ type: CaseType, required: false, description: 'Of this type.' }),
    in: t.field({ type: [CaseType], required: false, description: 'Of one of these types.' }),
  }),
});

const CaseSeverityFilter = builder.inputType('CaseSeverityFilter', {
  description: 'Severities of a case.',
  fields: (t) => ({
    eq: t.field({ type: CaseSeverity, required: false, description: 'Of this severity.' }),
    in: t.field({ type: [CaseSeverity], required: false, description: 'Of one of these severities.' }),
  }),
});

const CaseNumberFilter = builder.inputType('CaseNumberFilter', {
  description: 'Numbers of cases.',
  fields: (t) => ({
    eq: t.int({ required: false, description: 'This number.' }),
    in: t.intList({
      required: false,
      validate: { schema: z.array(z.int()).max(MAX_VALUES) },
      description: 'One of these numbers, 100 at most.',
    }),
  }),
});

const CaseFilter = builder.inputType('CaseFilter', {
  description: 'Which cases. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: CaseStateFilter, required: false, description: 'In these states.' }),
    type: t.field({ type: CaseTypeFilter, required: false, description: 'Of these types.' }),
    severity: t.field({ type: CaseSeverityFilter, required: false, description: 'Of these severities.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
    customerId: t.field({ type: IDFilter, required: false, description: 'Of these customers.' }),
    openedAt: t.field({ type: DateTimeFilter, required: false, description: 'Opened in this span.' }),
    number: t.field({ type: CaseNumberFilter, required: false, description: 'With these numbers.' }),
  }),
});

const CaseOrderField = builder.enumType('CaseOrderField', {
  description: 'What cases are sorted by.',
  values: {
    OPENED_AT: { value: 'openedAt', description: 'When they were opened.' },
    NUMBER: { value: 'number', description: 'Their numbers.' },
  } as const,
});

const CaseOrder = builder.inputType('CaseOrder', {
  description: 'How cases are sorted.',
  fields: (t) => ({
    field: t.field({ type: CaseOrderField, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, description: 'Which way.' }),
  }),
});

builder.queryField('case', (t) =>
  t.prismaField({
    type: Case,
    nullable: true,
    description: 'A case by id; null when it does not exist or is not yours to see.',
    authScopes: { can: 'case:read' },
    args: { id: t.arg.globalID({ for: Case, description: 'The case.' }) },
    resolve: (query, _root, { id }, { db }) => db.case.findFirst({ ...query, where: { id: id.id } }),
  }),
);

builder.queryField('cases', (t) =>
  t.prismaConnection(
    {
      type: Case,
      cursor: 'id',
      description: 'The cases of the tenant, newest first unless asked otherwise.',
      authScopes: { can: 'case:read' },
      args: {
        filter: t.arg({ type: CaseFilter, required: false, description: 'Which cases; all by default.' }),
        orderBy: t.arg({ type: CaseOrder, required: false, description: 'How they are sorted.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.case.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        const order = orderBy?.field ?? 'openedAt';
        return db.case.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ [order]: direction }, { id: direction }],
        });
      },
    },
    { name: 'CaseConnection' },
    { name: 'CaseEdge' },
  ),
);

function conditions(filter: typeof CaseFilter.$inferInput | null | undefined): Prisma.CaseWhereInput {
  if (!filter) return {};
  return {
    state: among(valuesOf(filter.state)),
    type: among(valuesOf(filter.type)),
    severity: among(valuesOf(filter.severity)),
    projectId: among(idsOf(filter.projectId)),
    customerId: among(idsOf(filter.customerId)),
    openedAt: within(filter.openedAt),
    number: among(valuesOf(filter.number)),
  };
}
