import type { TenantDb } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';

/** By what usage may be summed up, and the column it is in. */
const USAGE_GROUPS = {
  DAY: 'day',
  PURPOSE: 'purpose',
  PROVIDER: 'providerName',
  MODEL: 'modelName',
  PROJECT: 'projectId',
} as const;
export type UsageGroup = keyof typeof USAGE_GROUPS;

/** What was used by one group in the window. */
export interface UsageSum {
  /** A day, a purpose, a name, or a project's id; null for what belongs to no project. */
  readonly key: string | null;
  readonly calls: bigint;
  readonly failures: bigint;
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
  readonly cost: Prisma.Decimal;
}

/**
 * What models were used, summed up by one thing, the dearest first (days in their order).
 * @param from the first day, UTC, and `until` the first day that does not count any more
 */
export async function readUsage(db: TenantDb, group: UsageGroup, from: Date, until: Date): Promise<UsageSum[]> {
  const column = Prisma.raw(`"${USAGE_GROUPS[group]}"`);
  const order = group === 'DAY' ? Prisma.sql`1` : Prisma.sql`"cost" DESC, 1`;
  return db.$queryRaw<UsageSum[]>`
    SELECT ${column}::text AS "key", sum("calls")::bigint AS "calls", sum("failures")::bigint AS "failures",
      sum("inputTokens")::bigint AS "inputTokens", sum("cachedTokens")::bigint AS "cachedTokens",
      sum("outputTokens")::bigint AS "outputTokens", sum("cost") AS "cost"
    FROM "UsageBucket"
    WHERE "tenantId" = ${db.$tenantId}::uuid AND "day" >= ${from}::date AND "day" < ${until}::date
    GROUP BY ${column} ORDER BY ${order} LIMIT 400`;
}
