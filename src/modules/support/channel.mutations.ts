import { z } from 'zod';
import type { Channel as ChannelRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { createChannel, rotateChannelSecret, setChannelState, updateChannel } from './channel.service.js';
import { Channel, ChannelKind, ChannelSignature } from './channel.type.js';

const MAX_OVERLAP_MINUTES = 7 * 24 * 60;
const Name = z.string().trim().min(1).max(100);
const CHANNEL_NOW = { type: Channel, nullable: true, description: 'The channel as it is now.' } as const;
const SECRET = {
  nullable: true,
  description: 'What deliveries are signed with; it is shown this once and never again. Null for a kind without one.',
} as const;

const EmailChannelInput = builder.inputType('EmailChannelInput', {
  description: 'Settings of a channel of kind EMAIL.',
  fields: (t) => ({
    address: t.string({ description: 'Where customers write to; replies ask for answers there.' }),
    senderName: t.string({
      required: false,
      description: 'The name that replies are signed with; the name of the channel by default.',
    }),
    plusAddressing: t.boolean({
      defaultValue: true,
      description:
        'Whether mail to `name+anything@…` arrives as well. If so, replies ask for answers at such an address, by which their case is found.',
    }),
  }),
});

const ChatChannelInput = builder.inputType('ChatChannelInput', {
  description: 'Settings of a channel of kind CHAT.',
  fields: (t) => ({
    replyUrl: t.string({
      required: false,
      description: 'Where replies are posted to; only an address that everybody can reach. Without one, nowhere.',
    }),
  }),
});

const GenericChannelInput = builder.inputType('GenericChannelInput', {
  description: 'Settings of a channel of kind GENERIC.',
  fields: (t) => ({
    signature: t.field({
      type: ChannelSignature,
      defaultValue: 'STANDARD',
      description: 'How deliveries are signed.',
    }),
    signatureHeader: t.string({
      defaultValue: 'x-signature-256',
      description: 'The header that holds the signature, for HMAC_SHA256.',
    }),
    timestampHeader: t.string({
      required: false,
      description: 'The header that holds the time in seconds, for HMAC_SHA256; without one, time is not checked.',
    }),
  }),
});

const ChannelCreateInput = builder.inputType('ChannelCreateInput', {
  description: 'A new channel.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project that its cases belong to.' }),
    kind: t.field({ type: ChannelKind, description: 'How customers reach us by it.' }),
    name: t.string({ validate: { schema: Name }, description: 'What it is called.' }),
    email: t.field({ type: EmailChannelInput, required: false, description: 'Needed for EMAIL, and only there.' }),
    chat: t.field({ type: ChatChannelInput, required: false, description: 'For CHAT only.' }),
    generic: t.field({ type: GenericChannelInput, required: false, description: 'For GENERIC only.' }),
  }),
});

builder.mutationField('channelCreate', (t) =>
  t.withAuth({ can: 'channel:write' }).field({
    type: payloadType<{ readonly channel: ChannelRow; readonly secret: string | null }>(
      'ChannelCreatePayload',
      (p) => ({
        channel: p.expose('channel', { type: Channel, nullable: true, description: 'The new channel.' }),
        secret: p.exposeString('secret', SECRET),
      }),
    ),
    description: 'Creates a channel.',
    args: { input: t.arg({ type: ChannelCreateInput, description: 'The channel.' }) },
    resolve: (_root, { input }, context) =>
      createChannel(context.db, { ...input, projectId: input.projectId.id }, causeOf(context)),
  }),
);

const ChannelUpdateInput = builder.inputType('ChannelUpdateInput', {
  description: 'What a channel is changed to. What is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: Channel, description: 'The channel.' }),
    name: t.string({ required: false, validate: { schema: Name }, description: 'What it is called.' }),
    email: t.field({ type: EmailChannelInput, required: false, description: 'All settings, for EMAIL only.' }),
    chat: t.field({ type: ChatChannelInput, required: false, description: 'All settings, for CHAT only.' }),
    generic: t.field({ type: GenericChannelInput, required: false, description: 'All settings, for GENERIC only.' }),
    expectedVersion: t.int(expectedVersion('channel')),
  }),
});

builder.mutationField('channelUpdate', (t) =>
  t.withAuth({ can: 'channel:write' }).field({
    type: payloadType<{ readonly channel: ChannelRow }>('ChannelUpdatePayload', (p) => ({
      channel: p.expose('channel', CHANNEL_NOW),
    })),
    description: 'Changes a channel.',
    args: { input: t.arg({ type: ChannelUpdateInput, description: 'Which channel, and how.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => ({
      channel: await updateChannel(context.db, id.id, change, causeOf(context)),
    }),
  }),
);

const ChannelSecretRotateInput = builder.inputType('ChannelSecretRotateInput', {
  description: 'Which channel gets a new secret.',
  fields: (t) => ({
    id: t.globalID({ for: Channel, description: 'The channel.' }),
    overlapMinutes: t.int({
      required: false,
      validate: { schema: z.number().int().min(0).max(MAX_OVERLAP_MINUTES) },
      description: `How long the old secret still works; a day by default, a week (${MAX_OVERLAP_MINUTES}) at most, 0: not at all.`,
    }),
    expectedVersion: t.int(expectedVersion('channel')),
  }),
});

builder.mutationField('channelSecretRotate', (t) =>
  t.withAuth({ can: 'channel:write' }).field({
    type: payloadType<{ readonly channel: ChannelRow; readonly secret: string | null }>(
      'ChannelSecretRotatePayload',
      (p) => ({
        channel: p.expose('channel', CHANNEL_NOW),
        secret: p.exposeString('secret', SECRET),
      }),
    ),
    description: 'Gives a channel a new secret. The old one works until the overlap ends.',
    args: { input: t.arg({ type: ChannelSecretRotateInput, description: 'Which channel, and for how long.' }) },
    resolve: (_root, { input: { id, ...options } }, context) =>
      rotateChannelSecret(context.db, id.id, options, causeOf(context)),
  }),
);

const switching = (name: 'Disable' | 'Enable', description: string, to: ChannelRow['state']) => {
  const input = builder.inputType(`Channel${name}Input`, {
    description: 'Which channel.',
    fields: (t) => ({
      id: t.globalID({ for: Channel, description: 'The channel.' }),
      expectedVersion: t.int(expectedVersion('channel')),
    }),
  });
  builder.mutationField(`channel${name}`, (t) =>
    t.withAuth({ can: 'channel:write' }).field({
      type: payloadType<{ readonly channel: ChannelRow }>(`Channel${name}Payload`, (p) => ({
        channel: p.expose('channel', CHANNEL_NOW),
      })),
      description,
      args: { input: t.arg({ type: input, description: 'Which channel.' }) },
      resolve: async (_root, { input: { id, expectedVersion } }, context) => ({
        channel: await setChannelState(context.db, id.id, to, { ...causeOf(context), expectedVersion }),
      }),
    }),
  );
};

switching('Disable', 'Switches a channel off: deliveries are answered as if it did not exist.', 'DISABLED');
switching('Enable', 'Switches a channel on again.', 'ACTIVE');
