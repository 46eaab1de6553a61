import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Channel, Prisma } from '../../generated/prisma/client.js';
import type { ChannelKind } from '../../generated/prisma/enums.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { EventData } from '../operations/tenant-event-data.js';
import { CHANNEL_SETTINGS } from './channel-settings.js';

/** Settings as they were asked for; only those of the channel's own kind may be there. */
export interface GivenSettings {
  readonly email?: object | null | undefined;
  readonly chat?: object | null | undefined;
  readonly generic?: object | null | undefined;
}

export interface NewChannel extends GivenSettings {
  readonly projectId: string;
  readonly kind: ChannelKind;
  readonly name: string;
}

/** What is left out stays; settings that are given replace all of the old ones. */
export interface ChannelChange extends GivenSettings, ExpectedVersion {
  readonly name?: string | null | undefined;
}

/** A channel with its secret, which is told this once: it is kept sealed. */
export interface ChannelWithSecret {
  readonly channel: Channel;
  /** Null for a kind that takes no deliveries. */
  readonly secret: string | null;
}

/** Which argument holds the settings of each kind. */
const ARGUMENT_OF = { API: null, EMAIL: 'email', CHAT: 'chat', GENERIC: 'generic' } as const satisfies Record<
  ChannelKind,
  keyof GivenSettings | null
>;
const DEFAULT_OVERLAP_MINUTES = 24 * 60;

/**
 * Creates a channel. Every kind but API gets an address for deliveries and a secret that they are signed with.
 * @throws NotFound when there is no such project; InvalidInput when the settings are not those of the kind
 */
export function createChannel(db: TenantDb, input: NewChannel, cause: Cause): Promise<ChannelWithSecret> {
  const settings = readSettings(input.kind, input) ?? {};
  const takesDeliveries = input.kind !== 'API';
  const secret = takesDeliveries ? newSecret() : null;
  return transact(db, async (tx) => {
    await requireProject(tx, input.projectId);
    const id = newId();
    const channel = await tx.channel.create({
      data: {
        id,
        tenantId: tx.$tenantId,
        projectId: input.projectId,
        kind: input.kind,
        name: input.name,
        settings,
        sourceKey: takesDeliveries ? `ch_${randomBytes(18).toString('base64url')}` : null,
        sealedSecret: secret && tx.$vault.seal('Channel.sealedSecret', id, secret),
      },
    });
    await record(tx, channel, 'CHANNEL_CREATED', cause, { channelKind: channel.kind });
    return { channel, secret };
  });
}

/**
 * Changes what a channel is called, or how it works.
 * @throws NotFound, Conflict with the current channel, or InvalidInput when the settings are not those of its kind
 */
export function updateChannel(db: TenantDb, id: string, change: ChannelChange, cause: Cause): Promise<Channel> {
  return transact(db, async (tx) => {
    const channel = await requireChannel(tx, id, change);
    const settings = readSettings(channel.kind, change, false);
    const changed = await moveOn(tx, channel, {
      ...(change.name ? { name: change.name } : {}),
      ...(settings ? { settings } : {}),
    });
    await record(tx, changed, 'CHANNEL_UPDATED', cause);
    return changed;
  });
}

/**
 * Gives a channel a new secret. The old one works until the overlap ends, so that senders can be changed over; one from
 * before an earlier rotation ends now.
 * @param overlapMinutes 0: the old secret ends at once; a day by default
 * @throws NotFound, Conflict with the current channel, or InvalidState when the channel takes no deliveries
 */
export function rotateChannelSecret(
  db: TenantDb,
  id: string,
  options: ExpectedVersion & { readonly overlapMinutes?: number | null | undefined },
  cause: Cause,
): Promise<ChannelWithSecret> {
  const secret = newSecret();
  return transact(db, async (tx) => {
    const channel = await requireChannel(tx, id, options);
    if (!channel.sealedSecret) throw new InvalidState(`A channel of kind ${channel.kind} has no secret.`);
    const overlapMinutes = options.overlapMinutes ?? DEFAULT_OVERLAP_MINUTES;
    const old = tx.$vault.open('Channel.sealedSecret', id, channel.sealedSecret);
    const now = new Date();
    const previousEndsAt = overlapMinutes > 0 ? new Date(now.getTime() + overlapMinutes * 60_000) : null;
    const changed = await moveOn(tx, channel, {
      sealedSecret: tx.$vault.seal('Channel.sealedSecret', id, secret),
      sealedPreviousSecret: previousEndsAt && tx.$vault.seal('Channel.sealedPreviousSecret', id, old),
      previousEndsAt,
      rotatedAt: now,
    });
    await record(tx, changed, 'CHANNEL_SECRET_ROTATED', cause, {
      previousEndsAt: previousEndsAt?.toISOString() ?? null,
    });
    return { channel: changed, secret };
  });
}

/**
 * Switches a channel off or on. While it is off, deliveries to it are answered as if it did not exist.
 * @throws NotFound, Conflict with the current channel, or InvalidState when it is so already
 */
export function setChannelState(
  db: TenantDb,
  id: string,
  to: Channel['state'],
  { expectedVersion, ...cause }: Cause & ExpectedVersion,
): Promise<Channel> {
  return transact(db, async (tx) => {
    const channel = await requireChannel(tx, id, { expectedVersion });
    if (channel.state === to) throw new InvalidState(`The channel is ${to} already.`);
    const changed = await moveOn(tx, channel, { state: to });
    await record(tx, changed, to === 'ACTIVE' ? 'CHANNEL_ENABLED' : 'CHANNEL_DISABLED', cause);
    return changed;
  });
}

export type ChannelOperation = 'UPDATE' | 'ROTATE_SECRET' | 'DISABLE' | 'ENABLE';

/** The operations that would be accepted in the channel's present state. */
export function availableChannelOperations({ state, kind }: Pick<Channel, 'state' | 'kind'>): ChannelOperation[] {
  return ['UPDATE', ...(kind === 'API' ? [] : (['ROTATE_SECRET'] as const)), state === 'ACTIVE' ? 'DISABLE' : 'ENABLE'];
}

/** 256 random bits in the form of Standard Webhooks. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function readSettings(kind: ChannelKind, given: GivenSettings, isNew = true): Prisma.InputJsonObject | null {
  const own = ARGUMENT_OF[kind];
  for (const name of ['email', 'chat', 'generic'] as const) {
    if (name !== own && given[name]) {
      throw InvalidInput.at(['input', name], `A channel of kind ${kind} has no such settings.`);
    }
  }
  const asked = own === null ? null : given[own];
  if (!asked && !isNew) return null;
  const parsed = CHANNEL_SETTINGS[kind].safeParse(asked ?? {});
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map(({ message, path }) => ({
      code: 'INVALID_INPUT',
      message,
      path: ['input', ...(own ? [own] : []), ...path.map(String)],
    })),
  );
}

async function requireChannel(tx: Transaction, id: string, change: ExpectedVersion): Promise<Channel> {
  const channel = await tx.channel.findFirst({ where: { id } });
  if (!channel) throw new NotFound('The channel', ['input', 'id']);
  checkVersion('channel', { channel }, change);
  return channel;
}

/** Writes a change of a channel that nobody else changed meanwhile. */
async function moveOn(
  tx: Transaction,
  { id, version }: Channel,
  data: Prisma.ChannelUpdateManyMutationInput,
): Promise<Channel> {
  const [changed] = await tx.channel.updateManyAndReturn({
    where: { id, version },
    data: { ...data, version: version + 1 },
  });
  if (changed) return changed;
  throw new Conflict('The channel has changed since.', { channel: await tx.channel.findFirst({ where: { id } }) });
}

type ChannelEventKind = `CHANNEL_${'CREATED' | 'UPDATED' | 'SECRET_ROTATED' | 'DISABLED' | 'ENABLED'}`;

async function record<const Kind extends ChannelEventKind>(
  tx: Transaction,
  { id }: Channel,
  kind: Kind,
  { actor, requestId }: Cause,
  data?: EventData<Kind>,
): Promise<void> {
  await recordEvent(tx, { kind, subject: { type: 'Channel', id }, actor, requestId, data });
}
