import { v7 as newId } from 'uuid';
import { projectScopeOf } from '../../db/project-scope.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState } from '../../errors.js';
import type { Job } from '../../generated/prisma/client.js';
import type { JobDefinition } from '../../jobs/define-job.js';
import type { Actor } from './actor.js';
import { findUnfinished, holdUntilDue, insertJobs, type NewJobRow } from './job.sql.js';
import { handOver, stateChanged } from './job-messages.js';
import type { Subject } from './tenant-event.service.js';

export interface EnqueueOptions {
  /** What the job is about; shown with it. */
  readonly subject?: Subject | null | undefined;
  readonly requestedBy: Actor;
  /** Travels into the job's log lines; by default the request that the transaction belongs to. */
  readonly requestId?: string | null | undefined;
  /** The job this one is a part of; cancelling that one cancels this one. */
  readonly parentId?: string | null | undefined;
  /** While an unfinished job of the kind has this key, asking again gives that job. */
  readonly dedupeKey?: string | null | undefined;
  /** Not before this time. */
  readonly runAt?: Date | null | undefined;
}

/** One of several jobs that are enqueued at once. */
export interface BulkItem<Payload> {
  readonly payload: Payload;
  readonly subject?: Subject | null | undefined;
  readonly dedupeKey?: string | null | undefined;
}

const JOIN_ATTEMPTS = 5;

/**
 * Writes a job and hands it to its queue if, and only if, the transaction commits.
 * @returns the new job, or the unfinished one that has the same dedupe key
 * @throws ZodError when the payload is not what the definition says (a fault of the calling service)
 */
export async function enqueueJob<Payload, Result, Stage extends string>(
  tx: Transaction,
  definition: JobDefinition<Payload, Result, Stage>,
  payload: Payload,
  options: EnqueueOptions,
): Promise<Job> {
  const row = newRow(tx, definition, { payload, ...options }, options);
  for (let tried = 0; tried < JOIN_ATTEMPTS; tried += 1) {
    const [job] = await insertJobs(tx, [row]);
    if (job) return announce(tx, [job]).then(() => job);
    // The other job may end between the two statements; then there is nothing to join and the next insert succeeds.
    const joined = await findUnfinished(tx, definition.kind, row.dedupeKey ?? '');
    if (joined) return joined;
  }
  throw new Error(`A job of kind ${definition.kind} could neither be added nor joined`);
}

/**
 * Enqueues many jobs of one kind with two statements. Meant for up to a thousand at a time.
 * @returns the new jobs; those that an unfinished job with the same dedupe key stands for are left out
 */
export async function enqueueJobs<Payload, Result, Stage extends string>(
  tx: Transaction,
  definition: JobDefinition<Payload, Result, Stage>,
  items: readonly BulkItem<Payload>[],
  options: Omit<EnqueueOptions, 'subject' | 'dedupeKey'>,
): Promise<Job[]> {
  const jobs = await insertJobs(
    tx,
    items.map((item) => newRow(tx, definition, item, options)),
  );
  await announce(tx, jobs);
  return jobs;
}

/** Enqueues one job in a transaction of its own. */
export function startJob<Payload, Result, Stage extends string>(
  db: TenantDb,
  definition: JobDefinition<Payload, Result, Stage>,
  payload: Payload,
  options: EnqueueOptions,
): Promise<Job> {
  return transact(db, (tx) => enqueueJob(tx, definition, payload, options));
}

/** Where a request is narrowed to a project, jobs of no project are left out of lists. */
export function ofProject({ $rights }: TenantDb): { projectId?: string } {
  const { only } = projectScopeOf($rights);
  return only === null ? {} : { projectId: only };
}

function newRow<Payload, Result, Stage extends string>(
  tx: Transaction,
  definition: JobDefinition<Payload, Result, Stage>,
  item: BulkItem<Payload>,
  options: EnqueueOptions,
): NewJobRow {
  const { requestedBy, runAt } = options;
  if (runAt && Number.isNaN(runAt.getTime())) throw new InvalidState('The time to run at is not a time.');
  return {
    id: newId(),
    kind: definition.kind,
    payload: definition.payload.parse(item.payload),
    maxAttempts: definition.retry.attempts,
    parentId: options.parentId ?? null,
    dedupeKey: item.dedupeKey ?? null,
    subjectType: item.subject?.type ?? null,
    subjectId: item.subject?.id ?? null,
    requestedByKind: requestedBy.kind,
    requestedById: requestedBy.id,
    requestedByLabel: requestedBy.label,
    requestId: options.requestId ?? tx.$requestId,
    runAt: runAt?.toISOString() ?? null,
  };
}

async function announce(tx: Transaction, jobs: readonly Job[]): Promise<void> {
  const delayed = jobs.filter(({ state }) => state === 'SCHEDULED');
  if (delayed.length > 0) await holdUntilDue(tx, delayed);
  const ready = jobs.filter(({ state }) => state === 'QUEUED');
  for (const { id } of ready) tx.$outbox(stateChanged(id, 'SCHEDULED', 'QUEUED', 0));
  for (const { id, kind } of ready) tx.$outbox(handOver(kind, id));
}
