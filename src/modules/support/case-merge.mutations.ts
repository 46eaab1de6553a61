import type { Customer as CustomerRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { MAX_VALUES } from '../../graphql/filters.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { decisionOf } from './case.mutations.js';
import { Case } from './case.type.js';
import { type MergedCases, mergeCase } from './case-merge.service.js';
import { Customer } from './customer.type.js';
import { mergeCustomers } from './customer-merge.service.js';

builder.prismaObjectFields(Case, (t) => ({
  mergedInto: t.relation('mergedInto', {
    type: Case,
    nullable: true,
    description: 'The case that goes on in its place, and has its messages; null: it was not merged.',
  }),
  mergedCases: t.relatedConnection(
    'mergedFrom',
    {
      type: Case,
      cursor: 'id',
      totalCount: true,
      description: 'The cases that were merged into it, by their numbers.',
      query: { orderBy: { number: 'asc' } },
    },
    { name: 'MergedCasesConnection' },
    { name: 'MergedCasesEdge' },
  ),
}));

builder.prismaObjectFields(Customer, (t) => ({
  mergedInto: t.relation('mergedInto', {
    type: Customer,
    nullable: true,
    description: 'The customer that this one is by now, and whose cases theirs are; null: no other.',
  }),
  addresses: t.field({
    type: ['EmailAddress'],
    description: 'The addresses that they are known by, their own first; 100 at most.',
    select: { email: true, mergedFrom: { select: { email: true }, orderBy: { id: 'asc' }, take: MAX_VALUES - 1 } },
    resolve: ({ email, mergedFrom }) => [email, ...mergedFrom.map((other) => other.email)],
  }),
}));

const CaseMergeInput = builder.inputType('CaseMergeInput', {
  description: 'Two cases that are about the same.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case that is closed.' }),
    intoId: t.globalID({
      for: Case,
      description: 'The case that goes on; of the same customer and project, and not closed.',
    }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseMerge', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<MergedCases>('CaseMergePayload', (p) => ({
      case: p.expose('case', { type: Case, nullable: true, description: 'The case that is closed.' }),
      into: p.expose('into', { type: Case, nullable: true, description: 'The case that goes on, as it is now.' }),
    })),
    description:
      'Merges a case into another of the same customer and project. Its messages move there, later ones go there, its pipeline is cancelled and its draft rejected.',
    args: { input: t.arg({ type: CaseMergeInput, description: 'The two cases.' }) },
    resolve: (_root, { input: { id, intoId, ...rest } }, context) =>
      mergeCase(context.db, id.id, intoId.id, decisionOf(context, rest)),
  }),
);

const CustomerMergeInput = builder.inputType('CustomerMergeInput', {
  description: 'Two customers that are one.',
  fields: (t) => ({
    id: t.globalID({ for: Customer, description: 'The customer whose cases move.' }),
    intoId: t.globalID({ for: Customer, description: 'The customer that both are from now on.' }),
  }),
});

builder.mutationField('customerMerge', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<{ readonly customer: CustomerRow; readonly movedCases: number }>('CustomerMergePayload', (p) => ({
      customer: p.expose('customer', {
        type: Customer,
        nullable: true,
        description: 'The customer that both are now.',
      }),
      movedCases: p.exposeInt('movedCases', { nullable: true, description: 'How many cases moved.' }),
    })),
    description:
      'Makes two customers one: the cases of one are those of the other, and so are later ones from its address.',
    args: { input: t.arg({ type: CustomerMergeInput, description: 'The two customers.' }) },
    resolve: (_root, { input: { id, intoId } }, context) =>
      mergeCustomers(context.db, id.id, intoId.id, causeOf(context)),
  }),
);
