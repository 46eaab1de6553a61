import { z } from 'zod';
import type { Budget as BudgetRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { dollars, Money } from '../../graphql/money.js';
import { payloadType } from '../../graphql/payload.js';
import { Project } from '../identity/project.type.js';
import { nextPeriodStart, removeBudget, setBudget, spendingOf } from './budget.service.js';
import { BudgetPeriodEnum, BudgetStateEnum } from './model-enums.type.js';

const AMOUNT = z
  .string()
  .refine((text) => Number(text) >= 0.0001 && Number(text) < 1_000_000_000, 'An amount is 0.0001 at least.');

export const Budget = builder.prismaNode('Budget', {
  description: 'How much may be spent on models in a period. When it is used up, work that needs a model waits.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'model:read' },
  select: { id: true, period: true },
  fields: (t) => ({
    period: t.expose('period', { type: BudgetPeriodEnum, description: 'How often it begins anew.' }),
    amount: t.field({
      type: Money,
      description: 'How much may be spent in a period.',
      select: { amount: true },
      resolve: ({ amount }) => dollars(amount),
    }),
    warningPercent: t.exposeInt('warningPercent', { description: 'At which share of it a warning is given.' }),
    state: t.expose('state', {
      type: BudgetStateEnum,
      description: 'How much is left, as of the last use of a model.',
    }),
    version: t.exposeInt('version', { description: 'Grows with every change.' }),
    spent: t.loadable({
      type: Money,
      description: 'What was spent in the period that runs.',
      load: async (ids: string[], { db }) => {
        const spending = await spendingOf(db, ids);
        return ids.map((id) => dollars(spending.get(id)?.spent ?? { toFixed: () => '0' }));
      },
      resolve: ({ id }) => id,
    }),
    renewsAt: t.field({
      type: 'DateTime',
      description: 'When it begins anew.',
      resolve: ({ period }) => nextPeriodStart(period, new Date()),
    }),
    project: t.relation('project', {
      nullable: true,
      description: 'Whose spending it bounds; null: the whole tenant’s.',
    }),
  }),
});

builder.queryField('budgets', (t) =>
  t.prismaConnection(
    {
      type: Budget,
      cursor: 'id',
      description: 'The budgets of the tenant, oldest first.',
      authScopes: { can: 'model:read' },
      totalCount: (_connection, _args, { db }) => db.budget.count(),
      resolve: (query, _root, _args, { db }) => db.budget.findMany({ ...query, orderBy: { id: 'asc' } }),
    },
    { name: 'BudgetConnection' },
    { name: 'BudgetEdge' },
  ),
);

const budgetPayload = (name: 'BudgetSetPayload' | 'BudgetRemovePayload', description: string) =>
  payloadType<{ readonly budget: BudgetRow }>(name, (p) => ({
    budget: p.expose('budget', { type: Budget, nullable: true, description }),
  }));

const BudgetSetInput = builder.inputType('BudgetSetInput', {
  description: 'How much may be spent on models. Of a project, or of the tenant, there is one budget for each period.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, required: false, description: 'Of this project; of the tenant by default.' }),
    period: t.field({ type: BudgetPeriodEnum, description: 'How often it begins anew.' }),
    amount: t.field({ type: 'Decimal', validate: { schema: AMOUNT }, description: 'US dollars.' }),
    warningPercent: t.int({
      required: false,
      validate: { schema: z.number().int().min(1).max(100) },
      description: 'At which share a warning is given; 80 by default.',
    }),
  }),
});

builder.mutationField('budgetSet', (t) =>
  t.withAuth({ can: 'budget:write' }).field({
    type: budgetPayload('BudgetSetPayload', 'The budget.'),
    description: 'Sets a budget, or changes it; raising one lets waiting work go on.',
    args: { input: t.arg({ type: BudgetSetInput, description: 'The budget.' }) },
    resolve: async (_root, { input }, context) => ({
      budget: await setBudget(context.db, { ...input, projectId: input.projectId?.id ?? null }, causeOf(context)),
    }),
  }),
);

const BudgetRemoveInput = builder.inputType('BudgetRemoveInput', {
  description: 'Which budget to take away.',
  fields: (t) => ({ id: t.globalID({ for: Budget, description: 'The budget.' }) }),
});

builder.mutationField('budgetRemove', (t) =>
  t.withAuth({ can: 'budget:write' }).field({
    type: budgetPayload('BudgetRemovePayload', 'The budget as it was.'),
    description: 'Takes a budget away: nothing bounds that spending any more.',
    args: { input: t.arg({ type: BudgetRemoveInput, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => ({
      budget: await removeBudget(context.db, input.id.id, causeOf(context)),
    }),
  }),
);
