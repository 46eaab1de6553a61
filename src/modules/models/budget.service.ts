import { v7 as newId } from 'uuid';
import type { TenantDb, TenantTx } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { NotFound } from '../../errors.js';
import type { Budget, Prisma } from '../../generated/prisma/client.js';
import type { BudgetPeriod, BudgetState } from '../../generated/prisma/enums.js';
import { requireProject } from '../identity/project.service.js';
import { type Cause, SYSTEM_ACTOR } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';

const DEFAULT_WARNING_PERCENT = 80;

/** A budget with what was spent of it in the period that runs. */
export interface BudgetStanding {
  readonly id: string;
  readonly projectId: string | null;
  readonly period: BudgetPeriod;
  readonly amount: Prisma.Decimal;
  readonly warningPercent: number;
  readonly state: BudgetState;
  /** The first day of the period that runs, UTC. */
  readonly periodStart: Date;
  readonly spent: Prisma.Decimal;
  /** What calls under way will probably cost. */
  readonly reserved: Prisma.Decimal;
}

/**
 * The budgets that a use counts against: the project's and the tenant's, locked, so that uses that end together see
 * each other's spending.
 */
async function lockStandings(tx: TenantTx, projectId: string | null): Promise<BudgetStanding[]> {
  const rows = await tx.$queryRaw<{ readonly id: string }[]>`
    SELECT "id" FROM "Budget"
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND ("projectId" IS NULL OR "projectId" = ${projectId}::uuid)
    ORDER BY "id" FOR UPDATE`;
  const ids = rows.map(({ id }) => id);
  return ids.length === 0 ? [] : [...(await spendingOf(tx, ids)).values()];
}

/**
 * What was spent of budgets in the period that runs, by budget. Read from the sums of days, so that no counter can
 * drift from them.
 */
export async function spendingOf(db: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, BudgetStanding>> {
  const rows = await db.$queryRaw<BudgetStanding[]>`
    SELECT b."id", b."projectId", b."period", b."amount", b."warningPercent", b."state", p."start" AS "periodStart",
      model_spending(p."start", b."projectId") AS "spent", model_reserved(b."projectId") AS "reserved"
    FROM "Budget" b
    CROSS JOIN LATERAL (
      SELECT date_trunc(CASE b."period" WHEN 'DAY' THEN 'day' ELSE 'month' END, now() AT TIME ZONE 'UTC')::date AS "start"
    ) p
    WHERE b."tenantId" = ${db.$tenantId}::uuid AND b."id" = ANY(${[...ids]}::uuid[])
    ORDER BY b."id"`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** What state a budget is in with so much spent. */
export function budgetState({
  amount,
  warningPercent,
  spent,
}: Pick<BudgetStanding, 'amount' | 'warningPercent' | 'spent'>): BudgetState {
  if (spent.gte(amount)) return 'EXHAUSTED';
  return spent.gte(amount.times(warningPercent).dividedBy(100)) ? 'WARNING' : 'OK';
}

/**
 * Looks at the budgets again after something was spent or allowed; what changed is told as an event.
 * @returns the budgets as they are now
 */
export async function settleBudgets(tx: Transaction, projectId: string | null): Promise<BudgetStanding[]> {
  const standings = await lockStandings(tx, projectId);
  const settled: BudgetStanding[] = [];
  for (const standing of standings) {
    const state = budgetState(standing);
    settled.push({ ...standing, state });
    if (state === standing.state) continue;
    const { id, periodStart, spent, amount } = standing;
    await tx.budget.updateMany({ where: { id }, data: { state, periodStart, version: { increment: 1 } } });
    const kind = { OK: 'BUDGET_RESTORED', WARNING: 'BUDGET_WARNING', EXHAUSTED: 'BUDGET_EXHAUSTED' } as const;
    await recordEvent(tx, {
      kind: kind[state],
      subject: { type: 'Budget', id },
      projectId: standing.projectId,
      actor: SYSTEM_ACTOR,
      data: { spent: spent.toFixed(4), amount: amount.toFixed(4) },
    });
    if (standing.state === 'EXHAUSTED') await wakeWaiting(tx, standing.projectId);
  }
  return settled;
}

/** What jobs wait for that need a model while nothing may be spent. */
export const BUDGET_EXHAUSTED = 'BUDGET_EXHAUSTED';

/** How long to wait for calls under way, before looking again at what they have left. */
const LOOK_AGAIN_MS = 2_000;

/**
 * Whether so much may be spent, with the budgets locked. What calls under way will probably cost counts as spent, so
 * that many of them together do not pass a budget that each of them would have kept to.
 * @param cost US dollars
 * @returns milliseconds until it may be as things are; 0 when it may
 */
export async function waitForBudget(tx: Transaction, projectId: string | null, cost: Prisma.Decimal): Promise<number> {
  const now = Date.now();
  return Math.max(0, ...(await settleBudgets(tx, projectId)).map((standing) => waitOf(standing, cost, now)));
}

function waitOf(
  { state, amount, spent, reserved, period, periodStart }: BudgetStanding,
  cost: Prisma.Decimal,
  now: number,
): number {
  const untilNext = Math.max(1, nextPeriodStart(period, periodStart).getTime() - now);
  if (state === 'EXHAUSTED') return untilNext;
  if (spent.plus(reserved).plus(cost).lte(amount)) return 0;
  if (reserved.gt(0)) return Math.min(untilNext, Math.ceil(LOOK_AGAIN_MS * (1 + Math.random())));
  // An estimate alone does not keep a period from beginning: it may be wrong, and then nobody would ever know.
  return spent.isZero() ? 0 : untilNext;
}

/** Jobs that wait for a budget go on; those for which there still is not enough come to wait again. */
export async function wakeWaiting(tx: Transaction, projectId: string | null): Promise<void> {
  await tx.$queryRaw`SELECT operations_wake_postponed(${BUDGET_EXHAUSTED}, ${projectId}::uuid)`;
}

export interface NewBudget {
  /** Null: for the whole tenant. */
  readonly projectId: string | null;
  readonly period: BudgetPeriod;
  /** US dollars, as decimal text. */
  readonly amount: string;
  readonly warningPercent?: number | null | undefined;
}

/**
 * Says how much may be spent in a period, in place of what was said before; raising it lets waiting work go on.
 * @throws NotFound when the tenant has no such project
 */
export function setBudget(db: TenantDb, input: NewBudget, cause: Cause): Promise<Budget> {
  const { projectId, period, amount } = input;
  const warningPercent = input.warningPercent ?? DEFAULT_WARNING_PERCENT;
  return transact(db, async (tx) => {
    if (projectId) await requireProject(tx, projectId);
    // Budgets are locked in one order everywhere, so this one is not locked before the others.
    await lockStandings(tx, projectId);
    const [budget] = await tx.$queryRaw<[{ readonly id: string }]>`
      INSERT INTO "Budget" AS b ("id", "tenantId", "projectId", "period", "amount", "warningPercent", "periodStart")
      VALUES (${newId()}::uuid, ${tx.$tenantId}::uuid, ${projectId}::uuid, ${period}::"BudgetPeriod", ${amount}::numeric,
        ${warningPercent}::int, (now() AT TIME ZONE 'UTC')::date)
      ON CONFLICT ("tenantId", "projectId", "period") DO UPDATE
        SET "amount" = EXCLUDED."amount", "warningPercent" = EXCLUDED."warningPercent", "version" = b."version" + 1
      RETURNING "id"`;
    const { id } = budget;
    const data = { period, amount, warningPercent };
    await recordEvent(tx, { kind: 'BUDGET_SET', subject: { type: 'Budget', id }, projectId, ...cause, data });
    await settleBudgets(tx, projectId);
    await wakeWaiting(tx, projectId);
    return tx.budget.findFirstOrThrow({ where: { id } });
  });
}

/** Takes a budget away: nothing bounds the spending it was for. @throws NotFound when the tenant has no such budget */
export function removeBudget(db: TenantDb, id: string, cause: Cause): Promise<Budget> {
  return transact(db, async (tx) => {
    const budget = await tx.budget.findFirst({ where: { id } });
    if (!budget) throw new NotFound('The budget', ['input', 'id']);
    await tx.budget.deleteMany({ where: { id } });
    const { projectId } = budget;
    await wakeWaiting(tx, budget.projectId);
    await recordEvent(tx, { kind: 'BUDGET_REMOVED', subject: { type: 'Budget', id }, projectId, ...cause });
    return budget;
  });
}

/** When the period that holds a moment is over, UTC. */
export function nextPeriodStart(period: BudgetPeriod, moment: Date): Date {
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  return new Date(period === 'DAY' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1));
}
