import { encodeGlobalID } from '@pothos/plugin-relay';
import { InvalidInput } from '../../errors.js';
import { builder } from '../../graphql/builder.js';
import { dollars, Money } from '../../graphql/money.js';
import { readUsage, type UsageGroup as UsageGroupName, type UsageSum } from './usage.service.js';

const DAY_MS = 86_400_000;
const MAX_DAYS = 366;

const DESCRIPTIONS: Readonly<Record<UsageGroupName, { description: string }>> = {
  DAY: { description: 'By day, UTC, in order.' },
  PURPOSE: { description: 'By what models were asked for.' },
  PROVIDER: { description: 'By provider.' },
  MODEL: { description: 'By model.' },
  PROJECT: { description: 'By project.' },
};

const UsageGroup = builder.enumType('UsageGroup', {
  description: 'By what usage is summed up.',
  values: DESCRIPTIONS,
});

const UsageBucket = builder.objectRef<UsageSum & { readonly group: UsageGroupName }>('UsageBucket').implement({
  description: 'What models were used by one day, purpose, provider, model or project.',
  fields: (t) => ({
    key: t.string({
      nullable: true,
      description: 'Which one: a date, a name, or the id of a project; null for what belongs to no project.',
      resolve: ({ key, group }) => (key !== null && group === 'PROJECT' ? encodeGlobalID('Project', key) : key),
    }),
    calls: t.expose('calls', { type: 'BigInt', description: 'How often a model was asked.' }),
    failures: t.expose('failures', { type: 'BigInt', description: 'How often that failed.' }),
    inputTokens: t.expose('inputTokens', { type: 'BigInt', description: 'Tokens read.' }),
    cachedTokens: t.expose('cachedTokens', {
      type: 'BigInt',
      description: "Of those, the ones in a provider's cache.",
    }),
    outputTokens: t.expose('outputTokens', { type: 'BigInt', description: 'Tokens written.' }),
    cost: t.field({ type: Money, description: 'What it cost.', resolve: ({ cost }) => dollars(cost) }),
  }),
});

const UsageWindow = builder.inputType('UsageWindow', {
  description: 'Which days, UTC; the last 30 by default, 366 at most.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: false, description: 'The first day.' }),
    until: t.field({ type: 'Date', required: false, description: 'The day after the last; tomorrow by default.' }),
  }),
});

builder.queryField('usage', (t) =>
  t.withAuth({ can: 'model:read' }).field({
    type: [UsageBucket],
    description: 'What models were used and what it cost, summed up; the dearest first.',
    args: {
      groupBy: t.arg({ type: UsageGroup, description: 'By what.' }),
      window: t.arg({ type: UsageWindow, required: false, description: 'Which days.' }),
    },
    resolve: async (_root, { groupBy, window }, { db }) => {
      const tomorrow = new Date(Math.floor(Date.now() / DAY_MS + 1) * DAY_MS);
      const until = window?.until ?? tomorrow;
      const from = window?.from ?? new Date(until.getTime() - 30 * DAY_MS);
      if (from >= until || until.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
        throw InvalidInput.at(['window'], `The window holds between one and ${MAX_DAYS} days.`);
      }
      return (await readUsage(db, groupBy, from, until)).map((sum) => ({ ...sum, group: groupBy }));
    },
  }),
);
