import { z } from 'zod';
import { InvalidInput } from '../../errors.js';
import type { Case as CaseRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { MAX_VALUES } from '../../graphql/filters.js';
import { payloadType, UserErrorCode } from '../../graphql/payload.js';
import { Membership } from '../identity/membership.type.js';
import { BULK_COUNTED_AT_MOST } from '../operations/bulk-action.service.js';
import { BulkSummary } from '../operations/bulk-action.type.js';
import { Job } from '../operations/job.type.js';
import type { CaseBulkAction } from './bulk-cases.job.js';
import {
  ALL_AT_ONCE,
  type CaseBulkRequest,
  type CaseFailure,
  previewCaseBulk,
  startCaseBulk,
} from './bulk-cases.service.js';
import { Case } from './case.type.js';
import { CaseFilter, criteriaOf } from './case-filter.type.js';
import { GivenTags } from './case-tags.js';
import { CasePriority } from './case-work.type.js';
import { TEXT } from './text-input.js';

const CaseBulkFailure = builder.objectRef<CaseFailure>('CaseBulkFailure').implement({
  description: 'Why an action on many cases left one as it was.',
  authScopes: { can: 'case:read' },
  fields: (t) => ({
    id: t.globalID({ description: 'The id of the case, as it was given.', resolve: ({ id }) => ({ type: Case, id }) }),
    case: t.loadable({
      type: Case,
      nullable: true,
      description: 'The case; null when there is none, or it is not yours to see.',
      load: async (ids: string[], { db }) => {
        const cases = await db.case.findMany({ where: { id: { in: ids } } });
        return ids.map((id) => cases.find((found) => found.id === id) ?? null);
      },
      resolve: ({ id }) => id,
    }),
    code: t.expose('code', { type: UserErrorCode, description: 'What kind of failure it is.' }),
    message: t.exposeString('message', { description: 'One sentence for a person to read.' }),
  }),
});

builder.prismaObjectField(BulkSummary, 'caseFailures', (t) =>
  t.field({
    type: [CaseBulkFailure],
    description: 'The cases that refused, each with its reason, 100 at most; none for an action on something else.',
    select: { failures: true },
    resolve: ({ failures }) => failures as unknown as CaseFailure[],
  }),
);

const CaseBulkActionKind = builder.enumType('CaseBulkActionKind', {
  description: 'What to do with many cases.',
  values: {
    ASSIGN: { description: 'Give them to `membershipId`; without it, to nobody.' },
    CLOSE: { description: 'Close those that are resolved.' },
    PRIORITY: { description: 'Make them as urgent as `priority`; without it, as their severity says.' },
    SNOOZE: { description: 'Put them off until `until`.' },
    TAG: { description: 'Add `tags` to them.' },
    UNTAG: { description: 'Take `tags` from them.' },
  } as const,
});

const ErrorPolicy = builder.enumType('ErrorPolicy', {
  description: 'What follows, in an action on many, from one that refuses.',
  values: {
    CONTINUE: { description: 'The next: all are tried.' },
    ALL_OR_NOTHING: {
      description: `That nothing is done at all: each is looked at, so that all refusals are known. For ${ALL_AT_ONCE} at most.`,
    },
    STOP: { description: 'The end: what was done stays done, the rest is left as it is.' },
  } as const,
});

const CaseBulkActionInput = builder.inputType('CaseBulkActionInput', {
  description: 'What to do, and with which cases: those that are named, or those that match.',
  fields: (t) => ({
    action: t.field({ type: CaseBulkActionKind, description: 'What to do.' }),
    ids: t.globalIDList({
      for: Case,
      required: false,
      validate: { schema: z.array(z.custom<string>()).min(1).max(MAX_VALUES) },
      description: 'With these, 100 at most; not beside `filter`.',
    }),
    filter: t.field({
      type: CaseFilter,
      required: false,
      description: 'With all that match; at least one condition. Those that are opened later are left alone.',
    }),
    membershipId: t.globalID({ for: Membership, required: false, description: 'For ASSIGN: the member.' }),
    priority: t.field({ type: CasePriority, required: false, description: 'For PRIORITY: how urgent.' }),
    until: t.field({ type: 'DateTime', required: false, description: 'For SNOOZE: until when.' }),
    tags: t.stringList({
      required: false,
      validate: { schema: GivenTags },
      description: 'For TAG and UNTAG: the tags.',
    }),
    errorPolicy: t.field({
      type: ErrorPolicy,
      required: false,
      description: 'What follows from a case that refuses; CONTINUE by default.',
    }),
    dryRun: t.boolean({
      required: false,
      description: 'True: only say how many match, with the first few. Nothing changes.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: TEXT.key },
      description: 'The same key gives the same job, however often it is sent.',
    }),
  }),
});
type Input = typeof CaseBulkActionInput.$inferInput;

interface Outcome {
  readonly matched: number;
  readonly sample: CaseRow[] | null;
  readonly job: JobRow | null;
}

builder.mutationField('caseBulkAction', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<Outcome>('CaseBulkActionPayload', (p) => ({
      matched: p.exposeInt('matched', {
        nullable: true,
        description: `How many match now, or are named; counting stops at ${BULK_COUNTED_AT_MOST}.`,
      }),
      sample: p.expose('sample', { type: [Case], nullable: true, description: 'For a dry run: the first few.' }),
      job: p.expose('job', {
        type: Job,
        nullable: true,
        description:
          'The job that does it; null for a dry run, or when nothing matches. Its progress counts, and `bulkSummary` says what came of it, case by case where one refused.',
      }),
    })),
    description: 'Does one thing with many cases, as a job of its own that can be watched and cancelled.',
    args: { input: t.arg({ type: CaseBulkActionInput, description: 'What, and with which cases.' }) },
    resolve: async (_root, { input }, context) => {
      const { errorPolicy, idempotencyKey, dryRun } = input;
      if (input.ids && input.filter) throw InvalidInput.at(['input', 'ids'], 'Give `ids` or `filter`, not both.');
      const ids = input.ids ? [...new Set(input.ids.map(({ id }) => id))] : undefined;
      const request: CaseBulkRequest = {
        ...causeOf(context),
        action: actionOf(input),
        criteria: ids ? { ids } : criteriaOf(input.filter),
        errorPolicy: errorPolicy ?? 'CONTINUE',
        idempotencyKey,
      };
      if (!dryRun) return { ...(await startCaseBulk(context.db, request)), sample: null };
      const { matched, sampleIds } = await previewCaseBulk(context.db, request);
      const rows = await context.db.case.findMany({ where: { id: { in: [...sampleIds] } } });
      return { matched, sample: sampleIds.flatMap((id) => rows.find((row) => row.id === id) ?? []), job: null };
    },
  }),
);

/** The action with what it needs. @throws InvalidInput when that is missing */
function actionOf({ action: kind, membershipId, priority, until, tags }: Input): CaseBulkAction {
  switch (kind) {
    case 'ASSIGN':
      return { kind, membershipId: membershipId?.id ?? null };
    case 'CLOSE':
      return { kind };
    case 'PRIORITY':
      return { kind, priority: priority ?? null };
    case 'SNOOZE':
      if (!until) throw InvalidInput.at(['input', 'until'], 'Say until when.');
      return { kind, until: until.toISOString() };
    case 'TAG':
    case 'UNTAG':
      if (!tags) throw InvalidInput.at(['input', 'tags'], 'Give at least one tag.');
      return { kind, tags };
  }
}
