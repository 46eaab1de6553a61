import { builder } from '../../graphql/builder.js';
import { listWorkers, type WorkerView } from './worker.service.js';

const WorkerState = builder.enumType('WorkerState', {
  description: 'How a worker process is.',
  values: {
    ACTIVE: { description: 'It takes jobs.' },
    DRAINING: { description: 'It finishes what it has and takes nothing more.' },
    LOST: { description: 'Nothing has been heard of it for 15 seconds; it is forgotten after five minutes.' },
  } as const,
});

export const Worker = builder.objectRef<WorkerView>('Worker').implement({
  authScopes: { can: 'queue:read' },
  description: 'A process that works on jobs. It serves every tenant; only your own jobs are counted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its name, as in the attempts of jobs and in the logs.' }),
    host: t.exposeString('host', { description: 'The host it runs on, as the host calls itself.' }),
    pid: t.exposeInt('pid', { description: 'Its process id there.' }),
    version: t.exposeString('version', { description: 'The release it runs.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it started.' }),
    lastHeartbeatAt: t.expose('lastHeartbeatAt', { type: 'DateTime', description: 'When it was last heard of.' }),
    state: t.expose('state', { type: WorkerState, description: 'How it is.' }),
    kinds: t.stringList({ description: 'The kinds of jobs it takes.', resolve: ({ kinds }) => [...kinds] }),
    concurrency: t.exposeInt('concurrency', { description: 'How many jobs it runs at once, all kinds together.' }),
    activeJobs: t.exposeInt('activeJobs', { description: 'How many jobs of yours it is at.' }),
    memoryBytes: t.exposeFloat('memoryBytes', { description: 'Memory the process held when last heard of.' }),
  }),
});

builder.queryField('workers', (t) =>
  t.withAuth({ can: 'queue:read' }).field({
    type: [Worker],
    description: 'The worker processes of the deployment. As many as there are, so not in pages.',
    resolve: (_root, _args, { db, services }) => listWorkers(db, services.workers),
  }),
);
