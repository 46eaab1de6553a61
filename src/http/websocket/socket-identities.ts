import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type AccessEnd, expiryOf } from '../../auth/access-end.js';
import type { Viewer } from '../../auth/viewer.js';
import type { OperationCaller, OperationParams } from '../../graphql/operation.js';
import type { Admission } from '../admission.js';
import type { ConnectionObserver } from '../connection-observer.js';
import { HAND_OVER_REFUSALS, type HandOverRefusal, LiveIdentity } from '../live-identity.js';
import {
  type CallerParts,
  type ConnectionParams,
  callerOf,
  claimsIdentity,
  namesProject,
  presentedBy,
  presentedIn,
} from '../request.js';

interface Parts {
  readonly caller: CallerParts;
  readonly admission: Admission;
  readonly observer: ConnectionObserver;
}

const CREDENTIAL_OF_PING = 'authorization';

/**
 * For whom something runs on one socket: the identity of the connection, and those of operations that brought headers
 * of their own. The end of the first ends the socket; the end of another ends its operation.
 */
export class SocketIdentities {
  readonly #parts: Parts;
  readonly #request: IncomingMessage;
  readonly #onEnd: (end: AccessEnd) => void;
  /** Operations with an identity of their own. */
  readonly #guests = new Set<LiveIdentity>();
  #params: ConnectionParams = {};
  #caller: OperationCaller | undefined;
  #own: LiveIdentity | null = null;
  #isOver = false;

  constructor(parts: Parts, request: IncomingMessage, onEnd: (end: AccessEnd) => void) {
    this.#parts = parts;
    this.#request = request;
    this.#onEnd = onEnd;
  }

  /** Who the socket is shown to belong to. */
  get viewer(): Viewer | null {
    return this.#own?.viewer ?? null;
  }

  get client(): OperationCaller['client'] | undefined {
    return this.#caller?.client;
  }

  *[Symbol.iterator](): Iterator<LiveIdentity> {
    if (this.#own) yield this.#own;
    yield* this.#guests;
  }

  /** Works out whose the connection is. Rejects when that cannot be said at the moment. */
  async open(params: ConnectionParams): Promise<Viewer | null | 'TOO_MANY'> {
    this.#params = params;
    const caller = await this.#callerOf(params);
    const { viewer } = caller;
    this.#caller = caller;
    if (!viewer || this.#isOver) return null;
    if (!this.#parts.admission.take(viewer)) return 'TOO_MANY';
    const presented = presentedIn(this.#parts.caller, this.#request, params);
    this.#own = new LiveIdentity(this.#parts.caller.identity, presented, viewer, this.#onEnd);
    return viewer;
  }

  /** Who an operation is from; undefined when that identity has ended. Rejects when that cannot be said. */
  async callerFor({
    extensions,
  }: OperationParams): Promise<{ caller: OperationCaller; identity: LiveIdentity | null } | undefined> {
    const headers = headersOf(extensions);
    if (headers && (claimsIdentity(headers) || namesProject(headers))) {
      const kept = namesProject(headers) ? without(this.#params, namesProject) : this.#params;
      return this.#guest({ ...kept, ...headers });
    }
    const own = this.#own;
    const failed = await own?.verify();
    if (failed) throw failed.error;
    if (!this.#caller || (own && this.#own !== own)) return undefined;
    const caller = { ...this.#caller, viewer: own?.viewer ?? null, requestId: randomUUID() };
    return { caller, identity: own };
  }

  /** Takes a fresh access token for the connection's own identity. What is answered holds no token. */
  async handOver(token: unknown): Promise<Record<string, unknown>> {
    const params = { [CREDENTIAL_OF_PING]: `Bearer ${typeof token === 'string' ? token : ''}` };
    // The headers of the opening request are as old as the token that runs out: only the fresh one counts from here.
    const refused: HandOverRefusal | null = this.#own
      ? await this.#own.handOver(presentedBy({}, params))
      : 'NOT_SIGNED_IN';
    this.#parts.observer.handedOver(refused?.toLowerCase() ?? 'accepted');
    if (refused) {
      const code = refused === 'UNAVAILABLE' ? 'SERVICE_UNAVAILABLE' : 'UNAUTHENTICATED';
      return { error: { code, reason: refused, message: HAND_OVER_REFUSALS[refused] } };
    }
    this.#params = { ...without(this.#params, claimsIdentity), ...params };
    return { accessTokenExpiresAt: this.#own?.viewer.expiresAt?.toISOString() ?? null };
  }

  /** An operation is over; an identity that it brought along goes with it. */
  leave(identity: LiveIdentity | null): void {
    if (identity && this.#guests.delete(identity)) identity.forget();
  }

  /** Ends those whose credential's own time is over. */
  endExpired(): void {
    this.#own?.endIfExpired();
    for (const guest of this.#guests) guest.endIfExpired();
  }

  forget(): void {
    this.#isOver = true;
    if (this.#own) this.#parts.admission.release(this.#own.viewer);
    for (const identity of this) identity.forget();
    this.#own = null;
    this.#guests.clear();
  }

  async #guest(params: ConnectionParams): Promise<{ caller: OperationCaller; identity: LiveIdentity | null }> {
    const caller = await this.#callerOf(params);
    if (!caller.viewer || expiryOf(caller.viewer)) return { caller, identity: null };
    const presented = presentedIn(this.#parts.caller, this.#request, params);
    const guest = new LiveIdentity(this.#parts.caller.identity, presented, caller.viewer, () =>
      this.#guests.delete(guest),
    );
    this.#guests.add(guest);
    // A change of its access that was told before it could be found here would otherwise wait for its turn.
    void guest.verify();
    return { caller, identity: guest };
  }

  #callerOf(params: ConnectionParams): Promise<OperationCaller> {
    const requestId = randomUUID();
    return callerOf(this.#parts.caller, { request: this.#request, transport: 'WEBSOCKET', requestId, params });
  }
}

/** GraphiQL cannot set headers on a socket and sends its user's with each operation. */
function headersOf(extensions: OperationParams['extensions']): ConnectionParams | undefined {
  const headers = extensions?.headers;
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return undefined;
  return Object.keys(headers).length > 0 ? (headers as ConnectionParams) : undefined;
}

/** The parameters that are not of a sort. */
function without(params: ConnectionParams, isOfSort: (params: ConnectionParams) => boolean): ConnectionParams {
  return Object.fromEntries(Object.entries(params).filter(([name, value]) => !isOfSort({ [name]: value })));
}
