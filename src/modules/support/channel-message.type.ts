import { ChannelMessageState as ChannelMessageStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { Case, CaseMessage } from './case.type.js';
import { Channel } from './channel.type.js';
import type { Attachment } from './channel-payload.js';

const ChannelMessageState = builder.enumType('ChannelMessageState', {
  description: 'How far a message got on its way.',
  values: {
    [ChannelMessageStates.RECEIVED]: { description: 'It came in.' },
    [ChannelMessageStates.PENDING]: { description: 'It is about to be sent.' },
    [ChannelMessageStates.SENT]: { description: 'The other side has taken it.' },
    [ChannelMessageStates.FAILED]: {
      description: 'It could not be sent, or nobody knows whether it was; its job lies among the dead letters.',
    },
  } as const,
});

const MessageAttachment = builder.objectRef<Attachment>('MessageAttachment').implement({
  description: 'Something that was attached to a message.',
  authScopes: { can: 'case:read' },
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'What its sender called it; null: nothing.' }),
    contentType: t.exposeString('contentType', { description: 'What its sender says that it is.' }),
    bytes: t.exposeInt('bytes', { description: 'How large it is.' }),
  }),
});

const ChannelMessage = builder.prismaNode('ChannelMessage', {
  description: 'How a message of a case came in, or goes out, by a channel.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    state: t.expose('state', { type: ChannelMessageState, description: 'How far it got.' }),
    errorCode: t.exposeString('errorCode', {
      nullable: true,
      description: 'Why it could not be sent, such as SMTP_550; null otherwise.',
    }),
    address: t.exposeString('address', { description: 'Who wrote it, or whom it goes to.' }),
    subject: t.exposeString('subject', { nullable: true, description: 'Its own subject; null where it has none.' }),
    attachments: t.field({
      type: [MessageAttachment],
      description: 'What was attached to it.',
      select: { attachments: true },
      resolve: ({ attachments }) => attachments as unknown as Attachment[],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came in, or was let out.' }),
    sentAt: t.expose('sentAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the other side took it; null before, and for what came in.',
    }),
    channel: t.relation('channel', {
      type: Channel,
      nullable: true,
      description: 'The channel; for those who may see channels.',
    }),
  }),
});

builder.prismaObjectField(CaseMessage, 'delivery', (t) =>
  t.relation('delivery', {
    type: ChannelMessage,
    nullable: true,
    description: 'How it came in, or goes out; null when it was said over GraphQL.',
  }),
);

builder.prismaObjectField(Case, 'channel', (t) =>
  t.relation('channel', {
    type: Channel,
    nullable: true,
    description: 'The channel by which it came, for those who may see channels; null when it came by none.',
  }),
);
