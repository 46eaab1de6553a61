import type { PrismaClient } from '../generated/prisma/client.js';
import { outsideAuditScope } from './audit-scope.js';
import type { DeliverOutbox } from './outbox.js';
import { ALL_ROWS, type RowRights } from './row-rights.js';
import { forTenant, type TenantDb } from './tenant.js';
import type { TenantReads } from './tenant-reads.js';
import type { Vault } from './vault.js';

const MAX_HANDLES = 2_000;

/** Gives out the handle of a tenant. Building one costs, so the most recently used are kept. */
export class TenantHandles {
  readonly #prisma: PrismaClient;
  readonly #deliver: DeliverOutbox;
  readonly #reads: TenantReads | undefined;
  readonly #vault: Vault | undefined;
  readonly #handles = new Map<string, TenantDb>();

  constructor(prisma: PrismaClient, deliver: DeliverOutbox, reads?: TenantReads, vault?: Vault) {
    this.#prisma = prisma;
    // What follows from a change is done by the system, whoever made the change.
    this.#deliver = (tenantId, messages) => outsideAuditScope(() => deliver(tenantId, messages));
    this.#reads = reads;
    this.#vault = vault;
  }

  /** @param rights which of the tenant's rows the handle sees; all by default */
  for(tenantId: string, rights: RowRights = ALL_ROWS): TenantDb {
    const key = tenantId + rights.text;
    const known = this.#handles.get(key);
    if (known) this.#handles.delete(key);
    const handle =
      known ??
      forTenant(this.#prisma, tenantId, this.#deliver, this.#reads, this.#vault?.for(tenantId), {
        rights,
        $withRights: (others) => this.for(tenantId, others),
      });
    this.#handles.set(key, handle);
    if (this.#handles.size > MAX_HANDLES) this.#handles.delete(this.#handles.keys().next().value as string);
    return handle;
  }
}
