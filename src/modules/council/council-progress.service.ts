import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import type { Council, CouncilMember, CouncilVote, Prisma } from '../../generated/prisma/client.js';
import type { CouncilState } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { councilEvent } from './council-events.js';
import { councilStatesBefore } from './council-states.js';
import { type Criterion, type CriterionScore, weightedScore } from './rubric.js';

const COUNCIL_ACTOR: Actor = { kind: 'SYSTEM', id: null, label: 'council' };

/** A council with everything that was said in it so far. */
export interface CouncilSoFar extends Council {
  /** In the order in which they were named. */
  readonly members: readonly CouncilMember[];
  readonly votes: readonly CouncilVote[];
}

export async function readCouncil(db: Pick<TenantDb, 'council'>, id: string): Promise<CouncilSoFar> {
  return db.council.findFirstOrThrow({
    where: { id },
    include: { members: { orderBy: { seat: 'asc' } }, votes: { orderBy: { id: 'asc' } } },
  });
}

/**
 * A council as its job begins with it. One that had failed goes on: those who failed are asked again, and what was
 * answered and voted stays.
 */
export async function resumeCouncil(db: TenantDb, id: string): Promise<CouncilSoFar> {
  return transact(db, async (tx) => {
    const council = await readCouncil(tx, id);
    if (council.state !== 'FAILED') return council;
    const open = { errorCode: null, errorMessage: null };
    const isVoting = council.votes.length > 0;
    const failed = { councilId: id, state: 'FAILED' } as const;
    // Who has voted has not seen an answer that would come now.
    if (!isVoting) {
      await tx.councilMember.updateMany({ where: { ...failed, answer: null }, data: { ...open, state: 'WAITING' } });
    }
    await tx.councilMember.updateMany({
      where: { ...failed, answer: { not: null } },
      data: { ...open, state: 'ANSWERED' },
    });
    await moveCouncil(tx, council, isVoting ? 'VOTING' : 'ASKING', { ...open, finishedAt: null }, 'COUNCIL_RESUMED');
    return readCouncil(tx, id);
  });
}

/** Writes down what a member answered. */
export async function storeAnswer(tx: Transaction, { councilId, id }: CouncilMember, answer: string): Promise<void> {
  const version = await nextVersion(tx, councilId);
  const data = { state: 'ANSWERED', answer, answeredAt: new Date() } as const;
  await tx.councilMember.updateMany({ where: { id, answer: null }, data });
  tx.$outbox(councilEvent(councilId, { type: 'CouncilAnswerGiven', memberId: id, version }));
}

/** What a member holds of the answer of another. */
export interface NewVote {
  readonly memberId: string;
  readonly scores: readonly CriterionScore[];
}

/** Writes down all votes of a member. */
export async function storeVotes(
  tx: Transaction,
  { councilId, id: voterId }: CouncilMember,
  criteria: readonly Criterion[],
  votes: readonly NewVote[],
): Promise<void> {
  const version = await nextVersion(tx, councilId);
  const rows = votes.map(({ memberId, scores }) => ({
    id: newId(),
    tenantId: tx.$tenantId,
    councilId,
    voterId,
    memberId,
    scores: scores.map((score) => ({ ...score })) satisfies Prisma.InputJsonArray,
    total: weightedScore(criteria, scores),
  }));
  await tx.councilVote.createMany({ data: rows });
  await tx.councilMember.updateMany({ where: { id: voterId }, data: { state: 'VOTED', votedAt: new Date() } });
  for (const { id } of rows) tx.$outbox(councilEvent(councilId, { type: 'CouncilVoteCast', voteId: id, version }));
}

/** Leaves a member out, with the reason. What it had answered stands all the same. */
export function failMember(
  db: TenantDb,
  { councilId, id }: CouncilMember,
  { code: errorCode, message: errorMessage }: { readonly code: string; readonly message: string },
): Promise<void> {
  return transact(db, async (tx) => {
    const version = await nextVersion(tx, councilId);
    await tx.councilMember.updateMany({ where: { id }, data: { state: 'FAILED', errorCode, errorMessage } });
    tx.$outbox(councilEvent(councilId, { type: 'CouncilMemberFailed', memberId: id, errorCode, version }));
  });
}

/** The members have answered; they vote from now on. */
export function beginVoting(db: TenantDb, council: Council): Promise<CouncilSoFar> {
  return transact(db, async (tx) => {
    if (council.state === 'ASKING') await moveCouncil(tx, council, 'VOTING', {}, 'COUNCIL_VOTING');
    return readCouncil(tx, council.id);
  });
}

type MoveKind = `COUNCIL_${'VOTING' | 'DECIDED' | 'FAILED' | 'CANCELLED' | 'RESUMED'}`;

/**
 * Moves a council if its state machine allows it, and tells everybody who watches.
 * @returns whether it did
 */
export async function moveCouncil(
  tx: Transaction,
  { id, state: from }: Pick<Council, 'id' | 'state'>,
  to: CouncilState,
  data: Prisma.CouncilUncheckedUpdateManyInput,
  kind: MoveKind,
): Promise<boolean> {
  const [moved] = await tx.council.updateManyAndReturn({
    where: { id, state: { in: councilStatesBefore(to) } },
    data: { ...data, state: to, updatedAt: new Date(), version: { increment: 1 } },
  });
  if (!moved) return false;
  tx.$outbox(councilEvent(id, { type: 'CouncilStateChanged', from, to, version: moved.version }));
  const told = moved.errorCode ? { errorCode: moved.errorCode } : {};
  await recordEvent(tx, {
    kind,
    subject: { type: 'Council', id },
    actor: COUNCIL_ACTOR,
    data: { from, to, ...told },
  });
  return true;
}

/** Counts a change and locks the council until it is committed, so that changes have an order. */
async function nextVersion(tx: Transaction, id: string): Promise<number> {
  const [council] = await tx.council.updateManyAndReturn({
    where: { id },
    data: { version: { increment: 1 }, updatedAt: new Date() },
    select: { version: true },
  });
  if (!council) throw new Error('The council is gone.');
  return council.version;
}
