import { builder } from '../../graphql/builder.js';
import { OrderDirection } from '../../graphql/filters.js';
import { Case } from './case.type.js';
import { CaseFilter, caseConditions } from './case-filter.type.js';

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
      totalCount: (_connection, { filter }, { db }) => db.case.count({ where: caseConditions(filter) }),
      resolve: (query, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        const order = orderBy?.field ?? 'openedAt';
        return db.case.findMany({
          ...query,
          where: caseConditions(filter),
          orderBy: [{ [order]: direction }, { id: direction }],
        });
      },
    },
    { name: 'CaseConnection' },
    { name: 'CaseEdge' },
  ),
);
