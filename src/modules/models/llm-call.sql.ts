import { v7 as newId } from 'uuid';
import type { TenantTx } from '../../db/tenant.js';
import type { Prisma } from '../../generated/prisma/client.js';
import type { LlmCallState, ModelPurpose } from '../../generated/prisma/enums.js';
import type { TokenCount } from '../../ports.js';

/** One model that was asked, and what came of it. */
export interface EndedAttempt {
  readonly modelId: string | null;
  readonly providerName: string;
  readonly modelName: string;
  readonly state: Extract<LlmCallState, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>;
  readonly reason: string | null;
  readonly tokens: TokenCount;
  /** US dollars. */
  readonly cost: Prisma.Decimal;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** Writes the attempts of a call in the order in which they began. */
export async function insertAttempts(tx: TenantTx, callId: string, attempts: readonly EndedAttempt[]): Promise<void> {
  await tx.llmCallAttempt.createMany({
    data: attempts.map(({ tokens, ...attempt }, index) => ({
      tenantId: tx.$tenantId,
      callId,
      number: index + 1,
      ...attempt,
      inputTokens: tokens.input,
      cachedTokens: tokens.cachedInput,
      outputTokens: tokens.output,
    })),
  });
}

/** Adds attempts to the day's usage; rows are locked in one order, so that calls that end together do not deadlock. */
export async function addUsage(
  tx: TenantTx,
  use: { readonly projectId: string | null; readonly purpose: ModelPurpose },
  attempts: readonly EndedAttempt[],
): Promise<void> {
  const ordered = [...attempts].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  for (const { providerName, modelName, state, tokens, cost } of ordered) {
    await tx.$executeRaw`
      INSERT INTO "UsageBucket" AS u ("id", "tenantId", "day", "projectId", "purpose", "providerName", "modelName",
        "calls", "failures", "inputTokens", "cachedTokens", "outputTokens", "cost")
      VALUES (${newId()}::uuid, ${tx.$tenantId}::uuid, (now() AT TIME ZONE 'UTC')::date, ${use.projectId}::uuid,
        ${use.purpose}::"ModelPurpose", ${providerName}, ${modelName}, 1, ${state === 'FAILED' ? 1 : 0},
        ${tokens.input}, ${tokens.cachedInput}, ${tokens.output}, ${cost}::numeric)
      ON CONFLICT ("tenantId", "day", "projectId", "purpose", "providerName", "modelName") DO UPDATE SET
        "calls" = u."calls" + 1, "failures" = u."failures" + EXCLUDED."failures",
        "inputTokens" = u."inputTokens" + EXCLUDED."inputTokens",
        "cachedTokens" = u."cachedTokens" + EXCLUDED."cachedTokens",
        "outputTokens" = u."outputTokens" + EXCLUDED."outputTokens", "cost" = u."cost" + EXCLUDED."cost"`;
  }
}

function keyOf({ providerName, modelName }: EndedAttempt): string {
  return `${providerName}\n${modelName}`;
}
