import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { OperationCaller } from '../graphql/operation.js';
import type { Metrics } from '../observability/metrics.js';
import type { AbuseLog } from './abuse-log.js';
import { readBytes } from './body.js';
import type { RateLimits } from './rate-limits.js';
import { HttpError } from './request.js';

/** What becomes of a delivery: taken, or refused with a reason that helps whoever holds the secret. */
export interface HookAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** A word for metrics: `accepted`, `duplicate`, or why it was refused. */
  readonly outcome: string;
}

/** Who takes deliveries behind a key. */
export interface HookDoor {
  readonly channelId: string;
  readonly maxBytes: number;
  /** Refuses by the headers alone what cannot be right, before anything is read; null: go on. */
  precheck(headers: IncomingHttpHeaders): Promise<HookAnswer | null>;
  /** Whether the body was signed by who may; null: it was. */
  verify(headers: IncomingHttpHeaders, body: Buffer): Promise<HookAnswer | null>;
  /** Stores a delivery that was verified. */
  take(headers: IncomingHttpHeaders, body: Buffer, requestId: string): Promise<HookAnswer>;
}

/** Finds who takes deliveries behind a key; null when nobody does, or not now. */
export type OpenHook = (sourceKey: string) => Promise<HookDoor | null>;

export interface HookParts {
  readonly open: OpenHook;
  readonly rateLimits: RateLimits;
  readonly abuse: AbuseLog;
  readonly metrics: Metrics;
  /** Bytes of bodies that may be held at once. */
  readonly maxHeldBytes: number;
}

export const HOOK_PATH = '/hooks/';
const SOURCE_KEY = /^ch_[\w-]{24}$/;

/** Takes what is posted to channels, and answers once it is stored; what follows from it is done by a job. */
export class HookHandler {
  readonly #parts: HookParts;
  #held = 0;

  constructor(parts: HookParts) {
    this.#parts = parts;
  }

  /**
   * @param sourceKey what follows the path
   * @throws HttpError 404 alike for a key that is unknown, switched off or none; 405, 408, 413, 415, 503
   * @throws GraphQLError RATE_LIMITED
   */
  async answer(
    sourceKey: string,
    request: IncomingMessage,
    response: ServerResponse,
    caller: OperationCaller,
  ): Promise<void> {
    if (request.method !== 'POST') throw new HttpError(405, 'Use POST.', { allow: 'POST' });
    await this.#parts.rateLimits.takeHook(null, caller);
    const door = SOURCE_KEY.test(sourceKey) ? await this.#parts.open(sourceKey) : null;
    if (!door) {
      this.#parts.metrics.hookDeliveries.inc({ outcome: 'unknown' });
      throw new HttpError(404, 'There is nothing here.');
    }
    const { status, body, outcome } = await this.#through(door, request, caller);
    this.#parts.metrics.hookDeliveries.inc({ outcome });
    if (status === 401) this.#parts.abuse.report('HOOK_SIGNATURE', caller, { channelId: door.channelId, why: outcome });
    const text = JSON.stringify(
      status < 300 ? body : { errors: [{ ...body, extensions: { requestId: caller.requestId } }] },
    );
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
  }

  async #through(door: HookDoor, request: IncomingMessage, caller: OperationCaller): Promise<HookAnswer> {
    const { headers } = request;
    if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') {
      throw new HttpError(415, 'Send the delivery uncompressed.');
    }
    const early = await door.precheck(headers);
    if (early) return early;
    let held = 0;
    const hold = (bytes: number): boolean => {
      if (this.#held + bytes > this.#parts.maxHeldBytes) return false;
      this.#held += bytes;
      held += bytes;
      return true;
    };
    try {
      const body = await readBytes(request, door.maxBytes, hold);
      const refused = await door.verify(headers, body);
      if (refused) return refused;
      await this.#parts.rateLimits.takeHook(door.channelId, caller);
      return await door.take(headers, body, caller.requestId);
    } finally {
      this.#held -= held;
    }
  }
}
