import { dollars, Money } from '../../graphql/money.js';
import { eventDetails } from '../operations/tenant-event-details.type.js';
import { Model } from './model.type.js';
import { BudgetPeriodEnum, ModelPurposeEnum, ModelTierEnum } from './model-enums.type.js';

eventDetails(['MODEL_ROUTE_SET'], 'ModelRouteDetails', 'Who serves a purpose from now on.', (t) => ({
  purpose: t.expose('purpose', { type: ModelPurposeEnum, description: 'What for.' }),
  tier: t.expose('tier', { type: ModelTierEnum, description: 'Of which tier.' }),
  models: t.prismaField({
    type: [Model],
    description: 'The models that are still there, the first one first.',
    resolve: async (query, { models }, _args, { db }) => {
      const found = await db.model.findMany({ ...query, where: { id: { in: [...models] } } });
      return found.sort((a, b) => models.indexOf(a.id) - models.indexOf(b.id));
    },
  }),
}));

eventDetails(['BUDGET_SET'], 'BudgetLimitDetails', 'What may be spent.', (t) => ({
  period: t.expose('period', { type: BudgetPeriodEnum, description: 'In which time.' }),
  amount: t.field({ type: Money, description: 'How much.', resolve: ({ amount }) => dollars(amount) }),
  warningPercent: t.exposeInt('warningPercent', { description: 'From how much of it on there is a warning.' }),
}));

eventDetails(
  ['BUDGET_WARNING', 'BUDGET_EXHAUSTED', 'BUDGET_RESTORED'],
  'BudgetStandDetails',
  'Where it stands.',
  (t) => ({
    spent: t.field({ type: Money, description: 'What was spent.', resolve: ({ spent }) => dollars(spent) }),
    amount: t.field({ type: Money, description: 'What may be spent.', resolve: ({ amount }) => dollars(amount) }),
  }),
);
