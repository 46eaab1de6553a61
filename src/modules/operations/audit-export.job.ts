import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';
import { AuditCriteria } from './audit-criteria.js';

/** Writes entries of the audit into a file. */
export const AuditExport = defineJob({
  kind: 'operations.audit-export',
  description: 'Writes entries of the audit into a CSV file.',
  payload: z.object({ fileId: z.uuid(), criteria: AuditCriteria }),
  result: z.object({ rows: z.number().int(), bytes: z.number().int() }),
  stages: ['writing'],
  retry: { attempts: 3, backoffMs: 5_000 },
  timeoutMs: 15 * 60_000,
  concurrency: 2,
  tenantWindow: 1,
  cancelsAtOnce: true,
});
