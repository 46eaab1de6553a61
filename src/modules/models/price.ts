import { Prisma } from '../../generated/prisma/client.js';
import type { TokenCount } from '../../ports.js';

/** US dollars for a million tokens. */
export interface Prices {
  readonly inputPrice: Prisma.Decimal;
  readonly cachedInputPrice: Prisma.Decimal;
  readonly outputPrice: Prisma.Decimal;
}

const MILLION = 1_000_000;

/** What a use cost, in US dollars. Cached tokens are part of the input and have a price of their own. */
export function costOf({ input, cachedInput, output }: TokenCount, prices: Prices): Prisma.Decimal {
  const fresh = Math.max(0, input - cachedInput);
  return new Prisma.Decimal(0)
    .plus(prices.inputPrice.times(fresh))
    .plus(prices.cachedInputPrice.times(cachedInput))
    .plus(prices.outputPrice.times(output))
    .dividedBy(MILLION);
}
