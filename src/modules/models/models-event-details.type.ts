import { encodeGlobalID } from '@pothos/plugin-relay';
import { dollars, Money } from '../../graphql/money.js';
import { eventDetails } from '../operations/tenant-event-details.js';
import { BudgetPeriodEnum, ModelPurposeEnum, ModelTierEnum } from './model-enums.type.js';

eventDetails(['MODEL_ROUTE_SET'], 'ModelRouteDetails', 'Who serves a purpose from now on.', (t) => ({
  purpose: t.expose('purpose', { type: ModelPurposeEnum, description: 'What for.' }),
  tier: t.expose('tier', { type: ModelTierEnum, description: 'Of which tier.' }),
  models: t.nodeList({
    description: 'The models, the first one first.',
    ids: ({ models }) => models.map((id) => encodeGlobalID('Model', id)),
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
