import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type App, type AppOverrides, createApp } from './app.js';
import { AccessTokens } from './auth/access-token.js';
import { CredentialLookup } from './auth/credential-lookup.js';
import { IdentityGate } from './auth/identity-gate.js';
import type { Config } from './config.js';
import { guardOf } from './gateway-guard.js';
import {
  admissionOf,
  concerns,
  downloadsOf,
  externalOf,
  hooksOf,
  limitsOf,
  patienceOf,
  servicesOf,
  streamLimitsOf,
  webSocketEndpoint,
} from './gateway-parts.js';
import { contextFactory } from './graphql/context-factory.js';
import { deniedAccessAudit } from './graphql/denied-access.js';
import { schema } from './graphql/schema.js';
import { createEnvelop } from './graphql/yoga.js';
import { AccessWatch } from './http/access-watch.js';
import { Admission } from './http/admission.js';
import { ConnectionRegister } from './http/connection-register.js';
import { GraphiqlPage } from './http/graphiql/page.js';
import { createGraphqlGate } from './http/graphql-gate.js';
import { Health } from './http/health.js';
import { createMetricsServer } from './http/metrics-server.js';
import { createOperationObserver } from './http/operation-observer.js';
import { createHttpServer } from './http/server.js';
import { SseHandler } from './http/sse.js';
import { ACCESS_CHANNEL, AccessRevoked } from './modules/identity/access-revoked.js';
import { connectionObserver } from './observability/engine-observers.js';
import { refreshGauges } from './observability/gauges.js';
import { createLogger, flushed } from './observability/logger.js';
import { readinessChecks, refusePowerfulRole } from './readiness.js';

export interface Gateway {
  readonly app: App;
  /** Where it listens; known even when 0 was asked for. */
  readonly port: number;
  readonly metricsPort: number;
  /** Not ready first, then requests and sockets to their end, then the connections. */
  stop(): Promise<void>;
}

/**
 * Starts the process that answers HTTP, WebSocket and SSE.
 * @throws Error with one clear sentence when it cannot
 */
export async function startGateway(
  config: Config,
  log: Logger = createLogger(config.LOG_LEVEL, 'gateway'),
  overrides: AppOverrides = {},
): Promise<Gateway> {
  const app = createApp(config, log, overrides);
  try {
    await refusePowerfulRole(app);
    return await serve(app);
  } catch (error) {
    await app[Symbol.asyncDispose]();
    throw error;
  }
}

/** How long the sockets' closing is spread, so that clients do not come back all at once. */
const DRAIN_WINDOW_MS = 3_000;

async function serve(app: App): Promise<Gateway> {
  const { config, log, metrics, live } = app;
  const tokens = new AccessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_MINUTES);
  const lookup = new CredentialLookup(app.database.prisma);
  const external = externalOf(app, lookup);
  const identity = new IdentityGate(tokens, lookup, app.tenants, external, config.REQUIRE_VERIFIED_EMAIL);
  const guard = guardOf(app);
  const services = servicesOf(app, identity, tokens, lookup, guard);
  const gate = createGraphqlGate({
    yoga: createEnvelop(schema, config.MAX_TOKENS, config.introspection),
    schema,
    limits: limitsOf(config),
    executionMs: config.MAX_EXECUTION_MS,
    documents: guard.documents,
    rateLimits: guard.rateLimits,
    observer: createOperationObserver(log, metrics, guard.abuse),
    contextFor: contextFactory({ tenants: app.tenants, services, log }),
    auditDenied: deniedAccessAudit(app.tenants, log),
  });
  const caller = { identity, trustProxy: config.TRUST_PROXY };
  const connections = {
    gate,
    caller,
    admission: new Admission(admissionOf(config)),
    observer: connectionObserver(metrics),
  };
  const sockets = webSocketEndpoint(app, connections);
  const health = new Health(readinessChecks(app));
  const sse = new SseHandler({ ...connections, hub: live, log, limits: streamLimitsOf(config) });
  const watch = new AccessWatch([sockets, sse]);
  services.connections.open(new ConnectionRegister(sockets, sse, `${hostname()}:${process.pid}`));
  const server = createHttpServer({
    gate,
    caller,
    health,
    graphiql: config.graphiql ? new GraphiqlPage() : null,
    sse,
    downloads: downloadsOf(app.tenants, services.links),
    hooks: hooksOf(app, lookup, guard),
    handleUpgrade: sockets.handleUpgrade,
    allowedOrigins: config.ALLOWED_ORIGINS,
    maxBodyBytes: config.MAX_BODY_BYTES,
    patience: patienceOf(config),
    maxBatch: config.MAX_BATCH,
    rateLimits: guard.rateLimits,
    metrics,
    log,
  });
  const revocations = app.signals.listen({ name: ACCESS_CHANNEL, body: AccessRevoked }, (access) => {
    identity.forget({ tenantId: access.tenantId });
    watch.changed((viewer) => concerns(access, viewer));
  });
  app.signals.onReconnect(() => {
    identity.forget();
    watch.unheard();
  });
  const metricsServer = createMetricsServer(metrics.registry, async () => {
    metrics.connections.set({ transport: 'WEBSOCKET' }, sockets.openConnections);
    metrics.connections.set({ transport: 'SSE' }, sse.openConnections);
    await refreshGauges(app);
  });
  const [port, metricsPort] = [
    await listen(server, config.PORT, config.HOST),
    await listen(metricsServer, config.METRICS_PORT, config.METRICS_HOST),
  ];
  app.jobs.relay.start();
  log.info({ port, metricsPort }, 'ready');
  return {
    app,
    port,
    metricsPort,
    async stop() {
      health.drain();
      log.info({ sockets: sockets.openConnections }, 'draining');
      const isClosed = once(server, 'close');
      server.close();
      await Promise.all([sockets.drain(DRAIN_WINDOW_MS), sse.drain(DRAIN_WINDOW_MS)]);
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), config.SHUTDOWN_SECONDS * 1_000);
      await isClosed;
      clearTimeout(cut);
      metricsServer.close();
      revocations.stop();
      services.connections.close();
      await sockets[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
      log.info('stopped');
      await flushed(log);
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is taken; set PORT to another one.`);
    if (code === 'EACCES') throw new Error(`Port ${port} may not be opened by this user; set PORT to one above 1023.`);
    throw error;
  }
  return (server.address() as AddressInfo).port;
}
