import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { createDefaultSchedules } from '../operations/schedule.service.js';

/** What every new tenant starts with: one project to open cases in, and its recurring jobs. */
export function createDefaults(db: TenantDb): Promise<void> {
  return transact(db, async (tx) => {
    await tx.project.create({ data: { tenantId: tx.$tenantId, key: 'support', name: 'Support' } });
    await createDefaultSchedules(tx);
  });
}
