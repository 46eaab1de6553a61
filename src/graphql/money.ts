import { builder } from './builder.js';

/** An amount in a currency. */
export interface MoneyShape {
  /** Exact, as decimal text. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  description: 'An amount in a currency.',
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Decimal', description: 'How much.' }),
    currency: t.expose('currency', { type: 'CurrencyCode', description: 'Of what.' }),
  }),
});

/** US dollars, in which models are paid; text is taken as it is. */
export function dollars(amount: string | { toFixed(digits?: number): string }): MoneyShape {
  return { amount: typeof amount === 'string' ? amount : amount.toFixed(8), currency: 'USD' };
}
