import { z } from 'zod';
import { among, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { AuditOutcome } from '../../generated/prisma/enums.js';

const words = z.object({ eq: z.string().max(200).optional(), in: z.array(z.string().max(200)).max(100).optional() });
const outcome = z.enum(AuditOutcome);
const ids = z.array(z.array(z.object({ type: z.string(), id: z.string() })).max(100));

/** Which entries of the audit, as a job's payload can hold it. */
export const AuditCriteria = z.object({
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  action: words.optional(),
  requestId: words.optional(),
  outcome: z.object({ eq: outcome.optional(), in: z.array(outcome).optional() }).optional(),
  /** One of each list. */
  actors: ids.default([]),
  subjects: ids.default([]),
});
export type AuditCriteria = z.infer<typeof AuditCriteria>;

/** The condition on the rows. An id of another type, or of nobody's, matches nothing. */
export function auditConditions(criteria: AuditCriteria): Prisma.AuditEntryWhereInput {
  const { from, until, action, requestId, outcome: ended, actors, subjects } = criteria;
  return {
    at: { ...(from ? { gte: new Date(from) } : {}), ...(until ? { lt: new Date(until) } : {}) },
    ...(action ? { action: among(valuesOf(action)) } : {}),
    ...(requestId ? { requestId: among(valuesOf(requestId)) } : {}),
    ...(ended ? { outcome: among(valuesOf(ended)) } : {}),
    AND: [
      ...actors.map((some) => ({
        OR: some.map(({ type, id }) => ({ actorKind: type === 'ApiKey' ? 'API_KEY' : 'USER', actorId: id }) as const),
      })),
      ...subjects.map((some) => ({ OR: some.map(({ type, id }) => ({ subjectType: type, subjectId: id })) })),
    ],
  };
}
