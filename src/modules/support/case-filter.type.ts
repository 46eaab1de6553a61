import { z } from 'zod';
import { idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, MAX_VALUES, StringFilter } from '../../graphql/filters.js';
import { type CaseCriteria, caseWhere } from './case-criteria.js';
import { normalTag } from './case-tags.js';
import { CasePriority } from './case-work.type.js';
import { CaseSeverity, CaseState, CaseType } from './support-enums.type.js';

const CaseStateFilter = enumFilter(CaseState, 'CaseStateFilter', {
  description: 'States of a case.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const CaseTypeFilter = enumFilter(CaseType, 'CaseTypeFilter', {
  description: 'Types of a case.',
  eq: 'Of this type.',
  in: 'Of one of these types.',
});

const CaseSeverityFilter = enumFilter(CaseSeverity, 'CaseSeverityFilter', {
  description: 'Severities of a case.',
  eq: 'Of this severity.',
  in: 'Of one of these severities.',
});

const CasePriorityFilter = enumFilter(CasePriority, 'CasePriorityFilter', {
  description: 'Priorities of a case.',
  eq: 'Of this priority.',
  in: 'Of one of these priorities.',
});

const CaseNumberFilter = builder.inputType('CaseNumberFilter', {
  description: 'Numbers of cases.',
  fields: (t) => ({
    eq: t.int({ required: false, description: 'This number.' }),
    in: t.intList({
      required: false,
      validate: { schema: z.array(z.int()).max(MAX_VALUES) },
      description: 'One of these numbers, 100 at most.',
    }),
  }),
});

export const CaseFilter = builder.inputType('CaseFilter', {
  description: 'Which cases. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: CaseStateFilter, required: false, description: 'In these states.' }),
    type: t.field({ type: CaseTypeFilter, required: false, description: 'Of these types.' }),
    severity: t.field({ type: CaseSeverityFilter, required: false, description: 'Of these severities.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
    customerId: t.field({ type: IDFilter, required: false, description: 'Of these customers.' }),
    openedAt: t.field({ type: DateTimeFilter, required: false, description: 'Opened in this span.' }),
    priority: t.field({ type: CasePriorityFilter, required: false, description: 'Of these priorities.' }),
    assigneeId: t.field({ type: IDFilter, required: false, description: 'Given to one of these members.' }),
    isAssigned: t.boolean({ required: false, description: 'Given to somebody, or to nobody.' }),
    isSnoozed: t.boolean({ required: false, description: 'Put off until later, or not.' }),
    slaBreached: t.boolean({
      required: false,
      description: 'Not answered, or not resolved, by the time that is promised, in the present count; or neither.',
    }),
    tags: t.field({ type: StringFilter, required: false, description: 'With this tag, or with one of these.' }),
    number: t.field({ type: CaseNumberFilter, required: false, description: 'With these numbers.' }),
  }),
});

export type CaseFilterInput = typeof CaseFilter.$inferInput | null | undefined;

/** A filter as services know it. */
export function criteriaOf(filter: CaseFilterInput): CaseCriteria {
  if (!filter) return {};
  const { isAssigned, isSnoozed, slaBreached, openedAt } = filter;
  const [gte, lt] = [openedAt?.gte?.toISOString(), openedAt?.lt?.toISOString()];
  return {
    isAssigned,
    isSnoozed,
    slaBreached,
    states: valuesOf(filter.state),
    types: valuesOf(filter.type),
    severities: valuesOf(filter.severity),
    priorities: valuesOf(filter.priority),
    projectIds: idsOf(filter.projectId),
    customerIds: idsOf(filter.customerId),
    assigneeIds: idsOf(filter.assigneeId),
    numbers: valuesOf(filter.number),
    tags: valuesOf(filter.tags)?.map(normalTag),
    openedAt: gte || lt ? { ...(gte ? { gte } : {}), ...(lt ? { lt } : {}) } : undefined,
  };
}

/** What a filter comes to, for lists that begin with cases. */
export function caseConditions(filter: CaseFilterInput): Prisma.CaseWhereInput {
  return caseWhere(criteriaOf(filter));
}
