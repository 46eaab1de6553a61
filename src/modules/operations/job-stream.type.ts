import { NotFound } from '../../errors.js';
import { builder, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../graphql/builder.js';
import { StreamGap, StreamItem, streamGap } from '../../graphql/stream-items.js';
import { jobTopic } from '../../realtime/topic.js';
import { Job, JobError, JobState, LogLevel } from './job.type.js';
import {
  type JobFinishedItem,
  type JobItem,
  type JobLogAppendedItem,
  type JobProgressedItem,
  type JobSnapshotItem,
  type JobStateChangedItem,
  jobItem,
  jobSource,
} from './job-stream.js';

const JobSnapshot = builder.objectRef<JobSnapshotItem>('JobSnapshot').implement({
  description: 'The job as it is at this cursor; only later events follow.',
  interfaces: [StreamItem],
  fields: (t) => ({ job: t.expose('job', { type: Job, description: 'The job.' }) }),
});

const JobProgressed = builder.objectRef<JobProgressedItem>('JobProgressed').implement({
  description: 'The job came further. A client that cannot keep up is given only the newest.',
  interfaces: [StreamItem],
  fields: (t) => ({
    percent: t.exposeFloat('percent', { description: '0 to 100 over the whole job.' }),
    stage: t.exposeString('stage', { description: 'What it is doing.' }),
    message: t.string({
      description: 'The same for people; the stage, when there is no more to say.',
      // Never null: clients ask for it beside the message of a log line, and both must be of one type.
      resolve: ({ message, stage }) => message ?? stage,
    }),
    counters: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What it has counted so far; the names depend on the kind of job.',
      resolve: ({ counters }) => counters,
    }),
  }),
});

const JobStateChanged = builder.objectRef<JobStateChangedItem>('JobStateChanged').implement({
  description: 'The job moved to another state.',
  interfaces: [StreamItem],
  fields: (t) => ({
    from: t.expose('from', { type: JobState, description: 'Where it was.' }),
    to: t.expose('to', { type: JobState, description: 'Where it is.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt it is at.' }),
  }),
});

const JobLogAppended = builder.objectRef<JobLogAppendedItem>('JobLogAppended').implement({
  description: 'The job wrote a line.',
  interfaces: [StreamItem],
  fields: (t) => ({
    level: t.expose('level', { type: LogLevel, description: 'How serious it is.' }),
    message: t.exposeString('message', { description: 'What it says.' }),
  }),
});

const JobFinished = builder.objectRef<JobFinishedItem>('JobFinished').implement({
  description: 'The job has ended: the last item of its stream.',
  interfaces: [StreamItem],
  fields: (t) => ({
    state: t.expose('state', { type: JobState, description: 'How it ended.' }),
    durationMs: t.exposeFloat('durationMs', { description: 'Milliseconds from its start to its end.' }),
    error: t.expose('error', { type: JobError, nullable: true, description: 'Why it failed; null when it did not.' }),
  }),
});

const JobEvent = builder.unionType('JobEvent', {
  description: 'What can come over the stream of a job.',
  types: [JobSnapshot, JobProgressed, JobStateChanged, JobLogAppended, JobFinished, StreamGap],
  resolveType: (item) => (item as JobItem).__typename,
});

builder.subscriptionField('jobEvents', (t) =>
  t.withAuth({ can: 'job:read' }).field({
    type: JobEvent,
    description:
      'Follows a job. Without `after`: a snapshot first, then every later event. With `after`: exactly the events behind it. Ends with JobFinished.',
    args: {
      jobId: t.arg.globalID({ for: Job, description: 'The job.' }),
      after: t.arg({ type: 'EventCursor', required: false, description: 'Cursor of the last item you have.' }),
    },
    subscribe: async (_root, { jobId, after }, { db, services }) => {
      await requireJob(db, jobId.id);
      return services.live.stream(jobSource(db, jobId.id, after ?? null));
    },
    resolve: (item) => item as JobItem,
  }),
);

const JobEventConnection = builder.connectionObject({ type: JobEvent, name: 'JobEventConnection' });

// Forwards only, by the cursors of the stream: the arguments of other connections would promise more.
builder.queryField('jobEventLog', (t) =>
  t.withAuth({ can: 'job:read' }).field({
    type: JobEventConnection,
    description: 'The events of a job that its stream still holds, oldest first. The cursors are those of `jobEvents`.',
    args: {
      jobId: t.arg.globalID({ for: Job, description: 'The job.' }),
      after: t.arg({ type: 'EventCursor', required: false, description: 'Only events behind this cursor.' }),
      first: t.arg.int({
        required: false,
        description: `How many events; ${DEFAULT_PAGE_SIZE} by default, ${MAX_PAGE_SIZE} at most.`,
      }),
    },
    resolve: async (_root, { jobId, after, first }, { db, services }) => {
      await requireJob(db, jobId.id);
      const size = first ?? DEFAULT_PAGE_SIZE;
      const topic = jobTopic(jobId.id);
      const read = await services.streamLog.read(db.$tenantId, topic, after ?? null, size + 1);
      const items = read.kind === 'entries' ? read.entries.map(jobItem) : [];
      if (read.kind === 'gap') {
        const resumeFrom = (await services.streamLog.head(db.$tenantId, topic)) ?? String(after);
        items.push(streamGap({ cursor: resumeFrom, at: new Date(), reason: read.reason, resumeFrom }));
      }
      const page = items.slice(0, size);
      return {
        edges: page.map((node) => ({ cursor: node.cursor, node })),
        pageInfo: {
          hasNextPage: items.length > size,
          hasPreviousPage: after !== null && after !== undefined,
          startCursor: page[0]?.cursor ?? null,
          endCursor: page.at(-1)?.cursor ?? null,
        },
      };
    },
  }),
);

async function requireJob(db: Parameters<typeof jobSource>[0], id: string): Promise<void> {
  const found = await db.job.findFirst({ where: { id }, select: { id: true } });
  if (!found) throw new NotFound('The job', ['jobId']);
}
