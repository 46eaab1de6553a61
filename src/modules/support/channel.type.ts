import { ChannelKind as ChannelKinds, ChannelState as ChannelStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { availableChannelOperations, type ChannelOperation } from './channel.service.js';
import type { ChannelSettings, ChannelSignature as SignatureName } from './channel-settings.js';
import { settingsOf } from './channel-settings.js';

export const ChannelKind = builder.enumType('ChannelKind', {
  description: 'How customers reach us by a channel.',
  values: {
    [ChannelKinds.API]: { description: 'Over GraphQL, with `caseOpen`; nothing is posted to it.' },
    [ChannelKinds.EMAIL]: { description: 'By e-mail: raw mails are posted to it, replies go out over SMTP.' },
    [ChannelKinds.CHAT]: { description: 'By a chat: its messages are posted to it, replies are posted back.' },
    [ChannelKinds.GENERIC]: { description: 'By anything else that can post a signed message.' },
  } as const,
});

const ChannelState = builder.enumType('ChannelState', {
  description: 'Whether a channel is in use.',
  values: {
    [ChannelStates.ACTIVE]: { description: 'It takes deliveries.' },
    [ChannelStates.DISABLED]: { description: 'Deliveries to it are answered as if it did not exist.' },
  } as const,
});

const SIGNATURES: Readonly<Record<SignatureName, { description: string }>> = {
  STANDARD: { description: 'As Standard Webhooks want it: `webhook-id`, `webhook-timestamp`, `webhook-signature`.' },
  HMAC_SHA256: {
    description:
      'HMAC-SHA256 of the raw body (or of `timestamp.body`, where a header holds the time) under the secret as it was shown, in hex or base64, with or without `sha256=` before it.',
  },
};

export const ChannelSignature = builder.enumType('ChannelSignature', {
  description: 'How deliveries prove where they come from.',
  values: SIGNATURES,
});

const EmailChannelSettings = builder.objectRef<ChannelSettings<'EMAIL'>>('EmailChannelSettings').implement({
  description: 'What is particular to a channel of kind EMAIL.',
  authScopes: { can: 'channel:read' },
  fields: (t) => ({
    address: t.expose('address', {
      type: 'EmailAddress',
      description: 'Where customers write to; replies ask for answers there.',
    }),
    senderName: t.exposeString('senderName', {
      nullable: true,
      description: 'The name that replies are signed with; null: the name of the channel.',
    }),
    plusAddressing: t.exposeBoolean('plusAddressing', {
      description:
        'Whether mail to `name+anything@…` arrives as well. If so, replies ask for answers at such an address, by which their case is found.',
    }),
  }),
});

const ChatChannelSettings = builder.objectRef<ChannelSettings<'CHAT'>>('ChatChannelSettings').implement({
  description: 'What is particular to a channel of kind CHAT.',
  authScopes: { can: 'channel:read' },
  fields: (t) => ({
    replyUrl: t.expose('replyUrl', {
      type: 'URL',
      nullable: true,
      description: 'Where replies are posted to, signed with the secret of the channel; null: nowhere.',
    }),
  }),
});

const GenericChannelSettings = builder.objectRef<ChannelSettings<'GENERIC'>>('GenericChannelSettings').implement({
  description: 'What is particular to a channel of kind GENERIC.',
  authScopes: { can: 'channel:read' },
  fields: (t) => ({
    signature: t.expose('signature', { type: ChannelSignature, description: 'How deliveries are signed.' }),
    signatureHeader: t.exposeString('signatureHeader', {
      description: 'The header that holds the signature, for HMAC_SHA256.',
    }),
    timestampHeader: t.exposeString('timestampHeader', {
      nullable: true,
      description: 'The header that holds the time in seconds, for HMAC_SHA256; null: there is none.',
    }),
  }),
});

const CHANNEL_TRANSITIONS: Readonly<Record<ChannelOperation, { description: string }>> = {
  UPDATE: { description: '`channelUpdate` would be accepted.' },
  ROTATE_SECRET: { description: '`channelSecretRotate` would be accepted.' },
  DISABLE: { description: '`channelDisable` would be accepted.' },
  ENABLE: { description: '`channelEnable` would be accepted.' },
};

const ChannelTransition = builder.enumType('ChannelTransition', {
  description: 'What can be done with a channel.',
  values: CHANNEL_TRANSITIONS,
});

export const Channel = builder.prismaNode('Channel', {
  description: 'A way by which customers reach a project. Its secret was shown once, when it was created.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'channel:read' },
  select: { id: true, kind: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: ChannelKind, description: 'How customers reach us by it; never changes.' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    state: t.expose('state', { type: ChannelState, description: 'Whether it is in use.' }),
    availableTransitions: t.field({
      type: [ChannelTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: (channel, _args, { viewer }) =>
        viewer?.permissions.has('channel:write') ? availableChannelOperations(channel) : [],
    }),
    version: t.exposeInt('version', VERSION),
    hookPath: t.string({
      nullable: true,
      description: 'The path that deliveries are posted to, on this gateway; null for a kind that takes none.',
      select: { sourceKey: true },
      resolve: ({ sourceKey }) => sourceKey && `/hooks/${sourceKey}`,
    }),
    project: t.relation('project', { type: Project, description: 'The project that its cases belong to.' }),
    email: t.field({
      type: EmailChannelSettings,
      nullable: true,
      description: 'Its settings, when its kind is EMAIL.',
      select: { settings: true },
      resolve: (channel) => settingsOf(channel, 'EMAIL'),
    }),
    chat: t.field({
      type: ChatChannelSettings,
      nullable: true,
      description: 'Its settings, when its kind is CHAT.',
      select: { settings: true },
      resolve: (channel) => settingsOf(channel, 'CHAT'),
    }),
    generic: t.field({
      type: GenericChannelSettings,
      nullable: true,
      description: 'Its settings, when its kind is GENERIC.',
      select: { settings: true },
      resolve: (channel) => settingsOf(channel, 'GENERIC'),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    rotatedAt: t.expose('rotatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it got its present secret; null: when it was created.',
    }),
    previousSecretEndsAt: t.expose('previousEndsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the last rotation works; null: there is none.',
    }),
  }),
});

builder.queryField('channels', (t) =>
  t.prismaConnection(
    {
      description: 'The channels that are yours to see, newest first.',
      type: Channel,
      cursor: 'id',
      authScopes: { can: 'channel:read' },
      totalCount: (_connection, _args, { db }) => db.channel.count(),
      resolve: (query, _root, _args, { db }) =>
        db.channel.findMany({ ...query, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
    },
    { name: 'ChannelConnection' },
    { name: 'ChannelEdge' },
  ),
);

builder.queryField('channel', (t) =>
  t.withAuth({ can: 'channel:read' }).prismaField({
    type: Channel,
    nullable: true,
    description: 'One channel; null when it does not exist or is not yours to see.',
    args: { id: t.arg.globalID({ for: Channel, description: 'The channel.' }) },
    resolve: (query, _root, { id }, { db }) => db.channel.findFirst({ ...query, where: { id: id.id } }),
  }),
);
