import { z } from 'zod';
import { builder } from '../../graphql/builder.js';
import { Actor } from './actor.type.js';
import { nodeId } from './audit-entry.type.js';
import {
  readTrace,
  type TraceStepKind as StepKind,
  type TraceStep as StepShape,
  TRACE_STEP_KINDS,
  type Trace as TraceShape,
} from './trace.service.js';
import { MAX_TRACED } from './trace.sql.js';

const TraceStepKind = builder.enumType('TraceStepKind', {
  description: 'What kind of thing followed from a request.',
  values: Object.fromEntries(
    Object.entries(TRACE_STEP_KINDS).map(([kind, description]) => [kind, { description }]),
  ) as Record<StepKind, { description: string }>,
});

const TraceStep = builder.objectRef<StepShape>('TraceStep').implement({
  description: 'One thing that followed from a request.',
  authScopes: { can: 'trace:read' },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its place in the order of time, from 1.' }),
    parent: t.exposeInt('parent', {
      nullable: true,
      description: 'The number of the step it is a part of; null for the outermost.',
    }),
    kind: t.expose('kind', { type: TraceStepKind, description: 'What kind of thing it is.' }),
    label: t.exposeString('label', { description: 'Which one: an action, a kind of job, a kind of event, a call.' }),
    outcome: t.exposeString('outcome', { nullable: true, description: 'How it ended, or where it stands.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it failed; null when it did not.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it began.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null when it has not, or took no time.',
    }),
    actor: t.expose('actor', { type: Actor, nullable: true, description: 'Who did it; null for parts of a job.' }),
    subject: t.node({
      description: 'What it was about; null when it is gone, or was nothing in particular.',
      id: ({ subject }, _args, context, { schema }) => nodeId(schema, context, subject?.type, subject?.id),
    }),
  }),
});

const Trace = builder.objectRef<TraceShape>('Trace').implement({
  description: 'What followed from one request: what was asked for, jobs, their attempts, events and outgoing calls.',
  authScopes: { can: 'trace:read' },
  fields: (t) => ({
    requestId: t.exposeString('requestId', { description: 'The id of the request.' }),
    steps: t.field({
      type: [TraceStep],
      description: `In the order of time, ${MAX_TRACED} of a kind at most; \`parent\` makes a tree of them.`,
      resolve: ({ steps }) => [...steps],
    }),
  }),
});

builder.queryField('trace', (t) =>
  t.withAuth({ can: 'trace:read' }).field({
    type: Trace,
    nullable: true,
    description:
      'Follows a request by its id (the header `x-request-id` of its answer); null when nothing of the tenant followed from it.',
    args: {
      requestId: t.arg.string({ validate: { schema: z.string().max(64) }, description: 'The id of the request.' }),
    },
    resolve: (_root, { requestId }, { db }) => readTrace(db, requestId),
  }),
);
