import type { Logger } from 'pino';
import { insertAuditEntry } from '../db/audit-entry.js';
import type { TenantHandles } from '../db/tenant-handles.js';
import { actorOf, auditOriginOf } from './context.js';
import type { OperationCaller } from './operation.js';

/**
 * Writes into the audit that somebody asked for what they may not have. Nothing is written of a caller who belongs to
 * no tenant. What cannot be written is logged: the access stays denied either way.
 */
export function deniedAccessAudit(tenants: TenantHandles, log: Logger) {
  return async (caller: OperationCaller, fields: ReadonlyMap<string, string>): Promise<void> => {
    const { viewer } = caller;
    if (!viewer) return;
    const db = tenants.for(viewer.tenantId);
    for (const [action, code] of fields) {
      const entry = { action, actor: actorOf({ viewer }), subject: null, origin: auditOriginOf(caller) };
      try {
        await insertAuditEntry(db, { ...entry, outcome: 'DENIED', codes: [code] });
      } catch (err) {
        log.error({ err, ...entry }, 'an audit entry of denied access could not be written');
      }
    }
  };
}
