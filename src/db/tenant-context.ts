import { AsyncLocalStorage } from 'node:async_hooks';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface TenantCall {
  readonly tenantId: string;
  readonly rights: string;
}

const tenantOfThisCall = new AsyncLocalStorage<TenantCall>();

/**
 * Runs `work` as one tenant: every statement that the connection pool sends on the way carries the tenant
 * to row security. Nothing but the tenant-bound database handle calls this.
 * @param rights `RowRights.text`: which of the tenant's rows are seen; all by default
 * @throws when `tenantId` is not a lower-case UUID (it is written into SQL text in one place)
 */
export function asTenant<T>(tenantId: string, work: () => T, rights = ''): T {
  if (!UUID.test(tenantId)) throw new Error('A tenant id must be a UUID');
  return tenantOfThisCall.run({ tenantId, rights }, work);
}

/** The tenant of the current call, or undefined outside of any. */
export function currentTenant(): string | undefined {
  return tenantOfThisCall.getStore()?.tenantId;
}

/** Which of the tenant's rows the current call may see, as row security is told. */
export function currentRights(): string {
  return tenantOfThisCall.getStore()?.rights ?? '';
}
