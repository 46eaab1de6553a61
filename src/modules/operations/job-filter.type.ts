import { idsOf, valuesOf } from '../../db/filter-values.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, OrderDirection, StringFilter } from '../../graphql/filters.js';
import { JobState } from './job.type.js';
import type { JobCriteria } from './job-page.sql.js';

const JobStateFilter = enumFilter(JobState, 'JobStateFilter', {
  description: 'States of a job.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

export const JobFilter = builder.inputType('JobFilter', {
  description: 'Which jobs. Conditions are joined by AND.',
  fields: (t) => ({
    kind: t.field({ type: StringFilter, required: false, description: 'Of these kinds.' }),
    state: t.field({ type: JobStateFilter, required: false, description: 'In these states.' }),
    queuedAt: t.field({ type: DateTimeFilter, required: false, description: 'Asked for in this span.' }),
    finishedAt: t.field({ type: DateTimeFilter, required: false, description: 'Ended in this span.' }),
    parent: t.field({ type: IDFilter, required: false, description: 'Parts of these jobs.' }),
    subject: t.field({ type: IDFilter, required: false, description: 'About these objects.' }),
    requestedBy: t.field({
      type: IDFilter,
      required: false,
      description: 'Asked for by these people or API keys.',
    }),
    errorCode: t.field({
      type: StringFilter,
      required: false,
      description: 'Whose last attempt failed with one of these codes.',
    }),
  }),
});

const JobOrderField = builder.enumType('JobOrderField', {
  description: 'What jobs are sorted by.',
  values: {
    QUEUED_AT: { value: 'queuedAt', description: 'When they were asked for.' },
    FINISHED_AT: { value: 'finishedAt', description: 'When they ended; those that have not are left out.' },
  } as const,
});

export const JobOrder = builder.inputType('JobOrder', {
  description: 'How jobs are sorted.',
  fields: (t) => ({
    field: t.field({ type: JobOrderField, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, description: 'Which way.' }),
  }),
});

/** What a filter asks for. */
export function criteriaOf(filter: typeof JobFilter.$inferInput | null | undefined): JobCriteria {
  if (!filter) return {};
  return {
    kinds: valuesOf(filter.kind),
    states: valuesOf(filter.state),
    queuedAt: filter.queuedAt ?? undefined,
    finishedAt: filter.finishedAt ?? undefined,
    parentIds: idsOf(filter.parent),
    subjectIds: idsOf(filter.subject),
    requesterIds: idsOf(filter.requestedBy),
    errorCodes: valuesOf(filter.errorCode),
  };
}
