import type { TenantDb, TenantTx } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { PageMark, Span } from './job-page.sql.js';

/** OPEN: nobody has dealt with it. */
export type DeadLetterState = 'OPEN' | 'REPLAYED' | 'DISCARDED';

/** Which dead letters. Conditions are joined by AND; an empty list matches nothing. */
export interface DeadLetterCriteria {
  readonly kinds?: readonly string[] | undefined;
  readonly states?: readonly DeadLetterState[] | undefined;
  readonly errorCodes?: readonly string[] | undefined;
  readonly createdAt?: Span | undefined;
}

export interface DeadLetterPlace {
  readonly direction: 'asc' | 'desc';
  /** The one the page lies behind: its id, or where it stood. */
  readonly behind?: string | PageMark | undefined;
  readonly size: number;
}

type Db = Pick<TenantDb | TenantTx, '$queryRaw'>;

/** One page of the tenant's dead letters by the time they gave up. */
export function findDeadLetterMarks(
  db: Db,
  criteria: DeadLetterCriteria,
  { direction, behind, size }: DeadLetterPlace,
): Promise<PageMark[]> {
  const order = Prisma.raw(direction);
  const beyond = Prisma.raw(direction === 'asc' ? '>' : '<');
  const start = behind ? Prisma.sql` AND ("createdAt", "id") ${beyond} (${markOf(behind)})` : Prisma.empty;
  return db.$queryRaw<PageMark[]>`
    SELECT "id"::text AS "id", "createdAt" AS "at" FROM "DeadLetter" WHERE TRUE${conditions(criteria)}${start}
    ORDER BY "createdAt" ${order}, "id" ${order} LIMIT ${Prisma.raw(String(Math.trunc(size)))}`;
}

/** How many match; counting stops at `most`. */
export async function countDeadLetters(db: Db, criteria: DeadLetterCriteria, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (
      SELECT FROM "DeadLetter" WHERE TRUE${conditions(criteria)} LIMIT ${Prisma.raw(String(Math.trunc(most)))}
    ) d`;
  return row?.count ?? 0;
}

const STATES: Readonly<Record<DeadLetterState, Prisma.Sql>> = {
  OPEN: Prisma.sql`("replayedAt" IS NULL AND "discardedAt" IS NULL)`,
  REPLAYED: Prisma.sql`"replayedAt" IS NOT NULL`,
  DISCARDED: Prisma.sql`("discardedAt" IS NOT NULL AND "replayedAt" IS NULL)`,
};

function conditions({ kinds, states, errorCodes, createdAt }: DeadLetterCriteria): Prisma.Sql {
  const parts = [
    ...(kinds ? [Prisma.sql`"kind" = ANY(${[...kinds]}::text[])`] : []),
    ...(errorCodes ? [Prisma.sql`"errorCode" = ANY(${[...errorCodes]}::text[])`] : []),
    ...(createdAt?.gte ? [Prisma.sql`"createdAt" >= ${createdAt.gte}::timestamptz`] : []),
    ...(createdAt?.lt ? [Prisma.sql`"createdAt" < ${createdAt.lt}::timestamptz`] : []),
    ...(states
      ? [
          states.length > 0
            ? Prisma.join(
                states.map((state) => STATES[state]),
                ' OR ',
                '(',
                ')',
              )
            : Prisma.sql`FALSE`,
        ]
      : []),
  ];
  return parts.length > 0 ? Prisma.sql` AND ${Prisma.join(parts, ' AND ')}` : Prisma.empty;
}

function markOf(behind: string | PageMark): Prisma.Sql {
  return typeof behind === 'string'
    ? Prisma.sql`(SELECT d."createdAt" FROM "DeadLetter" d WHERE d."id" = ${behind}::uuid), ${behind}::uuid`
    : Prisma.sql`${behind.at}::timestamptz, ${behind.id}::uuid`;
}
