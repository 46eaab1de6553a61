import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { OutboxMessage } from '../../db/outbox.js';
import { ALL_ROWS } from '../../db/row-rights.js';
import type { TenantDb, TenantTx } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { IdempotencyMismatch, InvalidInput, NotFound } from '../../errors.js';
import type { Case, Job } from '../../generated/prisma/client.js';
import { requireProject } from '../identity/project.service.js';
import type { Actor, Cause } from '../operations/actor.js';
import { handOver, stateChanged } from '../operations/job-messages.js';
import { tenantEventMessage } from '../operations/tenant-event.service.js';
import { insertCase, type NewCaseRows, type OpenedCase } from './case-open.sql.js';
import { CASE_PIPELINE_KIND, STEPS, type StepPayload } from './pipeline-steps.js';
import { TriageCase } from './triage-case.job.js';

export interface NewCase {
  readonly projectId: string;
  readonly subject: string;
  /** Markdown or plain text. */
  readonly body: string;
  readonly customer: { readonly email: string; readonly name?: string | null | undefined };
  /** The same key with the same request opens one case only. */
  readonly idempotencyKey?: string | null | undefined;
  /** The channel by which it came. */
  readonly channelId?: string | null | undefined;
  /** The id that its first message gets; a new one by default. */
  readonly messageId?: string | undefined;
}

export interface OpenCaseResult {
  readonly case: Case;
  /** The pipeline's job. */
  readonly job: Job;
  /** The case was opened by an earlier call with the same key. */
  readonly deduplicated: boolean;
}

const OPERATION = 'caseOpen';

/**
 * Opens a case with its first message and starts its pipeline, all in one statement of the database. The customer is
 * known by e-mail address; a name that is given replaces the old one.
 * @throws NotFound when there is no such project or channel; InvalidInput when they do not belong together;
 * IdempotencyMismatch when the key came with another request before
 */
export async function openCase(db: TenantDb, input: NewCase, cause: Cause): Promise<OpenCaseResult> {
  const rows = newRows(input, cause);
  if (db.$rights !== ALL_ROWS) await requireProject(db, input.projectId);
  if (input.channelId) await requireApiChannel(db, input.projectId, input.channelId);
  // Who sees only what is theirs may still open a case for a customer whom others know.
  const whole = db.$rights === ALL_ROWS ? db : db.$withRights(ALL_ROWS);
  // On a job's handle the fence has to be checked first, which takes a transaction.
  const insert = (handle: Pick<TenantTx, '$queryRaw' | '$tenantId'>) => insertCase(handle, rows);
  const opened = db.$fence ? await transact(whole, insert) : await insert(whole);
  if (!opened) return findOpened(db, rows);
  db.$deliver(
    db.$tenantId,
    rows.outbox.map((message, index) => ({ ...message, id: opened.outboxIds[index]! })),
  );
  return { ...asWritten(db.$tenantId, rows, opened), deduplicated: false };
}

/**
 * Opens a case within a transaction that does more.
 * @throws NotFound when there is no such project, or it is archived
 */
export async function openCaseIn(
  tx: Transaction,
  input: Omit<NewCase, 'idempotencyKey'>,
  cause: Cause,
): Promise<{ readonly caseId: string; readonly number: number }> {
  const { outbox, ...rows } = newRows(input, cause);
  const opened = await insertCase(tx, { ...rows, outbox: [] });
  if (!opened) throw new NotFound('The project', ['input', 'projectId']);
  for (const message of outbox) tx.$outbox(message);
  return { caseId: rows.caseId, number: opened.number };
}

/** What comes by other channels is posted to them. */
async function requireApiChannel(db: TenantDb, projectId: string, id: string): Promise<void> {
  const where = { id, kind: 'API', state: 'ACTIVE' } as const;
  const found = await db.channel.findFirst({ where, select: { projectId: true } });
  if (!found) throw new NotFound('The channel', ['input', 'channelId']);
  await requireProject(db, projectId);
  if (found.projectId === projectId) return;
  throw InvalidInput.at(['input', 'channelId'], 'The channel belongs to another project.');
}

function newRows(input: NewCase, { actor, requestId = null }: Cause): NewCaseRows {
  const [caseId, pipelineId, coordinatorId, jobId, stepId, eventId] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ];
  const email = input.customer.email.trim().toLowerCase();
  const name = input.customer.name?.trim() || null;
  const payload: StepPayload = { caseId, pipelineId, stepId, coordinatorId };
  return {
    caseId,
    projectId: input.projectId,
    subject: input.subject.trim(),
    body: input.body,
    customer: { id: newId(), email, name },
    messageId: input.messageId ?? newId(),
    channelId: input.channelId ?? null,
    pipelineId,
    steps: STEPS.map((kind, index) => (index === 0 ? { id: stepId, kind, jobId } : { id: newId(), kind, jobId: null })),
    coordinator: { id: coordinatorId, kind: CASE_PIPELINE_KIND, payload: { caseId, pipelineId } },
    firstJob: { id: jobId, kind: TriageCase.kind, payload, maxAttempts: TriageCase.retry.attempts },
    actor,
    requestId,
    event: { id: eventId, kind: 'CASE_OPENED' },
    outbox: messages({ caseId, projectId: input.projectId, coordinatorId, jobId, eventId }, actor, requestId),
    idempotency: input.idempotencyKey
      ? { operation: OPERATION, key: input.idempotencyKey, requestHash: hashOf(input, email, name) }
      : null,
  };
}

type IdOfCase = 'caseId' | 'projectId' | 'coordinatorId' | 'jobId' | 'eventId';

function messages(
  { caseId, projectId, coordinatorId, jobId, eventId }: Readonly<Record<IdOfCase, string>>,
  actor: Actor,
  requestId: string | null,
): OutboxMessage[] {
  const subject = { type: 'Case', id: caseId };
  return [
    stateChanged(coordinatorId, 'QUEUED', 'ACTIVE', 0),
    stateChanged(jobId, 'SCHEDULED', 'QUEUED', 0),
    tenantEventMessage({
      type: 'TenantEvent',
      id: eventId,
      kind: 'CASE_OPENED',
      subject,
      projectId,
      actor,
      requestId,
      data: null,
    }),
    handOver(TriageCase.kind, jobId),
  ];
}

function hashOf({ projectId, subject, body, channelId }: NewCase, email: string, name: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([projectId, subject, body, email, name, ...(channelId ? [channelId] : [])]))
    .digest('hex');
}

/** Nothing was written: the project does not exist, or the key was used before. */
async function findOpened(db: TenantDb, rows: NewCaseRows): Promise<OpenCaseResult> {
  const project = await requireProject(db, rows.projectId).catch(() => null);
  const { idempotency } = rows;
  if (!project || !idempotency) throw new NotFound('The project', ['input', 'projectId']);
  const { operation, key, requestHash } = idempotency;
  const record = await db.idempotencyRecord.findFirstOrThrow({ where: { operation, key } });
  if (record.requestHash !== requestHash) throw new IdempotencyMismatch();
  const found = await db.case.findFirst({
    where: { id: record.resultId },
    include: { pipelines: { orderBy: { id: 'asc' }, take: 1, include: { job: true } } },
  });
  if (!found) throw new IdempotencyMismatch(); // the key of somebody whose cases are not theirs to see
  const { pipelines, ...row } = found;
  return { case: row, job: pipelines[0]!.job, deduplicated: true };
}

/** The rows as they are in the database, without reading them again. */
function asWritten(tenantId: string, rows: NewCaseRows, opened: OpenedCase): { case: Case; job: Job } {
  const { number, customerId, openedAt, slaStartedAt, firstAnswerDueAt, resolutionDueAt, timerAt } = opened;
  const { coordinator, actor } = rows;
  return {
    case: {
      id: rows.caseId,
      tenantId,
      projectId: rows.projectId,
      customerId,
      number,
      subject: rows.subject,
      body: rows.body,
      state: 'NEW',
      stateText: 'NEW',
      version: 1,
      openedAt,
      updatedAt: openedAt,
      type: null,
      severity: null,
      triageConfidence: null,
      triageReasoning: null,
      triageDecidedBy: null,
      triagedAt: null,
      machineType: null,
      machineSeverity: null,
      machineConfidence: null,
      machineReasoning: null,
      machineTriagedAt: null,
      machineModelId: null,
      openedById: actor.id,
      sourceKey: null,
      channelId: rows.channelId,
      assigneeId: null,
      tags: [],
      priority: 'NORMAL',
      isPriorityFixed: false,
      slaStartedAt,
      slaPausedAt: null,
      slaPausedSeconds: 0,
      firstAnswerDueAt,
      firstAnsweredAt: null,
      firstAnswerBreachedAt: null,
      resolutionDueAt,
      resolvedAt: null,
      resolutionBreachedAt: null,
      snoozedUntil: null,
      mergedIntoId: null,
      timerAt,
    },
    job: {
      id: coordinator.id,
      tenantId,
      kind: coordinator.kind,
      state: 'ACTIVE',
      payload: { ...coordinator.payload },
      result: null,
      percent: 0,
      stage: null,
      message: null,
      counters: null,
      attempt: 0,
      maxAttempts: 1,
      parentId: null,
      dedupeKey: null,
      subjectType: 'Case',
      subjectId: rows.caseId,
      projectId: rows.projectId,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
      ownerId: actor.id,
      requestId: rows.requestId,
      queuedAt: openedAt,
      runAt: null,
      handedOverAt: null,
      heartbeatAt: null,
      startedAt: openedAt,
      finishedAt: null,
      errorCode: null,
      errorMessage: null,
      version: 1,
      stateText: 'ACTIVE',
    },
  };
}
