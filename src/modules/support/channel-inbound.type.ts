import { InboundOutcome as InboundOutcomes, InboundState as InboundStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { Job } from '../operations/job.type.js';
import { Case } from './case.type.js';
import { Channel } from './channel.type.js';

const InboundState = builder.enumType('InboundState', {
  description: 'Where a delivery to a channel stands.',
  values: {
    [InboundStates.VERIFIED]: { description: 'Its signature fits; it is stored and waits for its job.' },
    [InboundStates.PROCESSED]: { description: 'What follows from it has happened.' },
    [InboundStates.REJECTED]: { description: 'It was refused; nothing follows from it, and it may come again.' },
    [InboundStates.FAILED]: { description: 'An attempt to process it failed; there will be another.' },
    [InboundStates.DEAD]: { description: 'It could not be processed; its job lies among the dead letters.' },
  } as const,
});

const InboundOutcome = builder.enumType('InboundOutcome', {
  description: 'What followed from a delivery.',
  values: {
    [InboundOutcomes.CASE_OPENED]: { description: 'A case was opened.' },
    [InboundOutcomes.MESSAGE_ADDED]: { description: 'A message was added to a case.' },
    [InboundOutcomes.DUPLICATE]: { description: 'Nothing: the message was there already.' },
    [InboundOutcomes.IGNORED]: { description: 'Nothing: no person has written it.' },
  } as const,
});

const InboundEvent = builder.prismaNode('InboundEvent', {
  description: 'One delivery to a channel. What was said in it is a message of its case.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'channel:read' },
  select: { id: true, jobId: true },
  fields: (t) => ({
    state: t.expose('state', { type: InboundState, description: 'Where it stands.' }),
    outcome: t.expose('outcome', {
      type: InboundOutcome,
      nullable: true,
      description: 'What followed from it; null before that, and when it was refused.',
    }),
    reason: t.exposeString('errorCode', {
      nullable: true,
      description: 'A word for why it was refused or ignored, or has failed, such as SIGNATURE_FORGED; null otherwise.',
    }),
    deliveryId: t.exposeString('deliveryId', {
      nullable: true,
      description: 'What the sender calls it; null when it was refused before that was known.',
    }),
    contentType: t.exposeString('contentType', { description: 'What it said that it was.' }),
    bytes: t.exposeInt('bytes', { description: 'How large its body was; 0 when none was read.' }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it came in.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was processed, refused or given up; null before.',
    }),
    channel: t.relation('channel', { type: Channel, description: 'Where it came in.' }),
    case: t.relation('case', {
      type: Case,
      nullable: true,
      description: 'The case it led to; null when it led to none, or not yet.',
    }),
    job: t.loadable({
      type: Job,
      nullable: true,
      description: 'The job that processes it; null when it was refused, or the job is not kept any more.',
      load: async (ids: string[], { db }) => {
        const jobs = await db.job.findMany({ where: { id: { in: ids } } });
        return ids.map((id) => jobs.find((job) => job.id === id) ?? null);
      },
      resolve: ({ jobId }) => jobId,
    }),
  }),
});

builder.prismaObjectField(Channel, 'inboundEvents', (t) =>
  t.relatedConnection(
    'inboundEvents',
    {
      type: InboundEvent,
      cursor: 'id',
      totalCount: true,
      description: 'What came in by it, newest first.',
      query: { orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }] },
    },
    { name: 'ChannelInboundEventsConnection' },
    { name: 'ChannelInboundEventsEdge' },
  ),
);
