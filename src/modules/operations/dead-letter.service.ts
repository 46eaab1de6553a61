import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import type { DeadLetter, Job } from '../../generated/prisma/client.js';
import { type JobControl, retryJobIn } from './job-control.service.js';
import { recordEvent } from './tenant-event.service.js';

/**
 * Starts the job of a dead letter again.
 * @throws NotFound when the tenant has no such dead letter; InvalidState when it was replayed or discarded before
 */
export function replayDeadLetter(db: TenantDb, deadLetterId: string, control: JobControl): Promise<Job> {
  return transact(db, (tx) => replayDeadLetterIn(tx, deadLetterId, control));
}

/** `replayDeadLetter` as a part of the caller's transaction. */
export async function replayDeadLetterIn(tx: Transaction, deadLetterId: string, control: JobControl): Promise<Job> {
  const letter = await requireOpen(tx, deadLetterId);
  return retryJobIn(tx, letter.jobId, control);
}

/**
 * Decides that a dead letter need not be replayed. The job stays DEAD, and is forgotten in time like others.
 * @throws NotFound when the tenant has no such dead letter; InvalidState when it was replayed or discarded before
 */
export function discardDeadLetter(db: TenantDb, deadLetterId: string, control: JobControl): Promise<DeadLetter> {
  return transact(db, (tx) => discardDeadLetterIn(tx, deadLetterId, control));
}

/** `discardDeadLetter` as a part of the caller's transaction. */
export async function discardDeadLetterIn(
  tx: Transaction,
  deadLetterId: string,
  { actor, requestId }: JobControl,
): Promise<DeadLetter> {
  const letter = await requireOpen(tx, deadLetterId);
  const { count } = await tx.deadLetter.updateMany({
    where: { id: letter.id, replayedAt: null, discardedAt: null },
    data: { discardedAt: new Date() },
  });
  if (count === 0) throw new InvalidState('Somebody else has dealt with the dead letter.');
  const subject = { type: 'Job', id: letter.jobId };
  await recordEvent(tx, { kind: 'DEAD_LETTER_DISCARDED', subject, actor, requestId, data: { kind: letter.kind } });
  return tx.deadLetter.findFirstOrThrow({ where: { id: letter.id } });
}

async function requireOpen(tx: Transaction, id: string): Promise<DeadLetter> {
  const letter = await tx.deadLetter.findFirst({ where: { id } });
  if (!letter) throw new NotFound('The dead letter', ['input', 'id']);
  if (letter.replayedAt) throw new InvalidState('The dead letter was replayed before.');
  if (letter.discardedAt) throw new InvalidState('The dead letter was discarded before.');
  return letter;
}
