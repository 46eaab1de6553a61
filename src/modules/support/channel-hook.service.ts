import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import {
  checkStandardHeaders,
  checkTimestamp,
  type SignatureFault,
  verifyHmac,
  verifyStandard,
} from '../../auth/webhook-signatures.js';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import type { Channel } from '../../generated/prisma/client.js';
import { enqueueJob } from '../operations/job.service.js';
import { insertInbound, insertRejected } from './channel.sql.js';
import { readPayload } from './channel-payload.js';
import { type ChannelSettings, settingsOf } from './channel-settings.js';
import { ProcessInbound } from './process-inbound.job.js';

/** What a sender is told. */
export interface DeliveryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** A word for metrics. */
  readonly outcome: string;
}

export interface ChannelHookParts {
  readonly tenants: { for(tenantId: string): TenantDb };
  readonly lookup: {
    channel(sourceKey: string): Promise<{ readonly channelId: string; readonly tenantId: string } | undefined>;
  };
  /** Largest mail, and largest message of any other kind, in bytes. */
  readonly maxMailBytes: number;
  readonly maxBodyBytes: number;
}

const STATUS: Readonly<Record<SignatureFault, number>> = { MISSING: 400, MALFORMED: 400, STALE: 401, FORGED: 401 };
const WORDS: Readonly<Record<SignatureFault, string>> = {
  MISSING: 'A header that the signature needs is missing.',
  MALFORMED: 'A header that the signature needs is not in its form.',
  STALE: 'The time of the delivery is too far from now.',
  FORGED: 'The signature does not fit.',
};

/**
 * Opens the channel behind the end of an address.
 * @returns null alike for one that never was, is switched off, or belongs to an archived project
 */
export async function openChannelHook(parts: ChannelHookParts, sourceKey: string): Promise<ChannelHook | null> {
  const found = await parts.lookup.channel(sourceKey);
  if (!found) return null;
  const db = parts.tenants.for(found.tenantId);
  const channel = await db.channel.findFirst({ where: { id: found.channelId, state: 'ACTIVE' } });
  return channel && new ChannelHook(db, channel, parts);
}

/** Takes deliveries of one channel. */
export class ChannelHook {
  readonly channelId: string;
  readonly maxBytes: number;
  readonly #db: TenantDb;
  readonly #channel: Channel;
  readonly #generic: ChannelSettings<'GENERIC'> | null;

  constructor(db: TenantDb, channel: Channel, { maxMailBytes, maxBodyBytes }: ChannelHookParts) {
    this.#db = db;
    this.#channel = channel;
    this.channelId = channel.id;
    this.maxBytes = channel.kind === 'EMAIL' ? maxMailBytes : maxBodyBytes;
    this.#generic = settingsOf(channel, 'GENERIC');
  }

  /** What the headers alone give away, so that nothing is read for nothing. */
  async precheck(headers: IncomingHttpHeaders, now = Date.now()): Promise<DeliveryAnswer | null> {
    const wanted = this.#channel.kind === 'EMAIL' ? 'message/rfc822' : 'application/json';
    if (!contentTypeOf(headers).startsWith(wanted)) {
      return refusal(415, `Send it as ${wanted}.`, 'content_type');
    }
    const hmac = this.#hmacOf(headers);
    const fault = hmac
      ? hmac.timestamp === undefined || hmac.signature === undefined
        ? 'MISSING'
        : hmac.timestamp === null
          ? null
          : checkTimestamp(hmac.timestamp, now)
      : checkStandardHeaders(standardOf(headers), now);
    return fault && this.#refuse(fault, headers, null);
  }

  /** Whether whoever holds a secret of the channel has signed the body. */
  async verify(headers: IncomingHttpHeaders, body: Buffer, now = Date.now()): Promise<DeliveryAnswer | null> {
    const secrets = secretsOf(this.#db, this.#channel, new Date(now));
    const hmac = this.#hmacOf(headers);
    const fault = hmac
      ? verifyHmac({ signature: hmac.signature, timestamp: hmac.timestamp ?? null }, body, secrets)
      : verifyStandard(standardOf(headers), body, secrets, now);
    return fault && this.#refuse(fault, headers, body);
  }

  /** Stores a verified delivery with the job that processes it. The same delivery again gets the same answer. */
  async take(headers: IncomingHttpHeaders, body: Buffer, requestId: string): Promise<DeliveryAnswer> {
    const { id: channelId, kind } = this.#channel;
    const bodyHash = hashOf(body);
    // Without an id that is signed, the body is its own.
    const deliveryId = this.#hmacOf(headers) ? `sha256:${bodyHash}` : (standardOf(headers).id ?? '');
    const row = { id: newId(), channelId, deliveryId, bodyHash, contentType: contentTypeOf(headers), body };
    const faults = kind === 'CHAT' || kind === 'GENERIC' ? faultsOf(kind, channelId, body) : null;
    if (faults) {
      await this.#reject(row, body.length, 'PAYLOAD');
      return { status: 400, outcome: 'payload', body: { message: 'The message is not in its form.', issues: faults } };
    }
    const stored = await transact(this.#db, async (tx) => {
      const isNew = await insertInbound(tx, row);
      if (!isNew) return null;
      const subject = { type: 'InboundEvent', id: row.id };
      const requestedBy = { kind: 'SYSTEM' as const, id: null, label: `channel ${this.#channel.name}` };
      const job = await enqueueJob(tx, ProcessInbound, { inboundEventId: row.id }, { subject, requestedBy, requestId });
      await tx.inboundEvent.updateMany({ where: { id: row.id }, data: { jobId: job.id } });
      return row.id;
    });
    if (stored) return { status: 202, outcome: 'accepted', body: { id: stored } };
    const first = await this.#db.inboundEvent.findFirstOrThrow({
      where: { channelId, deliveryId, state: { not: 'REJECTED' } },
      select: { id: true, bodyHash: true },
    });
    if (first.bodyHash === bodyHash) return { status: 202, outcome: 'duplicate', body: { id: first.id } };
    return refusal(409, 'This delivery id came with another body before.', 'id_reused');
  }

  async #refuse(fault: SignatureFault, headers: IncomingHttpHeaders, body: Buffer | null): Promise<DeliveryAnswer> {
    const row = {
      id: newId(),
      channelId: this.channelId,
      deliveryId: null,
      bodyHash: body ? hashOf(body) : '',
      contentType: contentTypeOf(headers),
    };
    await this.#reject(row, body?.length ?? 0, `SIGNATURE_${fault}`);
    return refusal(STATUS[fault], WORDS[fault], fault.toLowerCase());
  }

  /** Kept for people to see, without what was said, and only so many an hour: anybody may post anything. */
  async #reject(row: Parameters<typeof insertRejected>[1], bytes: number, errorCode: string): Promise<void> {
    await transact(this.#db, (tx) => insertRejected(tx, row, bytes, errorCode));
  }

  /** What of a plain HMAC is there; null when the channel wants Standard Webhooks. A timestamp of null is not wanted. */
  #hmacOf(headers: IncomingHttpHeaders) {
    const settings = this.#generic;
    if (settings?.signature !== 'HMAC_SHA256') return null;
    const { signatureHeader, timestampHeader } = settings;
    return {
      signature: single(headers[signatureHeader]),
      timestamp: timestampHeader === null ? null : single(headers[timestampHeader]),
    };
  }
}

/** The secrets that deliveries may be signed with at this moment, the newest first. @throws SealBroken */
export function secretsOf(db: Pick<TenantDb, '$vault'>, channel: Channel, now = new Date()): string[] {
  const { id, sealedSecret, sealedPreviousSecret, previousEndsAt } = channel;
  const isOverlap = sealedPreviousSecret !== null && previousEndsAt !== null && previousEndsAt > now;
  return [
    ...(sealedSecret ? [db.$vault.open('Channel.sealedSecret', id, sealedSecret)] : []),
    ...(isOverlap ? [db.$vault.open('Channel.sealedPreviousSecret', id, sealedPreviousSecret)] : []),
  ];
}

function faultsOf(kind: 'CHAT' | 'GENERIC', channelId: string, body: Buffer): readonly object[] | null {
  try {
    readPayload(kind, channelId, body);
    return null;
  } catch (error) {
    if (!(error instanceof z.ZodError)) return [{ path: [], message: 'It is not valid JSON in UTF-8.' }];
    return error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String), message }));
  }
}

function standardOf(headers: IncomingHttpHeaders) {
  return {
    id: single(headers['webhook-id']),
    timestamp: single(headers['webhook-timestamp']),
    signature: single(headers['webhook-signature']),
  };
}

function contentTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase().slice(0, 100);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? undefined : value;
}

function hashOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

function refusal(status: number, message: string, outcome: string): DeliveryAnswer {
  return { status, outcome, body: { message } };
}
