import fastify, { type FastifyRequest } from 'fastify';
import { createApp } from '../../src/app.js';
import { type AccessClaims, AccessTokens } from '../../src/auth/access-token.js';
import type { DeliverOutbox } from '../../src/db/outbox.js';
import type { TenantDb } from '../../src/db/tenant.js';
import type { PrismaClient } from '../../src/generated/prisma/client.js';
import { createLogger } from '../../src/observability/logger.js';
import { gatewayConfig } from './gateway-config.js';
import { NewCaseBody } from './new-case-body.js';
import { type PeerSettings, portOf, type RunningPeer } from './peer.js';
import { createCase } from './rest-create.js';
import { findCase, listCases, listFlat } from './rest-reads.js';

/** Makes the handle that a request of a tenant reads and writes through. */
export type BindHandle = (prisma: PrismaClient, tenantId: string, deliver: DeliverOutbox) => TenantDb;

const PAGE = {
  type: 'object',
  properties: { take: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
  additionalProperties: false,
} as const;
const BY_ID = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] } as const;

type Page = { Querystring: { take: number } };
type ById = { Params: { id: string } };

/**
 * The REST service that GraphQL replaces: fastify and Prisma, each request's token checked with jose, its input with
 * JSON schema or zod, one log line a request. What follows from a commit goes through the same relay.
 */
export async function startRest(settings: PeerSettings, bind: BindHandle): Promise<RunningPeer> {
  const config = gatewayConfig(settings);
  const log = createLogger(config.LOG_LEVEL, 'rest');
  const app = createApp(config, log);
  const tokens = new AccessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_MINUTES);
  const handles = new Map<string, TenantDb>();
  const handleOf = (tenantId: string): TenantDb => {
    const known = handles.get(tenantId) ?? bind(app.database.prisma, tenantId, app.jobs.relay.deliver);
    handles.set(tenantId, known);
    return known;
  };
  const signedIn = async ({ headers }: FastifyRequest): Promise<AccessClaims> => {
    const claims = await tokens.verify(headers.authorization?.slice('Bearer '.length) ?? '');
    if (!claims) throw Object.assign(new Error('Sign in first.'), { statusCode: 401 });
    return claims;
  };

  const server = fastify({ loggerInstance: log, disableRequestLogging: true });
  server.addHook('onResponse', async ({ method, routeOptions, log: line }, reply) => {
    line.info({ method, route: routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime }, 'request');
  });
  server.get('/trivial', async (request) => {
    await signedIn(request);
    return { kind: 'Query' };
  });
  server.get<Page>('/list', { schema: { querystring: PAGE } }, async (request) => {
    const { tenantId } = await signedIn(request);
    return listCases(handleOf(tenantId), tenantId, request.query.take);
  });
  server.get<Page>('/flat', { schema: { querystring: PAGE } }, async (request) => {
    const { tenantId } = await signedIn(request);
    return listFlat(handleOf(tenantId), tenantId, request.query.take);
  });
  server.get<ById>('/one/:id', { schema: { params: BY_ID } }, async (request) => {
    const { tenantId } = await signedIn(request);
    return findCase(handleOf(tenantId), tenantId, request.params.id);
  });
  server.post('/create', async (request) => {
    const { tenantId, userId } = await signedIn(request);
    return createCase(handleOf(tenantId), userId, NewCaseBody.parse(request.body));
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  app.jobs.relay.start();
  return {
    port: portOf(server.server.address()),
    stop: async () => {
      server.server.closeAllConnections();
      await server.close();
      await app[Symbol.asyncDispose]();
    },
  };
}
