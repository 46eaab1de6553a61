import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { AlreadyExists, Conflict, NotFound } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Tenant } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { isTaken } from './taken-value.js';

export interface TenantChange extends ExpectedVersion {
  readonly name?: string | null | undefined;
  readonly slug?: string | null | undefined;
}

/**
 * Changes how the tenant is called. A new slug is asked for at the next sign-in. The old one is free for others at once, so
 * what names tenants from outside (`AUTH_ISSUERS`) should do so by id.
 * @throws Conflict when somebody else changed it first
 * @throws AlreadyExists when another tenant has the slug
 */
export async function updateTenant(db: TenantDb, change: TenantChange, cause: Cause): Promise<Tenant> {
  try {
    return await transact(db, async (tx) => {
      const tenant = await tx.tenant.findFirst({ where: { id: tx.$tenantId } });
      if (!tenant) throw new NotFound('The tenant');
      const { expectedVersion } = change;
      const data = { name: change.name ?? tenant.name, slug: change.slug ?? tenant.slug };
      const isExpected = typeof expectedVersion !== 'number' || expectedVersion === tenant.version;
      if (isExpected && data.name === tenant.name && data.slug === tenant.slug) return tenant;
      const changed = await tx.tenant.updateMany({
        where: { id: tenant.id, version: expectedVersion ?? tenant.version },
        data: { ...data, version: { increment: 1 } },
      });
      const current = await tx.tenant.findFirstOrThrow({ where: { id: tenant.id } });
      if (changed.count === 0) throw new Conflict('The tenant has changed since.', { tenant: current });
      const before = { name: tenant.name, slug: tenant.slug };
      await recordEvent(tx, {
        kind: 'TENANT_UPDATED',
        subject: { type: 'Tenant', id: tenant.id },
        ...cause,
        data: { before, after: data },
      });
      return current;
    });
  } catch (error) {
    throw isTaken(error, 'slug') ? new AlreadyExists('This tenant slug is taken.', ['input', 'slug']) : error;
  }
}
