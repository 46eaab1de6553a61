import type { App } from './app.js';
import type { AccessTokens } from './auth/access-token.js';
import type { CredentialLookup } from './auth/credential-lookup.js';
import { ExternalTokens } from './auth/external-tokens.js';
import type { ExternalSignIn, IdentityGate } from './auth/identity-gate.js';
import { createMailLimits } from './auth/mail-limits.js';
import { SignedLinks } from './auth/signed-links.js';
import type { Viewer } from './auth/viewer.js';
import type { Config } from './config.js';
import type { Guard } from './gateway-guard.js';
import type { Limits } from './graphql/limits.js';
import type { Services } from './graphql/services.js';
import { healthProbes } from './health-probes.js';
import type { AdmissionLimits } from './http/admission.js';
import type { OpenDownload } from './http/downloads.js';
import { HookHandler } from './http/hooks.js';
import { isAllowedOrigin } from './http/security.js';
import type { Patience } from './http/server.js';
import type { SseLimits } from './http/sse.js';
import { WebSocketEndpoint, type WebSocketParts } from './http/websocket/endpoint.js';
import type { WebSocketLimits } from './http/websocket/limits.js';
import type { AccessRevoked } from './modules/identity/access-revoked.js';
import { externalSignIn } from './modules/identity/external-identity.service.js';
import { openExportFile } from './modules/operations/export-file.service.js';
import { openChannelHook } from './modules/support/channel-hook.service.js';
import { ConnectionDirectory } from './realtime/connection-directory.js';

/** Takes tokens of the issuers that are configured. */
export function externalOf({ config, tenants, log }: App, lookup: CredentialLookup): ExternalSignIn | undefined {
  if (config.AUTH_ISSUERS.length === 0) return undefined;
  const tokens = new ExternalTokens(config.AUTH_ISSUERS, (issuer, err) =>
    log.warn({ err, issuer }, 'the keys of an issuer of tokens could not be fetched'),
  );
  return externalSignIn({ tokens, lookup, handles: tenants });
}

/** What resolvers hand to services. */
export function servicesOf(
  app: App,
  identity: IdentityGate,
  tokens: AccessTokens,
  lookup: CredentialLookup,
  { signInLimits, rateLimits }: Guard,
): Services {
  const { config, tenants } = app;
  return {
    identity,
    signIn: { lookup, handles: tenants, tokens, refreshTokenDays: config.REFRESH_TOKEN_DAYS },
    signInLimits,
    rateLimits,
    links: new SignedLinks(config.ACCESS_TOKEN_SECRET),
    mailLimits: createMailLimits(app.redis, config.REDIS_PREFIX, config.MAILS_PER_HOUR),
    background: app.background,
    ports: app.ports,
    live: app.live,
    streamLog: app.streamLog,
    connections: new ConnectionDirectory(app.signals),
    queuePauses: app.jobs.queues,
    healthProbes: healthProbes(app),
    workers: app.presence,
    competition: app.unscoped,
  };
}

/** The same identity rules as over HTTP; what `connection_init` brings counts like headers. */
export function webSocketEndpoint(
  { live, log, config }: App,
  parts: Pick<WebSocketParts, 'gate' | 'caller' | 'admission' | 'observer'>,
): WebSocketEndpoint {
  return new WebSocketEndpoint({
    ...parts,
    path: '/graphql',
    hub: live,
    log,
    limits: socketLimitsOf(config),
    isAllowedOrigin: ({ headers }) => isAllowedOrigin(headers.origin, headers.host, config.ALLOWED_ORIGINS),
  });
}

function socketLimitsOf(config: Config): WebSocketLimits {
  return {
    messageBytes: config.SOCKET_MESSAGE_BYTES,
    operations: config.SOCKET_OPERATIONS,
    messageBurst: config.SOCKET_MESSAGE_BURST,
    messagesPerSecond: config.SOCKET_MESSAGES_PER_SECOND,
    initTimeoutMs: config.SOCKET_INIT_SECONDS * 1_000,
    keepAliveMs: config.SOCKET_KEEP_ALIVE_SECONDS * 1_000,
    recheckMs: config.ACCESS_RECHECK_SECONDS * 1_000,
    bufferedBytes: config.SOCKET_BUFFER_BYTES,
    slowMs: config.SOCKET_SLOW_SECONDS * 1_000,
    connections: config.CONNECTIONS,
  };
}

/** An event stream is bound like a socket, as far as it is like one. */
export function streamLimitsOf(config: Config): SseLimits {
  const { keepAliveMs, recheckMs, bufferedBytes, slowMs, connections } = socketLimitsOf(config);
  return { keepAliveMs, recheckMs, bufferedBytes, slowMs, connections };
}

export function admissionOf(config: Config): AdmissionLimits {
  return {
    perAddress: config.CONNECTIONS_PER_ADDRESS,
    perIdentity: config.CONNECTIONS_PER_IDENTITY,
    openingBurst: config.CONNECTION_BURST,
    openingsPerSecond: config.CONNECTIONS_PER_SECOND,
  };
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

export function patienceOf(config: Config): Patience {
  return {
    headersMs: config.CLIENT_HEAD_SECONDS * 1_000,
    requestMs: config.CLIENT_REQUEST_SECONDS * 1_000,
    idleMs: config.CLIENT_IDLE_SECONDS * 1_000,
    answerMs: config.CLIENT_ANSWER_SECONDS * 1_000,
  };
}

/** Opens the files of signed links, each as its tenant. */
export function downloadsOf(tenants: App['tenants'], links: SignedLinks): OpenDownload {
  return async (link) => {
    const file = links.verify(link);
    return file && openExportFile(tenants.for(file.tenantId), file.fileId);
  };
}

/** Takes what is posted to channels, each as the tenant that its key names. */
export function hooksOf({ config, tenants, metrics }: App, lookup: CredentialLookup, guard: Guard): HookHandler {
  const parts = { tenants, lookup, maxMailBytes: config.MAX_MAIL_BYTES, maxBodyBytes: config.MAX_BODY_BYTES };
  return new HookHandler({
    open: (sourceKey) => openChannelHook(parts, sourceKey),
    rateLimits: guard.rateLimits,
    abuse: guard.abuse,
    metrics,
    maxHeldBytes: config.HOOK_BUFFER_BYTES,
  });
}
