import { builder } from '../../graphql/builder.js';

export const Customer = builder.prismaNode('Customer', {
  description: 'Somebody who writes to support, known by e-mail address.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    email: t.expose('email', { type: 'EmailAddress', description: 'Their address; unique in the tenant.' }),
    name: t.exposeString('name', { nullable: true, description: 'Their name, as far as it is known.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they first wrote.' }),
    cases: t.relatedConnection(
      'cases',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Their cases, newest first.',
        query: { orderBy: [{ openedAt: 'desc' }, { id: 'desc' }] },
      },
      { name: 'CustomerCasesConnection' },
      { name: 'CustomerCasesEdge' },
    ),
  }),
});
