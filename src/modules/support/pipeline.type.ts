import { builder } from '../../graphql/builder.js';
import { JobError } from '../operations/job.type.js';
import { PipelineState, PipelineStepKind, PipelineStepState } from './support-enums.type.js';

export const PipelineStep = builder.prismaNode('PipelineStep', {
  description: 'One step of a pipeline; a job of its own does it.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: PipelineStepKind, description: 'What it does.' }),
    position: t.exposeInt('position', { description: 'Its place in the chain, from 0.' }),
    state: t.expose('state', { type: PipelineStepState, description: 'Where it stands.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was begun.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its last attempt began; null before the first.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it has not.',
    }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'Why it failed; null when it did not.',
      select: { errorCode: true, errorMessage: true },
      resolve: ({ errorCode, errorMessage }) => (errorCode ? { code: errorCode, message: errorMessage ?? '' } : null),
    }),
    job: t.relation('job', { nullable: true, description: 'The job that does it; null while it has not begun.' }),
  }),
});

export const Pipeline = builder.prismaNode('Pipeline', {
  description: 'The chain of jobs that handles a case.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    state: t.expose('state', { type: PipelineState, description: 'Where it stands.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    steps: t.relation('steps', { description: 'Its steps, in order.', query: { orderBy: { position: 'asc' } } }),
    job: t.relation('job', { description: 'Stands for the whole; the jobs of the steps are its children.' }),
    case: t.relation('case', { description: 'What it handles.' }),
  }),
});
