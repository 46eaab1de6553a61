import { builder } from '../../graphql/builder.js';
import { JOB_DEFINITIONS } from '../../jobs/definitions.js';
import { listQueues, type QueueView } from './queue.service.js';
import {
  type ComponentHealth,
  readSystemHealth,
  type SystemHealth as SystemHealthShape,
} from './system-health.service.js';

const HealthState = builder.enumType('HealthState', {
  description: 'How well something works.',
  values: {
    UP: { description: 'As it should.' },
    DEGRADED: { description: 'Slowly, or in part.' },
    DOWN: { description: 'Not at all.' },
  } as const,
});

const SystemComponent = builder.objectRef<ComponentHealth>('SystemComponent').implement({
  description: 'One thing that everything else depends on.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which one.' }),
    state: t.expose('state', { type: HealthState, description: 'How well it works.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to find out; null when nothing was asked.',
    }),
  }),
});

const SystemHealth = builder.objectRef<SystemHealthShape>('SystemHealth').implement({
  description: 'How well the system works.',
  fields: (t) => ({
    state: t.expose('state', {
      type: HealthState,
      description: 'DOWN when a component is, DEGRADED when one is not at its best.',
    }),
    components: t.field({
      type: [SystemComponent],
      description: 'One by one.',
      resolve: ({ components }) => [...components],
    }),
  }),
});

builder.queryField('systemHealth', (t) =>
  t.withAuth({ can: 'queue:read' }).field({
    type: SystemHealth,
    description: 'How well the system works.',
    resolve: (_root, _args, { db, services }) => readSystemHealth(db, services.healthProbes),
  }),
);

const QueueCounts = builder.objectRef<QueueView['counts']>('QueueCounts').implement({
  description: 'How many jobs of the tenant are where.',
  fields: (t) => ({
    waiting: t.exposeInt('waiting', { description: 'Waiting for a worker.' }),
    active: t.exposeInt('active', { description: 'Being worked on.' }),
    delayed: t.exposeInt('delayed', { description: 'Waiting for their time, or for the next attempt.' }),
    failed: t.exposeInt('failed', { description: 'Dead letters that nobody has replayed.' }),
  }),
});

const Queue = builder.objectRef<QueueView>('Queue').implement({
  description: 'Where jobs of one kind wait. Only the jobs of the tenant are counted.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The kind of its jobs.' }),
    description: t.exposeString('description', { description: 'What they do.' }),
    isPaused: t.exposeBoolean('isPaused', { description: 'Whether no worker takes jobs from it.' }),
    counts: t.expose('counts', { type: QueueCounts, description: 'How many jobs are where.' }),
    oldestWaitingMs: t.exposeFloat('oldestWaitingMs', {
      nullable: true,
      description: 'Milliseconds the oldest waiting job has waited; null when none waits.',
    }),
  }),
});

builder.queryField('queues', (t) =>
  t.withAuth({ can: 'queue:read' }).field({
    type: [Queue],
    description: 'The queues, one for each kind of job.',
    resolve: (_root, _args, { db, services }) => listQueues(db, JOB_DEFINITIONS, services.queuePauses),
  }),
);
