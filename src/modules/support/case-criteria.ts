import { z } from 'zod';
import { among } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { CasePriority, CaseSeverity, CaseState, CaseType } from '../../generated/prisma/enums.js';

const Ids = z.array(z.string()).readonly().optional();
const Flag = z.boolean().nullish();

/** Which cases, in a form that a job's payload can hold; what is left out lets everything through. */
export const CaseCriteria = z.object({
  ids: Ids,
  states: z.array(z.enum(CaseState)).readonly().optional(),
  types: z.array(z.enum(CaseType)).readonly().optional(),
  severities: z.array(z.enum(CaseSeverity)).readonly().optional(),
  priorities: z.array(z.enum(CasePriority)).readonly().optional(),
  projectIds: Ids,
  customerIds: Ids,
  assigneeIds: Ids,
  numbers: z.array(z.number()).readonly().optional(),
  tags: z.array(z.string()).readonly().optional(),
  isAssigned: Flag,
  isSnoozed: Flag,
  slaBreached: Flag,
  /** ISO times. */
  openedAt: z.object({ gte: z.iso.datetime().optional(), lt: z.iso.datetime().optional() }).optional(),
});
export type CaseCriteria = z.infer<typeof CaseCriteria>;

const SET = { not: null } as const;

/** What criteria come to, for lists that begin with cases. */
export function caseWhere(criteria: CaseCriteria): Prisma.CaseWhereInput {
  const { openedAt, tags, isAssigned, isSnoozed, slaBreached } = criteria;
  const all: Prisma.CaseWhereInput[] = [];
  if (typeof isAssigned === 'boolean') all.push({ assigneeId: isAssigned ? SET : null });
  if (typeof isSnoozed === 'boolean') all.push({ snoozedUntil: isSnoozed ? SET : null });
  if (slaBreached) all.push({ OR: [{ firstAnswerBreachedAt: SET }, { resolutionBreachedAt: SET }] });
  if (slaBreached === false) all.push({ firstAnswerBreachedAt: null, resolutionBreachedAt: null });
  const some = <Value>(values: readonly Value[] | undefined) => among(values && [...values]);
  return {
    id: some(criteria.ids),
    // As text, which has an index.
    stateText: some(criteria.states),
    type: some(criteria.types),
    severity: some(criteria.severities),
    priority: some(criteria.priorities),
    projectId: some(criteria.projectIds),
    customerId: some(criteria.customerIds),
    assigneeId: some(criteria.assigneeIds),
    number: some(criteria.numbers),
    // By the rows of the tags, which have an index.
    tagRows: tags && { some: { tag: { in: [...tags] } } },
    openedAt: openedAt && {
      ...(openedAt.gte ? { gte: new Date(openedAt.gte) } : {}),
      ...(openedAt.lt ? { lt: new Date(openedAt.lt) } : {}),
    },
    AND: all,
  };
}

/** Whether there is a condition at all. */
export function hasCondition(criteria: CaseCriteria): boolean {
  return Object.values(criteria).some((condition) => condition !== undefined && condition !== null);
}
