import type { Logger } from 'pino';
import type { RateWindow } from '../auth/rate-limit-windows.js';
import type { Viewer } from '../auth/viewer.js';
import type { AuditOrigin } from '../db/audit-scope.js';
import type { TenantDb } from '../db/tenant.js';
import type { Actor, Cause } from '../modules/operations/actor.js';
import type { Application } from './documents/trusted-documents.js';
import type { Services } from './services.js';

/** What the transport knows about the caller. */
export interface Client {
  /** Network address, behind a trusted proxy the forwarded one. */
  readonly address: string;
  readonly userAgent: string | null;
  /** What the client says that it is, in `graphql-client-name` and `graphql-client-version`. */
  readonly application?: Application | null;
  readonly transport: 'HTTP' | 'WEBSOCKET' | 'SSE';
  /** Sets a cookie on the answer; does nothing where there is no answer to set it on. */
  readonly setCookie: (cookie: string) => void;
  /** Says on the answer how much of a budget is left; absent where there is no answer to say it on. */
  readonly tellLimit?: (window: RateWindow) => void;
  /** The refresh cookie, which only the refresh and sign-out mutations read. */
  readonly refreshToken: string | null;
}

/** Everything a resolver may touch. Built anew for each operation, and for each event of a subscription. */
export interface Context {
  readonly viewer: Viewer | null;
  /** Bound to the viewer's tenant, and to what they may see of it; to no tenant, and so to no rows, when nobody is signed in. */
  readonly db: TenantDb;
  /** The same for the audit alone: what became of a mutation is told also when it has taken longer than it may. */
  readonly auditDb: TenantDb;
  /** Makes the rest of this operation run as somebody who has just signed in. */
  readonly become: (viewer: Viewer) => void;
  readonly services: Services;
  readonly client: Client;
  readonly requestId: string;
  readonly log: Logger;
  /** Aborted when the operation has taken longer than it may. Hand it on to whatever takes long. */
  readonly signal: AbortSignal;
}

export interface ViewerContext extends Context {
  readonly viewer: Viewer;
}

/** Names the viewer as the one who did something. */
export function actorOf({ viewer }: { readonly viewer: Viewer }): Actor {
  return { kind: viewer.kind, id: viewer.apiKeyId ?? viewer.userId, label: viewer.label };
}

/** Who makes a change, and by what request, as services ask for it. */
export function causeOf({ viewer, requestId }: Pick<ViewerContext, 'viewer' | 'requestId'>): Cause {
  return { actor: actorOf({ viewer }), requestId };
}

/** Where a request came from, as the audit keeps it. */
export function auditOriginOf({ client, requestId }: Pick<Context, 'client' | 'requestId'>): AuditOrigin {
  return { address: client.address, userAgent: client.userAgent, requestId };
}
