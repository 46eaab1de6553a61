import { AsyncLocalStorage } from 'node:async_hooks';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const tenantOfThisCall = new AsyncLocalStorage<string>();

/**
 * Runs `work` as one tenant: every statement that the connection pool sends on the way carries the tenant
 * to row security. Nothing but the tenant-bound database handle calls this.
 * @throws when `tenantId` is not a lower-case UUID (it is written into SQL text in one place)
 */
export function asTenant<T>(tenantId: string, work: () => T): T {
  if (!UUID.test(tenantId)) throw new Error('A tenant id must be a UUID');
  return tenantOfThisCall.run(tenantId, work);
}

/** The tenant of the current call, or undefined outside of any. */
export function currentTenant(): string | undefined {
  return tenantOfThisCall.getStore();
}
