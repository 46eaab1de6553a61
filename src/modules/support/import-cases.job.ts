import { z } from 'zod';
import { CaseSeverity, CaseType } from '../../generated/prisma/enums.js';
import { defineJob } from '../../jobs/define-job.js';

/** A case from elsewhere, with the type a person has confirmed. */
export const ImportedCase = z.object({
  sourceKey: z.string(),
  subject: z.string(),
  body: z.string(),
  type: z.enum(CaseType),
  severity: z.enum(CaseSeverity).nullable(),
  openedAt: z.iso.datetime(),
  customer: z.object({ email: z.string(), name: z.string().nullable() }).nullable(),
});
export type ImportedCase = z.infer<typeof ImportedCase>;

export const ImportCases = defineJob({
  kind: 'support.import-cases',
  description: 'Stores a batch of closed cases, each source once, and learns from them.',
  payload: z.object({
    projectId: z.uuid(),
    /** Emptied once the cases are stored. */
    cases: z.array(ImportedCase),
  }),
  result: z.object({ imported: z.number().int(), known: z.number().int() }),
  stages: ['assess', 'store'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 120_000,
  concurrency: 2,
  tenantWindow: 4,
  cancelsAtOnce: true,
});
