import type { TenantDb } from '../../db/tenant.js';
import type { Actor } from './actor.js';
import type { Subject } from './tenant-event.service.js';
import { tracedActions, tracedAttempts, tracedEvents, tracedJobs, tracedMails, tracedUses } from './trace.sql.js';

export const TRACE_STEP_KINDS = {
  ACTION: 'What was asked for: an entry of the audit.',
  JOB: 'A job that followed from it.',
  ATTEMPT: 'One try of a job.',
  EVENT: 'Something that happened, as in the log of events.',
  CALL: 'A call to the outside, for example a mail or the use of a model.',
} as const;
export type TraceStepKind = keyof typeof TRACE_STEP_KINDS;
/** What comes first at the same moment. */
const KINDS: readonly string[] = Object.keys(TRACE_STEP_KINDS);

/** One thing that followed from a request. */
export interface TraceStep {
  readonly kind: TraceStepKind;
  /** Its place in the order of time, from 1. */
  readonly number: number;
  /** The step it is a part of; null for the outermost. */
  readonly parent: number | null;
  readonly label: string;
  /** How it ended, or where it stands. */
  readonly outcome: string | null;
  readonly errorCode: string | null;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly actor: Actor | null;
  readonly subject: Subject | null;
}

export interface Trace {
  readonly requestId: string;
  readonly steps: readonly TraceStep[];
}

/** A step before its place is known: `key` names it, `under` names what it is a part of. */
type Loose = Omit<TraceStep, 'number' | 'parent'> & { readonly key: string; readonly under: string | null };

/** Everything of the tenant that followed from a request, in the order of time; null when nothing did. */
export async function readTrace(db: TenantDb, requestId: string): Promise<Trace | null> {
  const [actions, jobs, events] = await Promise.all([
    tracedActions(db, requestId),
    tracedJobs(db, requestId),
    tracedEvents(db, requestId),
  ]);
  const jobIds = jobs.map(({ id }) => id);
  const uses = await tracedUses(db, requestId, jobIds);
  if (actions.length + jobs.length + events.length + uses.length === 0) return null;
  const [attempts, mails] = jobIds.length
    ? await Promise.all([tracedAttempts(db, jobIds), tracedMails(db, jobIds)])
    : [[], []];
  const known = new Set(jobIds);
  const action = actions[0] ? `action:${actions[0].id}` : null;
  const none = { endedAt: null, errorCode: null, actor: null, subject: null };
  const job = (id: string) => `job:${id}`;
  const loose: Loose[] = [
    ...actions.map(
      (entry): Loose => ({
        ...none,
        key: `action:${entry.id}`,
        under: null,
        kind: 'ACTION',
        label: entry.action,
        outcome: entry.outcome,
        errorCode: entry.codes[0] ?? null,
        at: entry.at,
        actor: { kind: entry.actorKind, id: entry.actorId, label: entry.actorLabel },
        subject: subjectOf(entry),
      }),
    ),
    ...jobs.map(
      (row): Loose => ({
        key: job(row.id),
        under: row.parentId && known.has(row.parentId) ? job(row.parentId) : action,
        kind: 'JOB',
        label: row.kind,
        outcome: row.state,
        errorCode: row.errorCode,
        at: row.queuedAt,
        endedAt: row.finishedAt,
        actor: { kind: row.requestedByKind, id: row.requestedById, label: row.requestedByLabel },
        subject: { type: 'Job', id: row.id },
      }),
    ),
    ...attempts.map(
      (row): Loose => ({
        ...none,
        key: `attempt:${row.jobId}:${row.number}`,
        under: job(row.jobId),
        kind: 'ATTEMPT',
        label: `attempt ${row.number}`,
        outcome: row.state,
        errorCode: row.errorCode,
        at: row.startedAt,
        endedAt: row.finishedAt,
      }),
    ),
    ...mails.map(
      (row): Loose => ({
        ...none,
        key: `call:${row.jobId}:${row.label}`,
        under: job(row.jobId),
        kind: 'CALL',
        label: row.label,
        outcome: row.state,
        errorCode: row.errorCode,
        at: row.at,
        endedAt: row.endedAt,
      }),
    ),
    ...uses.map((row): Loose => {
      const attempt = attempts.find(({ jobId, number }) => jobId === row.jobId && number === row.jobAttempt);
      const isKnown = row.jobId !== null && known.has(row.jobId);
      return {
        ...none,
        key: `use:${row.id}`,
        under: isKnown ? (attempt ? `attempt:${row.jobId}:${attempt.number}` : job(row.jobId ?? '')) : action,
        kind: 'CALL',
        label: row.label,
        outcome: row.state,
        errorCode: row.errorCode,
        at: row.at,
        endedAt: row.endedAt,
        subject: { type: 'LlmCall', id: row.id },
      };
    }),
    ...events.map(
      (row): Loose => ({
        ...none,
        key: `event:${row.id}`,
        under: row.subjectId && known.has(row.subjectId) ? job(row.subjectId) : action,
        kind: 'EVENT',
        label: row.kind,
        outcome: null,
        at: row.at,
        actor: { kind: row.actorKind, id: row.actorId, label: row.actorLabel },
        subject: subjectOf(row),
      }),
    ),
  ];
  return { requestId, steps: inOrder(loose) };
}

function inOrder(loose: readonly Loose[]): TraceStep[] {
  const rank = (kind: TraceStepKind) => KINDS.indexOf(kind);
  const sorted = [...loose].sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a.kind) - rank(b.kind));
  const numbers = new Map(sorted.map(({ key }, index) => [key, index + 1]));
  return sorted.map(({ key, under, ...step }, index) => ({
    ...step,
    number: index + 1,
    parent: under === null || under === key ? null : (numbers.get(under) ?? null),
  }));
}

function subjectOf({ subjectType, subjectId }: { subjectType: string | null; subjectId: string | null }) {
  return subjectType && subjectId ? { type: subjectType, id: subjectId } : null;
}
