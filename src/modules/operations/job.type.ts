import DataLoader from 'dataloader';
import type { Job as JobRow } from '../../generated/prisma/client.js';
import { JobState as JobStates, LogLevel as LogLevels } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import type { Context } from '../../graphql/context.js';
import { loaderOf } from '../../graphql/loaders.js';
import { nodesById } from '../../graphql/nodes-by-id.js';
import { JOB_DEFINITIONS } from '../../jobs/definitions.js';
import { Actor } from './actor.type.js';
import { availableJobTransitions } from './job-states.js';
import { placesOf, type QueuePlace, type WaitingJob } from './queue-place.service.js';

export const JobState = builder.enumType('JobState', {
  description: 'Where a job stands.',
  values: {
    [JobStates.SCHEDULED]: { description: 'It waits for its time.' },
    [JobStates.QUEUED]: { description: 'It waits for a worker.' },
    [JobStates.ACTIVE]: { description: 'A worker is at it.' },
    [JobStates.RETRYING]: { description: 'It failed and will be tried again.' },
    [JobStates.STALLED]: { description: 'Its worker died; it goes back to the queue.' },
    [JobStates.SUCCEEDED]: { description: 'It is done.' },
    [JobStates.FAILED]: { description: 'It failed for good.' },
    [JobStates.DEAD]: { description: 'It gave up and lies among the dead letters.' },
    [JobStates.REPLAYED]: { description: 'It was taken from the dead letters to be tried again.' },
    [JobStates.CANCELLING]: { description: 'It was cancelled; a worker has yet to let go of it.' },
    [JobStates.CANCELLED]: { description: 'It was cancelled.' },
  } as const,
});

export const LogLevel = builder.enumType('LogLevel', {
  description: 'How serious a line of a log is.',
  values: {
    [LogLevels.DEBUG]: { description: 'For those who look for a fault.' },
    [LogLevels.INFO]: { description: 'What happened.' },
    [LogLevels.WARN]: { description: 'Something is odd.' },
    [LogLevels.ERROR]: { description: 'Something failed.' },
  } as const,
});

const JobTransition = builder.enumType('JobTransition', {
  description: 'What can be done with a job.',
  values: {
    CANCEL: { description: '`jobCancel` would be accepted.' },
    RETRY: { description: '`jobRetry` would be accepted.' },
  } as const,
});

export const JobError = builder.objectRef<{ readonly code: string; readonly message: string }>('JobError').implement({
  description: 'Why a job or a step failed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs to switch on.' }),
    message: t.exposeString('message', { description: 'For people to read.' }),
  }),
});

type ProgressRow = Pick<JobRow, 'percent' | 'stage' | 'message' | 'counters'>;

const JobProgress = builder.objectRef<ProgressRow>('JobProgress').implement({
  description: 'How far a job has come.',
  fields: (t) => ({
    percent: t.exposeFloat('percent', { description: '0 to 100 over the whole job.' }),
    stage: t.exposeString('stage', { nullable: true, description: 'What it is doing; null before it began.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'The same for people, when there is more to say.',
    }),
    counters: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What it has counted so far; the names depend on the kind of job.',
      resolve: ({ counters }) => counters as Record<string, unknown> | null,
    }),
  }),
});

builder.prismaObject('JobLog', {
  name: 'JobLogLine',
  description: "A line of a job's log.",
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
    level: t.expose('level', { type: LogLevel, description: 'How serious it is.' }),
    message: t.exposeString('message', { description: 'What it says.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt wrote it.' }),
  }),
});

builder.prismaObject('JobAttempt', {
  description: 'One try of a job.',
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    number: t.exposeInt('number', { description: '1 for the first.' }),
    state: t.expose('state', { type: JobState, description: 'How it ended, or ACTIVE.' }),
    workerId: t.exposeString('workerId', { description: 'Which worker ran it.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'Why it failed.',
      select: { errorCode: true, errorMessage: true },
      resolve: errorOf,
    }),
  }),
});

/** The places of all jobs an operation asks for, at once. */
const places = loaderOf(
  ({ db, services }) =>
    new DataLoader<WaitingJob, QueuePlace | null, string>(
      async (jobs) => {
        const parts = { definitions: JOB_DEFINITIONS, workers: services.workers, competition: services.competition };
        const found = await placesOf(db, jobs, parts);
        return jobs.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id }) => id },
    ),
);

async function placeOf(job: Pick<JobRow, 'id' | 'kind' | 'state'>, context: Context): Promise<QueuePlace | null> {
  return job.state === 'QUEUED' ? places(context).load(job) : null;
}

export const Job = builder.prismaNode('Job', {
  description: 'A background execution. Follow it with the subscription `jobEvents`.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'job:read' },
  // Only what is asked for is read: payloads and results can be large.
  select: { id: true, subjectType: true, subjectId: true },
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What it does, `module.verb-noun`.' }),
    state: t.expose('state', { type: JobState, description: 'Where it stands.' }),
    progress: t.field({
      type: JobProgress,
      description: 'How far it has come.',
      select: { percent: true, stage: true, message: true, counters: true },
      resolve: (job) => job,
    }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt it is at; 0 before the first.' }),
    maxAttempts: t.exposeInt('maxAttempts', { description: 'After how many it gives up.' }),
    queuedAt: t.expose('queuedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    runAt: t.expose('runAt', {
      type: 'DateTime',
      nullable: true,
      description: 'It does not start before; null: at once.',
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its first attempt began.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    durationMs: t.int({
      nullable: true,
      description: 'Milliseconds from its start to its end, or until now; null before it started.',
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }) =>
        startedAt ? (finishedAt ?? new Date()).getTime() - startedAt.getTime() : null,
    }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'Why its last attempt failed.',
      select: { errorCode: true, errorMessage: true },
      resolve: errorOf,
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'What it is about.',
      select: { subjectType: true, subjectId: true },
      resolve: ({ subjectType: type, subjectId: id }, _args, context, info) =>
        type && id ? nodesById(context).load({ type, id, info }) : null,
    }),
    queuePosition: t.int({
      nullable: true,
      description:
        'Its place among the waiting jobs of its kind in your tenant, 1 is next; null when it does not wait, or ten thousand wait before it.',
      select: { id: true, kind: true, state: true },
      resolve: async (job, _args, context) => (await placeOf(job, context))?.position ?? null,
    }),
    estimatedStartAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it will start, judged by its place, by how long such jobs took within the last hour, and by your fair share of the workers; null when that cannot be told.',
      select: { id: true, kind: true, state: true },
      resolve: async (job, _args, context) => (await placeOf(job, context))?.estimatedStartAt ?? null,
    }),
    requestedBy: t.field({
      type: Actor,
      description: 'Who asked for it.',
      select: { requestedByKind: true, requestedById: true, requestedByLabel: true },
      resolve: (job) => ({ kind: job.requestedByKind, id: job.requestedById, label: job.requestedByLabel }),
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request that asked for it, as in the logs.',
    }),
    availableTransitions: t.field({
      type: [JobTransition],
      description: 'What you can do with it now.',
      select: { state: true, attempt: true, startedAt: true },
      resolve: (job, _args, { viewer }) => (viewer?.permissions.has('job:write') ? availableJobTransitions(job) : []),
    }),
    version: t.exposeInt('version', { description: 'Grows with every change of state.' }),
    parent: t.relation('parent', { nullable: true, description: 'The job it is a part of.' }),
    children: t.relatedConnection('children', {
      cursor: 'id',
      totalCount: true,
      description: 'Its parts, oldest first.',
      query: { orderBy: { id: 'asc' } },
    }),
    bulkSummary: t.relation('bulkRun', {
      nullable: true,
      description: 'For an action on many jobs or dead letters, what has come of it; null for any other job.',
    }),
    attempts: t.relatedConnection('attempts', {
      cursor: 'id',
      totalCount: true,
      description: 'Its tries, oldest first.',
      query: { orderBy: { number: 'asc' } },
    }),
    log: t.relatedConnection('logs', {
      cursor: 'id',
      totalCount: true,
      description: 'What it wrote, oldest first.',
      query: { orderBy: { id: 'asc' } },
    }),
  }),
});

function errorOf({ errorCode, errorMessage }: { errorCode: string | null; errorMessage: string | null }) {
  return errorCode ? { code: errorCode, message: errorMessage ?? '' } : null;
}
