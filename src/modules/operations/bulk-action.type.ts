import { z } from 'zod';
import { valuesOf } from '../../db/filter-values.js';
import type { DeadLetter as DeadLetterRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf, type ViewerContext } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import type { BulkTarget } from './bulk-action.job.js';
import {
  BULK_COUNTED_AT_MOST,
  type BulkRefusal as BulkRefusalShape,
  previewBulkAction,
  startBulkAction,
} from './bulk-action.service.js';
import type { DeadLetterState } from './dead-letter.sql.js';
import { DeadLetter, DeadLetterFilter } from './dead-letter.type.js';
import { ofProject } from './job.service.js';
import { Job } from './job.type.js';
import { criteriaOf, JobFilter } from './job-filter.type.js';
import type { Span } from './job-page.sql.js';

const BulkRefusal = builder.objectRef<BulkRefusalShape>('BulkRefusal').implement({
  description: 'Why an action on many left some of them as they were.',
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs to switch on.' }),
    message: t.exposeString('message', { description: 'For people to read.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

export const BulkSummary = builder.prismaObject('BulkRun', {
  name: 'BulkSummary',
  description: 'How far an action on many jobs, dead letters or cases has come.',
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    action: t.exposeString('action', {
      description: 'RETRY, CANCEL, REPLAY or DISCARD; for cases ASSIGN, CLOSE, PRIORITY, SNOOZE, TAG or UNTAG.',
    }),
    matched: t.exposeInt('matched', {
      description: `How many matched when it was asked for; counting stops at ${BULK_COUNTED_AT_MOST}.`,
    }),
    processed: t.exposeInt('processed', { description: 'How many it has been through.' }),
    done: t.exposeInt('done', { description: 'With how many it was done.' }),
    skipped: t.exposeInt('skipped', { description: 'How many refused.' }),
    isStopped: t.exposeBoolean('isStopped', {
      description: 'Whether a refusal ended it, so that the rest, or everything, was left as it was.',
    }),
    refusals: t.field({
      type: [BulkRefusal],
      description: 'Why they refused, each reason once.',
      select: { refusals: true },
      resolve: ({ refusals }) => refusals as unknown as BulkRefusalShape[],
    }),
  }),
});

const JobBulkActionKind = builder.enumType('JobBulkActionKind', {
  description: 'What to do with many jobs.',
  values: {
    RETRY: { description: 'Start those again that gave up.' },
    CANCEL: { description: 'Ask for the end of those that have not ended.' },
  } as const,
});

const DeadLetterBulkActionKind = builder.enumType('DeadLetterBulkActionKind', {
  description: 'What to do with many dead letters.',
  values: {
    REPLAY: { description: 'Start their jobs again.' },
    DISCARD: { description: 'Decide that they need not be replayed.' },
  } as const,
});

const DRY_RUN = 'True: only say how many match, with the first few. Nothing changes.';
const Key = z.string().min(1).max(200);
const KEY = 'The same key gives the same job, however often it is sent.';

const JobBulkActionInput = builder.inputType('JobBulkActionInput', {
  description: 'What to do, and with which jobs.',
  fields: (t) => ({
    action: t.field({ type: JobBulkActionKind, description: 'What to do.' }),
    filter: t.field({
      type: JobFilter,
      description: 'With which jobs; at least one condition. Those that come later are left alone.',
    }),
    dryRun: t.boolean({ required: false, description: DRY_RUN }),
    idempotencyKey: t.string({ required: false, validate: { schema: Key }, description: KEY }),
  }),
});

const DeadLetterBulkActionInput = builder.inputType('DeadLetterBulkActionInput', {
  description: 'What to do, and with which dead letters.',
  fields: (t) => ({
    action: t.field({ type: DeadLetterBulkActionKind, description: 'What to do.' }),
    filter: t.field({
      type: DeadLetterFilter,
      description: 'With which; at least one condition. Only open ones are touched, and none that comes later.',
    }),
    dryRun: t.boolean({ required: false, description: DRY_RUN }),
    idempotencyKey: t.string({ required: false, validate: { schema: Key }, description: KEY }),
  }),
});

const MATCHED = `How many match now; counting stops at ${BULK_COUNTED_AT_MOST}.`;
const JOB =
  'The job that does it; null for a dry run, or when nothing matches. Its progress counts, and `bulkSummary` says what came of it.';

builder.mutationField('jobBulkAction', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<Outcome<JobRow>>('JobBulkActionPayload', (p) => ({
      matched: p.exposeInt('matched', { nullable: true, description: MATCHED }),
      sample: p.expose('sample', { type: [Job], nullable: true, description: 'For a dry run: the first few.' }),
      job: p.expose('job', { type: Job, nullable: true, description: JOB }),
    })),
    description: 'Retries or cancels all jobs that match, as a job of its own that can be watched and cancelled.',
    args: { input: t.arg({ type: JobBulkActionInput, description: 'What, and with which jobs.' }) },
    resolve: (_root, { input: { action, filter, ...request } }, context) => {
      const { queuedAt, finishedAt, ...rest } = criteriaOf(filter);
      const spans = { queuedAt: spanOf(queuedAt), finishedAt: spanOf(finishedAt) };
      const target = { of: 'JOBS', action, criteria: { ...rest, ...spans, ...ofProject(context.db) } } as const;
      return countOrStart(context, target, request, (ids) => context.db.job.findMany({ where: { id: { in: ids } } }));
    },
  }),
);

builder.mutationField('deadLetterBulkAction', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<Outcome<DeadLetterRow>>('DeadLetterBulkActionPayload', (p) => ({
      matched: p.exposeInt('matched', { nullable: true, description: MATCHED }),
      sample: p.expose('sample', {
        type: [DeadLetter],
        nullable: true,
        description: 'For a dry run: the first few.',
      }),
      job: p.expose('job', { type: Job, nullable: true, description: JOB }),
    })),
    description: 'Replays or discards all open dead letters that match, as a job that can be watched and cancelled.',
    args: { input: t.arg({ type: DeadLetterBulkActionInput, description: 'What, and with which dead letters.' }) },
    resolve: (_root, { input: { action, filter, ...request } }, context) => {
      const criteria = {
        kinds: valuesOf(filter.kind),
        states: valuesOf<DeadLetterState>(filter.state),
        errorCodes: valuesOf(filter.errorCode),
        createdAt: spanOf(filter.createdAt ?? undefined),
      };
      const target = { of: 'LETTERS', action, criteria } as const;
      const { deadLetter } = context.db;
      return countOrStart(context, target, request, (ids) => deadLetter.findMany({ where: { id: { in: ids } } }));
    },
  }),
);

interface Outcome<Row> {
  readonly matched: number;
  /** The first few, for a dry run. */
  readonly sample: Row[] | null;
  readonly job: JobRow | null;
}

/** Says what an action would meet, for a dry run; otherwise starts it. */
async function countOrStart<Row extends { readonly id: string }>(
  context: ViewerContext,
  target: BulkTarget,
  request: { readonly dryRun?: boolean | null | undefined; readonly idempotencyKey?: string | null | undefined },
  findRows: (ids: string[]) => Promise<Row[]>,
): Promise<Outcome<Row>> {
  const { dryRun, idempotencyKey } = request;
  if (!dryRun) {
    const started = await startBulkAction(context.db, { target, idempotencyKey, ...causeOf(context) });
    return { ...started, sample: null };
  }
  const { matched, sampleIds } = await previewBulkAction(context.db, target);
  const rows = await findRows([...sampleIds]);
  return { matched, sample: sampleIds.flatMap((id) => rows.find((row) => row.id === id) ?? []), job: null };
}

/** A span as a payload holds it; undefined when both its ends are open, for then it is no condition. */
function spanOf(span: Span | undefined): { gte?: string; lt?: string } | undefined {
  if (!span?.gte && !span?.lt) return undefined;
  return {
    ...(span.gte ? { gte: span.gte.toISOString() } : {}),
    ...(span.lt ? { lt: span.lt.toISOString() } : {}),
  };
}
