import { valuesOf } from '../../db/filter-values.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, StringFilter } from '../../graphql/filters.js';
import {
  countDeadLetters,
  type DeadLetterCriteria,
  type DeadLetterState,
  findDeadLetterMarks,
} from './dead-letter.sql.js';
import { JobError } from './job.type.js';

const COUNTED_AT_MOST = 10_000;

const DeadLetterStateEnum = builder.enumType('DeadLetterState', {
  description: 'What has become of a dead letter.',
  values: {
    OPEN: { description: 'Nobody has dealt with it.' },
    REPLAYED: { description: 'Its job was started again.' },
    DISCARDED: { description: 'Somebody decided that it need not be replayed.' },
  } as const,
});

export const DeadLetter = builder.prismaNode('DeadLetter', {
  description: 'A job that gave up, kept until somebody replays or discards it.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'The kind of job.' }),
    state: t.field({
      type: DeadLetterStateEnum,
      description: 'What has become of it.',
      select: { replayedAt: true, discardedAt: true },
      resolve: ({ replayedAt, discardedAt }) => (replayedAt ? 'REPLAYED' : discardedAt ? 'DISCARDED' : 'OPEN'),
    }),
    reason: t.exposeString('reason', { description: 'Why it gave up.' }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'The same with its code; null for letters of an older release.',
      select: { reason: true, errorCode: true },
      resolve: ({ reason, errorCode }) => (errorCode ? { code: errorCode, message: reason } : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it gave up.' }),
    replayedAt: t.expose('replayedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was replayed; null: not yet.',
    }),
    discardedAt: t.expose('discardedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was discarded; null: it was not.',
    }),
    job: t.relation('job', { description: 'The job.' }),
  }),
});

const DeadLetterStateFilter = enumFilter(DeadLetterStateEnum, 'DeadLetterStateFilter', {
  description: 'States of a dead letter.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

export const DeadLetterFilter = builder.inputType('DeadLetterFilter', {
  description: 'Which dead letters. Conditions are joined by AND.',
  fields: (t) => ({
    kind: t.field({ type: StringFilter, required: false, description: 'Of jobs of these kinds.' }),
    state: t.field({ type: DeadLetterStateFilter, required: false, description: 'In these states.' }),
    errorCode: t.field({ type: StringFilter, required: false, description: 'That gave up with one of these codes.' }),
    createdAt: t.field({ type: DateTimeFilter, required: false, description: 'That gave up in this span.' }),
  }),
});

builder.queryField('deadLetters', (t) =>
  t.prismaConnection(
    {
      type: DeadLetter,
      cursor: 'id',
      description: `Jobs that gave up, newest first. \`totalCount\` stops counting at ${COUNTED_AT_MOST}.`,
      authScopes: { can: 'job:read' },
      args: {
        filter: t.arg({ type: DeadLetterFilter, required: false, description: 'Which ones; all by default.' }),
        isReplayed: t.arg.boolean({
          required: false,
          deprecationReason: 'Use `filter: { state: … }`.',
          description: 'Only those that were, or were not, replayed; all by default.',
        }),
      },
      totalCount: (_connection, { filter, isReplayed }, { db }) =>
        countDeadLetters(db, criteriaOf(filter, isReplayed), COUNTED_AT_MOST),
      resolve: async ({ take, skip: _one, cursor, ...selection }, _root, { filter, isReplayed }, { db }) => {
        const isBackwards = take < 0;
        const marks = await findDeadLetterMarks(db, criteriaOf(filter, isReplayed), {
          direction: isBackwards ? 'asc' : 'desc',
          behind: cursor?.id,
          size: Math.abs(take),
        });
        const rows = await db.deadLetter.findMany({ ...selection, where: { id: { in: marks.map(({ id }) => id) } } });
        const byId = new Map(rows.map((row) => [row.id, row]));
        const page = marks.flatMap(({ id }) => byId.get(id) ?? []);
        return isBackwards ? page.reverse() : page;
      },
    },
    { name: 'DeadLetterConnection' },
    { name: 'DeadLetterEdge' },
  ),
);

function criteriaOf(
  filter: typeof DeadLetterFilter.$inferInput | null | undefined,
  isReplayed: boolean | null | undefined,
): DeadLetterCriteria {
  const states: DeadLetterState[] | undefined = valuesOf(filter?.state);
  const asked: DeadLetterState[] | undefined =
    isReplayed === null || isReplayed === undefined ? undefined : isReplayed ? ['REPLAYED'] : ['OPEN', 'DISCARDED'];
  return {
    kinds: valuesOf(filter?.kind),
    errorCodes: valuesOf(filter?.errorCode),
    createdAt: filter?.createdAt ?? undefined,
    states: asked && states ? states.filter((state) => asked.includes(state)) : (states ?? asked),
  };
}
