import type { App } from './app.js';
import type { AccessTokens } from './auth/access-token.js';
import type { CredentialLookup } from './auth/credential-lookup.js';
import type { IdentityGate } from './auth/identity-gate.js';
import { createSignInLimits } from './auth/sign-in-limits.js';
import type { Viewer } from './auth/viewer.js';
import type { Config } from './config.js';
import type { Limits } from './graphql/limits.js';
import type { GraphqlGate } from './graphql/operation.js';
import type { Services } from './graphql/services.js';
import type { OperationBudgets } from './http/rate-limits.js';
import { addressOf, type CallerParts, presentedBy } from './http/request.js';
import { isAllowedOrigin } from './http/security.js';
import { WebSocketEndpoint } from './http/websocket/endpoint.js';
import type { AuthenticateSocket } from './http/websocket/identities.js';
import type { AccessRevoked } from './modules/identity/access-revoked.js';

/** What resolvers hand to services. */
export function servicesOf(app: App, identity: IdentityGate, tokens: AccessTokens, lookup: CredentialLookup): Services {
  const { config, redis, tenants } = app;
  return {
    identity,
    signIn: { lookup, handles: tenants, tokens, refreshTokenDays: config.REFRESH_TOKEN_DAYS },
    signInLimits: createSignInLimits(redis, config.REDIS_PREFIX, config.SIGN_INS_PER_MINUTE),
    ports: app.ports,
    live: app.live,
    streamLog: app.streamLog,
    queuePauses: app.jobs.queues,
    healthProbes: { pingRedis: () => redis.ping(), countWorkers: () => app.presence.count() },
  };
}

/** Who a long-lived connection belongs to; asked again while it is open. */
export function authenticateWith({ identity, trustProxy }: CallerParts): AuthenticateSocket {
  return (request, params) =>
    identity.authenticate({ ...presentedBy(request.headers, params), address: addressOf(request, trustProxy) });
}

/** The same identity rules as over HTTP; what `connection_init` brings counts like headers. */
export function webSocketEndpoint(app: App, gate: GraphqlGate, caller: CallerParts): WebSocketEndpoint {
  return new WebSocketEndpoint({
    path: '/graphql',
    gate,
    hub: app.live,
    log: app.log,
    authenticate: authenticateWith(caller),
    clientOf: (request) => ({
      address: addressOf(request, caller.trustProxy),
      userAgent: request.headers['user-agent'] ?? null,
      transport: 'WEBSOCKET',
      refreshToken: null,
      setCookie: () => {}, // the answer that could carry one was sent when the socket opened
    }),
    isAllowedOrigin: ({ headers }) => isAllowedOrigin(headers.origin, headers.host, app.config.ALLOWED_ORIGINS),
  });
}

/** Whether the end of somebody's access is that of this viewer. */
export function concerns(access: AccessRevoked, viewer: Viewer): boolean {
  if (access.tenantId !== viewer.tenantId) return false;
  return (
    (access.sessionId === undefined || access.sessionId === viewer.sessionId) &&
    (access.apiKeyId === undefined || access.apiKeyId === viewer.apiKeyId) &&
    (access.userId === undefined || access.userId === viewer.userId)
  );
}

export function limitsOf(config: Config): Limits {
  return {
    depth: config.MAX_DEPTH,
    aliases: config.MAX_ALIASES,
    rootFields: config.MAX_ROOT_FIELDS,
    directives: config.MAX_DIRECTIVES,
    nodes: config.MAX_NODES,
    cost: config.MAX_COST,
  };
}

export function budgetsOf(config: Config): OperationBudgets {
  return {
    query: config.REQUESTS_PER_MINUTE,
    mutation: config.MUTATIONS_PER_MINUTE,
    subscription: config.SUBSCRIBES_PER_MINUTE,
  };
}
