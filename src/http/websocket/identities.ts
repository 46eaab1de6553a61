import type { IncomingMessage } from 'node:http';
import { rightsKey, type Viewer } from '../../auth/viewer.js';
import { ACCESS_CHANGED, type Closing, TOKEN_EXPIRED } from './protocol.js';

export type ConnectionParams = Readonly<Record<string, unknown>>;

/** Says who a socket belongs to: null for nobody. Rejecting means that it cannot be said at the moment. */
export type AuthenticateSocket = (request: IncomingMessage, params: ConnectionParams) => Promise<Viewer | null>;

/** What was presented, and for whom it stood. */
interface Accepted {
  viewer: Viewer;
  readonly params: ConnectionParams;
}

const CREDENTIALS = /^(authorization|token|access_?token|x-api-key|api_?key)$/i;

/** Whether the parameters claim to be somebody. */
export function claimIdentity(params: ConnectionParams): boolean {
  return Object.keys(params).some((name) => CREDENTIALS.test(name));
}

/**
 * The viewers under whom something may be running on one socket: that of the connection, and those of operations that
 * brought headers of their own. What they carry ends with the first of them that is no longer who it was.
 */
export class SocketIdentities {
  readonly #authenticate: AuthenticateSocket;
  readonly #request: IncomingMessage;
  readonly #accepted = new Map<string, Accepted>();

  constructor(authenticate: AuthenticateSocket, request: IncomingMessage) {
    this.#authenticate = authenticate;
    this.#request = request;
  }

  /** Whether one of them matches. */
  some(matches: (viewer: Viewer) => boolean): boolean {
    for (const { viewer } of this.#accepted.values()) if (matches(viewer)) return true;
    return false;
  }

  /** Works out who is behind the parameters; a closing when somebody who was known is not that any more. */
  async viewerOf(params: ConnectionParams): Promise<Viewer | null | Closing> {
    const viewer = await this.#authenticate(this.#request, params);
    const known = this.#accepted.get(JSON.stringify(params));
    if (known && endOf(known.viewer, viewer)) return endOf(known.viewer, viewer) as Closing;
    if (viewer) this.accept(params, viewer);
    return viewer;
  }

  /** Remembers a viewer who was found out before. */
  accept(params: ConnectionParams, viewer: Viewer): void {
    this.#accepted.set(JSON.stringify(params), { viewer, params });
  }

  /** Why the socket must close at this moment, if it must. */
  expired(): Closing | undefined {
    return this.some(isExpired) ? TOKEN_EXPIRED : undefined;
  }

  /** Asks again who everybody is. */
  async recheck(): Promise<Closing | undefined> {
    for (const accepted of [...this.#accepted.values()]) {
      try {
        const viewer = await this.#authenticate(this.#request, accepted.params);
        const end = endOf(accepted.viewer, viewer);
        if (end) return end;
        if (viewer) accepted.viewer = viewer;
      } catch {
        // It cannot be said at the moment; there is a next time.
      }
    }
    return undefined;
  }

  clear(): void {
    this.#accepted.clear();
  }
}

/** Other rights end what runs too: what it may show was decided under the old ones. */
function endOf(before: Viewer, now: Viewer | null): Closing | undefined {
  if (now && rightsKey(now) === rightsKey(before)) return undefined;
  return isExpired(before) ? TOKEN_EXPIRED : ACCESS_CHANGED;
}

function isExpired({ expiresAt }: Viewer): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}
