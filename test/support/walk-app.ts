import { modelsThatFailOnce } from './failing-models.js';
import { type PopulatedTenant, populateTenant } from './populated-tenant.js';
import { postRaw } from './raw-graphql.js';
import { SocketClient } from './socket-client.js';
import { startTestApp, type TestApp } from './test-app.js';

/** Limits that let one document ask for everything there is. */
const WIDE = {
  MAX_DEPTH: '60',
  MAX_COST: '100000000',
  MAX_NODES: '100000000',
  MAX_ALIASES: '100000',
  MAX_TOKENS: '500000',
  MAX_BODY_BYTES: '10000000',
  SOCKET_MESSAGE_BYTES: '10000000',
  SOCKET_BUFFER_BYTES: '10000000',
  // One such document asks for hundreds of objects at once.
  DATABASE_POOL_WAIT_MS: '30000',
  DATABASE_REQUEST_WAIT_MS: '60000',
};

export interface WalkApp extends AsyncDisposable {
  readonly app: TestApp;
  readonly a: PopulatedTenant;
  readonly b: PopulatedTenant;
}

/** Two tenants with something of everything, behind a gateway whose limits do not get in the way. */
export async function startWalkApp(): Promise<WalkApp> {
  const app = await startTestApp({ environment: WIDE, overrides: { ports: { models: modelsThatFailOnce() } } });
  const [a, b] = [await populateTenant(app), await populateTenant(app)];
  for (const tenant of [a, b]) await connectSeveral(app, tenant);
  return { app, a, b, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

/** Sockets that each of the tenants has open. */
export const CONNECTIONS = 4;

/** Opens a few sockets of a tenant, so that it has connections, too. They stay until somebody ends them. */
async function connectSeveral(app: TestApp, { member, canary }: PopulatedTenant): Promise<void> {
  for (let count = 0; count < CONNECTIONS; count += 1) {
    const options = { headers: { 'user-agent': `agent ${canary}` } };
    const client = await new SocketClient(`${app.url.replace('http', 'ws')}/graphql`, undefined, options).opened();
    client.say({ type: 'connection_init', payload: { authorization: `Bearer ${member.token}` } });
    await client.heard(({ type }) => type === 'connection_ack');
    client.say({ type: 'subscribe', id: canary, payload: { query: 'subscription { tenantEvents { kind } }' } });
  }
}

/** Global ids of a tenant's rows of a type, oldest first. */
export async function globalIds(app: TestApp, type: string, { member }: PopulatedTenant): Promise<string[]> {
  if (type === 'LiveConnection') return connectionIds(app, member.token);
  const from: Record<string, string> = {
    Tenant: '"Tenant" WHERE "id" = $1',
    User: '"User" WHERE "id" IN (SELECT "userId" FROM "Membership" WHERE "tenantId" = $1)',
  };
  const { rows } = await app.owner.query<{ id: string }>(
    `SELECT "id" FROM ${from[type] ?? `"${type}" WHERE "tenantId" = $1`} ORDER BY "id" LIMIT 8`,
    [member.tenantId],
  );
  return rows.map(({ id }) => globalId(type, id));
}

/** Connections are no rows: they are asked for. */
async function connectionIds({ url }: TestApp, token: string): Promise<string[]> {
  const query = '{ liveConnections { nodes { id } } }';
  const { data } = await postRaw(url, { query }, { authorization: `Bearer ${token}` });
  return (data as { liveConnections: { nodes: { id: string }[] } }).liveConnections.nodes.map(({ id }) => id);
}

export function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}
