import { v7 as newId } from 'uuid';
import { type Transaction, transact } from '../../db/transaction.js';
import type { LlmCallState } from '../../generated/prisma/enums.js';
import { JobPostponed, PermanentJobError } from '../../jobs/define-job.js';
import { FencedOff } from '../../jobs/failures.js';
import { ModelCallFailed, type TokenCount } from '../../ports.js';
import { BUDGET_EXHAUSTED, settleBudgets, waitForBudget } from './budget.service.js';
import { type CallSize, estimateCost } from './estimate.js';
import { type AskingAttempt, type EndedAttempt, endCall, insertCall, type NewCall } from './llm-call.sql.js';
import { type Candidate, FREE, isFreeRoute, type Route } from './model-route.service.js';
import type { ModelAccess, ModelUse } from './model-use.js';
import { costOf } from './price.js';
import { redact } from './redact.js';

/** Characters of a prompt or an answer that are kept. */
const MAX_KEPT_CHARS = 20_000;
export const INTERRUPTED = 'The worker was lost in the middle of a call to a model, which may be billed.';

/** A model must not be asked now because a budget is used up; the job that needs it waits. */
export class BudgetExhausted extends JobPostponed {
  override name = 'BudgetExhausted';

  constructor(remainingMs: (tx: Transaction) => Promise<number>) {
    super(BUDGET_EXHAUSTED, 'The budget for models is used up.', remainingMs);
  }
}

/** The account of one use of a model, from its beginning to its end. */
export class CallRecord {
  readonly id = newId();
  readonly #access: ModelAccess;
  readonly #use: ModelUse;
  readonly #isFree: boolean;
  readonly #attempts: EndedAttempt[] = [];

  private constructor(access: ModelAccess, use: ModelUse, isFree: boolean) {
    this.#access = access;
    this.#use = use;
    this.#isFree = isFree;
  }

  /**
   * Writes down that a model is about to be asked, and puts aside what that will probably cost. What costs nothing needs
   * no budget, and may be asked again.
   * @throws BudgetExhausted when so much may not be spent
   * @throws PermanentJobError when an earlier attempt of the job was lost in the middle of a call that may be billed:
   * asking again is up to a person
   */
  static async open(
    access: ModelAccess,
    use: ModelUse,
    prompt: string,
    route: Route,
    size: CallSize,
  ): Promise<CallRecord> {
    const record = new CallRecord(access, use, isFreeRoute(route));
    const call: Omit<NewCall, 'reserved'> = {
      id: record.id,
      use,
      jobAttempt: use.jobId === null ? null : (access.attempt ?? null),
      prompt: redact(prompt, MAX_KEPT_CHARS),
    };
    const asking = record.#asking;
    // Nothing to reserve and nothing that was interrupted: one statement that looks at the fence, too.
    if (asking?.attempt === 1) {
      if (!(await insertCall(access.db, { ...call, reserved: FREE }, asking))) throw fencedOff();
      return record;
    }
    const wasInterrupted = await transact(access.db, async (tx) => {
      const isInterrupted = await endInterrupted(tx, use.jobId, access.attempt);
      if (isInterrupted && !record.#isFree) return true;
      const reserved = record.#isFree ? FREE : await estimateCost(tx, use.purpose, route, size);
      if (!record.#isFree && (await waitForBudget(tx, use.projectId, reserved)) > 0) {
        // Estimated anew: what ends meanwhile says what such a call really costs.
        throw new BudgetExhausted(async (later) =>
          waitForBudget(later, use.projectId, await estimateCost(later, use.purpose, route, size)),
        );
      }
      await insertCall(tx, { ...call, reserved }, null);
      return false;
    });
    if (wasInterrupted) throw new PermanentJobError('INTERRUPTED', INTERRUPTED);
    return record;
  }

  /** Notes what came of asking one model. */
  noteAttempt(candidate: Candidate, startedAt: Date, outcome: { tokens: TokenCount } | { error: unknown }): void {
    const failure = 'error' in outcome ? outcome.error : null;
    const failed = failure instanceof ModelCallFailed ? failure : null;
    const tokens = 'tokens' in outcome ? outcome.tokens : (failed?.tokens ?? NO_TOKENS);
    const { modelId, providerName, modelName, prices } = candidate;
    this.#attempts.push({
      modelId,
      providerName,
      modelName,
      state: 'tokens' in outcome ? 'SUCCEEDED' : failed ? 'FAILED' : 'CANCELLED',
      reason: failed?.reason ?? null,
      tokens,
      cost: costOf(tokens, prices),
      startedAt,
      finishedAt: new Date(),
    });
  }

  /** Text begins to arrive. */
  async markStreaming(): Promise<void> {
    await this.#access.db.llmCall.updateMany({
      where: { id: this.id, state: 'PENDING' },
      data: { state: 'STREAMING' },
    });
  }

  /**
   * Writes down how it ended, adds it to the day's usage, and looks at the budgets.
   * @param keep what is to be written with it
   */
  async close(
    end: { readonly answer: string } | { readonly error: unknown },
    keep?: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    const { answer, ...outcome } = endOf(end);
    const kept = answer === null ? null : redact(answer, MAX_KEPT_CHARS);
    const call = { id: this.id, use: this.#use, ...outcome, answer: kept, attempts: this.#attempts };
    const asking = this.#asking;
    if (asking && !keep) {
      if (!(await endCall(this.#access.db, call, asking))) throw fencedOff();
      return;
    }
    await transact(this.#access.db, async (tx) => {
      await keep?.(tx);
      await endCall(tx, call, null);
      if (!this.#isFree) await settleBudgets(tx, this.#use.projectId);
    });
  }

  /** The attempt of a job that asks for what costs nothing: a statement that looks at its fence does what a transaction would. */
  get #asking(): AskingAttempt | null {
    const { db, attempt } = this.#access;
    const { jobId } = this.#use;
    return this.#isFree && db.$fence && jobId !== null && attempt !== undefined ? { jobId, attempt } : null;
  }
}

function fencedOff(): FencedOff {
  return new FencedOff('Another attempt has taken over.');
}

/**
 * Ends the calls of the job's earlier attempts that nobody ended: the worker that made them was lost in the middle.
 * @returns whether there were any
 */
export async function endInterrupted(
  tx: Transaction,
  jobId: string | null,
  attempt: number | undefined,
): Promise<boolean> {
  if (jobId === null || attempt === undefined || attempt === 1) return false;
  const { count } = await tx.llmCall.updateMany({
    where: { jobId, jobAttempt: { lt: attempt }, state: { in: ['PENDING', 'STREAMING'] } },
    data: { state: 'FAILED', errorCode: 'INTERRUPTED', errorMessage: INTERRUPTED, finishedAt: new Date() },
  });
  return count > 0;
}

const NO_TOKENS: TokenCount = { input: 0, cachedInput: 0, output: 0 };

interface End {
  readonly state: LlmCallState;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly answer: string | null;
}

function endOf(end: { readonly answer: string } | { readonly error: unknown }): End {
  if ('answer' in end) return { state: 'SUCCEEDED', errorCode: null, errorMessage: null, answer: end.answer };
  const { error } = end;
  if (!(error instanceof ModelCallFailed)) {
    return { state: 'CANCELLED', errorCode: 'CANCELLED', errorMessage: 'The call was given up.', answer: null };
  }
  return { state: 'FAILED', errorCode: error.reason, errorMessage: error.message, answer: null };
}
