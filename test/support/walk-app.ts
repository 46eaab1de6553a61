import { modelsThatFailOnce } from './failing-models.js';
import { type PopulatedTenant, populateTenant } from './populated-tenant.js';
import { startTestApp, type TestApp } from './test-app.js';

/** Limits that let one document ask for everything there is. */
const WIDE = {
  MAX_DEPTH: '60',
  MAX_COST: '100000000',
  MAX_ALIASES: '100000',
  MAX_TOKENS: '500000',
  MAX_BODY_BYTES: '10000000',
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
  return { app, a, b, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

/** Global ids of a tenant's rows of a type, oldest first. */
export async function globalIds({ owner }: TestApp, type: string, { member }: PopulatedTenant): Promise<string[]> {
  const from: Record<string, string> = {
    Tenant: '"Tenant" WHERE "id" = $1',
    User: '"User" WHERE "id" IN (SELECT "userId" FROM "Membership" WHERE "tenantId" = $1)',
  };
  const { rows } = await owner.query<{ id: string }>(
    `SELECT "id" FROM ${from[type] ?? `"${type}" WHERE "tenantId" = $1`} ORDER BY "id" LIMIT 8`,
    [member.tenantId],
  );
  return rows.map(({ id }) => globalId(type, id));
}

export function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}
