import type { TenantDb, TenantTx } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import { JobState } from '../../generated/prisma/enums.js';

/** A span of time: at or after, and before. */
export interface Span {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

/** Which jobs. Conditions are joined by AND; a list of values by OR; an empty list matches nothing. */
export interface JobCriteria {
  readonly kinds?: readonly string[] | undefined;
  readonly states?: readonly JobState[] | undefined;
  readonly queuedAt?: Span | undefined;
  readonly finishedAt?: Span | undefined;
  readonly parentIds?: readonly string[] | undefined;
  readonly subjectIds?: readonly string[] | undefined;
  readonly requesterIds?: readonly string[] | undefined;
  readonly errorCodes?: readonly string[] | undefined;
  /** Of this project, where a request is narrowed to one. */
  readonly projectId?: string | undefined;
}

/** Where an item stood in its list, whatever has become of it since. */
export interface PageMark {
  readonly at: Date;
  readonly id: string;
}

export interface JobPlace {
  readonly orderBy: 'queuedAt' | 'finishedAt';
  readonly direction: 'asc' | 'desc';
  /** The job the page lies behind, in this order: its id, or where it stood; undefined: from the start. */
  readonly behind?: string | PageMark | undefined;
  /** How many ids. */
  readonly size: number;
}

const ALL_STATES = Object.values(JobState);
const FINAL_STATES = ALL_STATES.filter((state) => ['SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED'].includes(state));

/**
 * The ids of one page of the tenant's jobs. By kind, state and time nothing but the page is read, however many jobs
 * there are: each pair of kind and state is walked in order by itself, and the walks are merged. An ordinary
 * `kind IN … AND state IN … ORDER BY` would sort everything that matches.
 */
export async function findJobIds(
  db: Pick<TenantDb | TenantTx, '$queryRaw'>,
  criteria: JobCriteria,
  place: JobPlace,
): Promise<string[]> {
  return (await findJobMarks(db, criteria, place)).map(({ id }) => id);
}

/** The same with the times they are sorted by. */
export function findJobMarks(
  db: Pick<TenantDb | TenantTx, '$queryRaw'>,
  criteria: JobCriteria,
  place: JobPlace,
): Promise<PageMark[]> {
  return db.$queryRaw<PageMark[]>(jobIdsQuery(criteria, place));
}

/** The statement behind `findJobIds`; apart from it so that its plan can be looked at. */
export function jobIdsQuery(criteria: JobCriteria, { orderBy, direction, behind, size }: JobPlace): Prisma.Sql {
  const column = Prisma.raw(`"${orderBy}"`);
  const order = Prisma.raw(direction);
  // A known limit gives a better plan than a parameter; it is a small whole number of ours.
  const limit = Prisma.raw(String(Math.trunc(size)));
  const beyond = Prisma.raw(direction === 'asc' ? '>' : '<');
  const start = behind ? Prisma.sql` AND (${column}, "id") ${beyond} (${markOf(behind, column)})` : Prisma.empty;
  const finished = orderBy === 'finishedAt' ? Prisma.sql` AND "finishedAt" IS NOT NULL` : Prisma.empty;
  const rest = Prisma.sql`${spans(criteria)}${selective(criteria)}${finished}${start} ORDER BY ${column} ${order}, "id" ${order} LIMIT ${limit}`;
  const { kinds, states } = criteria;
  if (isSelective(criteria) || (!kinds && !states)) {
    return Prisma.sql`SELECT "id"::text AS "id", ${column} AS "at" FROM "Job" WHERE TRUE${amongKindsAndStates(criteria)}${rest}`;
  }
  const walked = Prisma.sql`SELECT "id", ${column} FROM "Job" WHERE "stateText" = s${kinds ? Prisma.sql` AND "kind" = k` : Prisma.empty}${rest}`;
  const pairs = kinds ? Prisma.sql`unnest(${[...kinds]}::text[]) AS k CROSS JOIN` : Prisma.empty;
  const possible = orderBy === 'finishedAt' ? FINAL_STATES : ALL_STATES;
  return Prisma.sql`
    SELECT j."id"::text AS "id", j.${column} AS "at" FROM ${pairs} unnest(${[...(states ?? possible)]}::text[]) AS s CROSS JOIN LATERAL (${walked}) j
    ORDER BY j.${column} ${order}, j."id" ${order} LIMIT ${limit}`;
}

/** Value by value: compared with a row that is selected as a whole, no index would be entered in the middle. */
function markOf(behind: string | PageMark, column: Prisma.Sql): Prisma.Sql {
  return typeof behind === 'string'
    ? Prisma.sql`(SELECT c.${column} FROM "Job" c WHERE c."id" = ${behind}::uuid), ${behind}::uuid`
    : Prisma.sql`${behind.at}::timestamptz, ${behind.id}::uuid`;
}

/** How many jobs match; counting stops at `most`. */
export async function countJobs(
  db: Pick<TenantDb | TenantTx, '$queryRaw'>,
  criteria: JobCriteria,
  most: number,
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (
      SELECT FROM "Job" WHERE TRUE${amongKindsAndStates(criteria)}${spans(criteria)}${selective(criteria)}
      LIMIT ${Prisma.raw(String(Math.trunc(most)))}
    ) j`;
  return row?.count ?? 0;
}

function amongKindsAndStates({ kinds, states }: JobCriteria): Prisma.Sql {
  return Prisma.sql`${among('kind', kinds)}${among('stateText', states)}`;
}

function spans({ queuedAt, finishedAt }: JobCriteria): Prisma.Sql {
  return Prisma.sql`${span('queuedAt', queuedAt)}${span('finishedAt', finishedAt)}`;
}

/** Conditions that leave few jobs over, each with an index of its own. */
function selective({ parentIds, subjectIds, requesterIds, errorCodes, projectId }: JobCriteria): Prisma.Sql {
  return Prisma.sql`${among('projectId', projectId === undefined ? undefined : [projectId], 'uuid')}${among('parentId', parentIds, 'uuid')}${among('subjectId', subjectIds, 'uuid')}${among('requestedById', requesterIds, 'uuid')}${among('errorCode', errorCodes)}`;
}

function isSelective({ parentIds, subjectIds, requesterIds, errorCodes, projectId }: JobCriteria): boolean {
  return [parentIds, subjectIds, requesterIds, errorCodes, projectId].some((values) => values !== undefined);
}

type Column = 'projectId' | 'kind' | 'stateText' | 'parentId' | 'subjectId' | 'requestedById' | 'errorCode';

function among(column: Column, values: readonly string[] | undefined, type: 'text' | 'uuid' = 'text'): Prisma.Sql {
  if (!values) return Prisma.empty;
  // An index is in order behind one value, not behind several.
  if (values.length === 1) {
    return Prisma.sql` AND ${Prisma.raw(`"${column}"`)} = ${values[0]}::${Prisma.raw(type)}`;
  }
  return Prisma.sql` AND ${Prisma.raw(`"${column}"`)} = ANY(${[...values]}::${Prisma.raw(type)}[])`;
}

function span(column: 'queuedAt' | 'finishedAt', value: Span | undefined): Prisma.Sql {
  const name = Prisma.raw(`"${column}"`);
  const from = value?.gte ? Prisma.sql` AND ${name} >= ${value.gte}::timestamptz` : Prisma.empty;
  const to = value?.lt ? Prisma.sql` AND ${name} < ${value.lt}::timestamptz` : Prisma.empty;
  return Prisma.sql`${from}${to}`;
}
