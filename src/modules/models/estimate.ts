import type { TenantTx } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { ModelPurpose } from '../../generated/prisma/enums.js';
import type { ModelPrompt } from '../../ports.js';
import type { Candidate, Route } from './model-route.service.js';
import { costOf } from './price.js';

/** About so many characters are a token: more in English prose, fewer in code and other scripts. */
const CHARS_PER_TOKEN = 4;
const IMAGE_TOKENS = 1_500;
/** What an answer takes where nobody bounds it and none was given yet. */
const ANSWER_TOKENS = 1_000;

/** How much a model is asked to read, and to write at most, in tokens. */
export interface CallSize {
  readonly input: number;
  /** Null: as much as it likes. */
  readonly mostOutput: number | null;
}

export function sizeOfPrompt({ system, text, images = [], maxOutputTokens = null }: PromptSize): CallSize {
  return { input: tokensIn(system.length + text.length) + IMAGE_TOKENS * images.length, mostOutput: maxOutputTokens };
}
type PromptSize = Omit<ModelPrompt, 'maxOutputTokens'> & { readonly maxOutputTokens?: number | null };

/** Vectors are not paid for by what comes back. */
export function sizeOfTexts(texts: readonly string[]): CallSize {
  return { input: tokensIn(texts.reduce((sum, { length }) => sum + length, 0)), mostOutput: 0 };
}

function tokensIn(chars: number): number {
  return Math.ceil(chars / CHARS_PER_TOKEN);
}

/**
 * What a call will probably cost, in US dollars: for what is read by its length, for what is written by what the model
 * (or another one) wrote for this purpose of late. Of several models the dearest counts; all of them where they are
 * asked side by side.
 */
export async function estimateCost(
  tx: TenantTx,
  purpose: ModelPurpose,
  { candidates, hedgeAfterMs }: Pick<Route, 'candidates' | 'hedgeAfterMs'>,
  { input, mostOutput }: CallSize,
): Promise<Prisma.Decimal> {
  const usual = mostOutput === 0 ? [] : await usualOutput(tx, purpose);
  const most = mostOutput ?? Number.MAX_SAFE_INTEGER;
  const unknown = usual.length === 0 ? (mostOutput ?? ANSWER_TOKENS) : Math.max(...usual.map(({ tokens }) => tokens));
  const costs = candidates.map(({ providerName, modelName, prices }: Candidate) => {
    const known = usual.find((one) => one.providerName === providerName && one.modelName === modelName);
    const output = Math.min(Math.ceil(known?.tokens ?? unknown), most);
    return costOf({ input, cachedInput: 0, output }, prices);
  });
  return hedgeAfterMs === null ? Prisma.Decimal.max(0, ...costs) : Prisma.Decimal.sum(0, ...costs);
}

interface UsualOutput {
  readonly providerName: string;
  readonly modelName: string;
  readonly tokens: number;
}

/** What models answered with on the mean, of the last eight days. */
function usualOutput(tx: TenantTx, purpose: ModelPurpose): Promise<UsualOutput[]> {
  return tx.$queryRaw<UsualOutput[]>`
    SELECT "providerName", "modelName",
      (sum("outputTokens") / GREATEST(1, sum("calls" - "failures")))::float8 AS "tokens"
    FROM "UsageBucket"
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "purpose" = ${purpose}::"ModelPurpose"
      AND "day" > (now() AT TIME ZONE 'UTC')::date - 8
    GROUP BY "providerName", "modelName" HAVING sum("outputTokens") > 0`;
}
