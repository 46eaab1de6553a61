import { z } from 'zod';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { loaderOf } from '../../graphql/loaders.js';
import { payloadType } from '../../graphql/payload.js';
import { JOB_DEFINITIONS } from '../../jobs/definitions.js';
import {
  findQueue,
  listQueues,
  pauseQueue,
  type QueueThroughput as QueueThroughputView,
  type QueueView,
  resumeQueue,
  workersOf,
} from './queue.service.js';
import { listWorkers } from './worker.service.js';
import { Worker } from './worker.type.js';

const QueueCounts = builder.objectRef<QueueView['counts']>('QueueCounts').implement({
  description: 'How many jobs of the tenant are where.',
  fields: (t) => ({
    waiting: t.exposeInt('waiting', { description: 'Waiting for a worker.' }),
    active: t.exposeInt('active', { description: 'Being worked on.' }),
    delayed: t.exposeInt('delayed', { description: 'Waiting for their time, or for the next attempt.' }),
    failed: t.exposeInt('failed', { description: 'Dead letters that nobody has replayed or discarded.' }),
  }),
});

const QueueThroughput = builder.objectRef<QueueThroughputView>('QueueThroughput').implement({
  authScopes: { can: 'queue:read' },
  description: 'What ended lately. The present minute counts as far as it has passed.',
  fields: (t) => ({
    minutes: t.exposeInt('minutes', { description: 'How far back this looks.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Jobs that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Jobs that gave up.' }),
    perMinute: t.exposeFloat('perMinute', { description: 'Both, for each minute.' }),
  }),
});

const QueuePause = builder.objectRef<NonNullable<QueueView['pause']>>('QueuePause').implement({
  authScopes: { can: 'queue:read' },
  description: 'Who paused a queue of the tenant.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    byLabel: t.exposeString('byLabel', { description: 'An e-mail address or the name of a key.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, if that was said.' }),
  }),
});

const Queue = builder.objectRef<QueueView>('Queue').implement({
  description: 'Where jobs of one kind wait. Only the jobs of the tenant are counted.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The kind of its jobs.' }),
    description: t.exposeString('description', { description: 'What they do.' }),
    isPaused: t.exposeBoolean('isPaused', {
      description: 'Whether no worker takes jobs from it: the tenant paused it, or it is paused for all.',
    }),
    pause: t.expose('pause', {
      type: QueuePause,
      nullable: true,
      description: 'Who paused it for the tenant; null when the tenant has not.',
    }),
    counts: t.expose('counts', { type: QueueCounts, description: 'How many jobs are where.' }),
    oldestWaitingMs: t.exposeFloat('oldestWaitingMs', {
      nullable: true,
      description: 'Milliseconds the oldest waiting job has waited; null when none waits.',
    }),
    throughput: t.field({
      type: [QueueThroughput],
      description: 'What ended in the last 5 and in the last 60 minutes.',
      resolve: ({ throughput }) => [...throughput],
    }),
    concurrency: t.exposeInt('concurrency', { description: 'How many of its jobs one worker runs at once.' }),
    workers: t.field({
      type: [Worker],
      description: 'The workers that take jobs from it.',
      resolve: async ({ name }, _args, context) => workersOf(name, await workersFor(context)),
    }),
  }),
});

/** Looked up once an operation, however many queues ask. */
const workersFor = loaderOf(({ db, services }) => listWorkers(db, services.workers));

builder.queryField('queues', (t) =>
  t.withAuth({ can: 'queue:read' }).field({
    type: [Queue],
    description: 'The queues, one for each kind of job.',
    resolve: (_root, _args, { db, services }) => listQueues(db, JOB_DEFINITIONS, services.queuePauses),
  }),
);

const QueuePauseInput = builder.inputType('QueuePauseInput', {
  description: 'Which queue to pause, and why.',
  fields: (t) => ({
    name: t.string({ description: 'The kind of its jobs.' }),
    reason: t.string({
      required: false,
      validate: { schema: z.string().trim().min(1).max(500) },
      description: 'Shown to whoever wonders; 500 characters at most.',
    }),
  }),
});

const QueueResumeInput = builder.inputType('QueueResumeInput', {
  description: 'Which queue to let go on.',
  fields: (t) => ({ name: t.string({ description: 'The kind of its jobs.' }) }),
});

const queuePayload = (name: `${string}Payload`) =>
  payloadType<{ readonly queue: QueueView }>(name, (t) => ({
    queue: t.expose('queue', { type: Queue, nullable: true, description: 'The queue as it is now.' }),
  }));

builder.mutationField('queuePause', (t) =>
  t.withAuth({ can: 'queue:write' }).field({
    type: queuePayload('QueuePausePayload'),
    description:
      'Pauses a queue for your tenant until it is resumed: jobs are accepted and wait, running ones finish. Other tenants notice nothing. Asking again changes nothing.',
    args: { input: t.arg({ type: QueuePauseInput, description: 'Which queue, and why.' }) },
    resolve: async (_root, { input: { name, reason } }, context) => {
      const { db, services } = context;
      await findQueue(db, JOB_DEFINITIONS, services.queuePauses, name);
      await pauseQueue(db, name, reason ?? null, causeOf(context));
      return { queue: await findQueue(db, JOB_DEFINITIONS, services.queuePauses, name) };
    },
  }),
);

builder.mutationField('queueResume', (t) =>
  t.withAuth({ can: 'queue:write' }).field({
    type: queuePayload('QueueResumePayload'),
    description: 'Lets a paused queue of your tenant go on. Asking again changes nothing.',
    args: { input: t.arg({ type: QueueResumeInput, description: 'Which queue.' }) },
    resolve: async (_root, { input: { name } }, context) => {
      const { db, services } = context;
      await findQueue(db, JOB_DEFINITIONS, services.queuePauses, name);
      await resumeQueue(db, name, causeOf(context));
      return { queue: await findQueue(db, JOB_DEFINITIONS, services.queuePauses, name) };
    },
  }),
);
