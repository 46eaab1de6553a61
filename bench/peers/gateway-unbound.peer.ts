import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { createApp } from '../../src/app.js';
import { AccessTokens } from '../../src/auth/access-token.js';
import { CredentialLookup } from '../../src/auth/credential-lookup.js';
import { IdentityGate } from '../../src/auth/identity-gate.js';
import { TenantHandles } from '../../src/db/tenant-handles.js';
import { TenantReads } from '../../src/db/tenant-reads.js';
import { guardOf } from '../../src/gateway-guard.js';
import { limitsOf, servicesOf } from '../../src/gateway-parts.js';
import { PrismaClient } from '../../src/generated/prisma/client.js';
import { contextFactory } from '../../src/graphql/context-factory.js';
import { schema } from '../../src/graphql/schema.js';
import { createEnvelop } from '../../src/graphql/yoga.js';
import { createGraphqlGate } from '../../src/http/graphql-gate.js';
import { Health } from '../../src/http/health.js';
import { createOperationObserver } from '../../src/http/operation-observer.js';
import { createHttpServer } from '../../src/http/server.js';
import { SseHandler } from '../../src/http/sse.js';
import { createLogger } from '../../src/observability/logger.js';
import { gatewayConfig } from './gateway-config.js';
import { portOf, runPeer } from './peer.js';

/*
 * The gateway with one thing taken away: its role is not bound by row security, and its pool tells the database
 * nothing about the tenant. Only the filter of the tenant's handle is left. The product refuses to start like this.
 */

await runPeer(async (settings) => {
  const config = gatewayConfig(settings);
  const log = createLogger(config.LOG_LEVEL, 'gateway');
  const app = createApp(config, log);
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
  const statementNameGenerator = ({ sql }: { sql: string }) => createHash('sha256').update(sql).digest('base64url');
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) });
  const tenants = new TenantHandles(prisma, app.jobs.relay.deliver, new TenantReads(pool, true));
  const tokens = new AccessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_MINUTES);
  const lookup = new CredentialLookup(prisma);
  const identity = new IdentityGate(tokens, lookup, tenants);
  const guard = guardOf(app);
  const services = servicesOf(app, identity, tokens, lookup, guard);
  const gate = createGraphqlGate({
    yoga: createEnvelop(schema, config.MAX_TOKENS, config.introspection),
    schema,
    limits: limitsOf(config),
    executionMs: config.MAX_EXECUTION_MS,
    documents: guard.documents,
    rateLimits: guard.rateLimits,
    observer: createOperationObserver(log, app.metrics, guard.abuse),
    contextFor: contextFactory({ tenants, services, log }),
    auditDenied: async () => {},
  });
  const caller = { identity, trustProxy: false } as const;
  const server = createHttpServer({
    gate,
    caller,
    health: new Health([]),
    graphiql: null,
    downloads: async () => null,
    hooks: null,
    sse: new SseHandler({ gate, hub: app.live, log, caller }),
    handleUpgrade: (_request, socket) => socket.destroy(),
    allowedOrigins: [],
    maxBodyBytes: config.MAX_BODY_BYTES,
    maxBatch: config.MAX_BATCH,
    rateLimits: guard.rateLimits,
    metrics: app.metrics,
    log,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    stop: async () => {
      server.closeAllConnections();
      await prisma.$disconnect();
      await pool.end();
      await app[Symbol.asyncDispose]();
    },
  };
});
