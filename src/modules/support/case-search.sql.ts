import type { TenantDb } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { CaseCriteria } from './case-criteria.js';
import { MARK } from './kb-search.sql.js';

export interface CaseSearch {
  readonly query: string;
  readonly criteria: CaseCriteria;
  readonly offset: number;
  readonly limit: number;
}

/** A case as it was found; the score is between 0 and 1. */
export interface FoundCase {
  readonly caseId: string;
  readonly score: number;
}

/** Words of a query that count; the rest of a long text says little more and costs much. */
const MAX_WORDS = 64;
/** A cursor is what somebody sends: PostgreSQL refuses a place that no case has. */
const MAX_OFFSET = 2 ** 31 - 1;
/** Where no word is found: how many words are compared with those of subjects, from which length on, and with how many cases. */
const MAX_SIMILAR_WORDS = 8;
const MIN_SIMILAR_CHARS = 4;
const MAX_SIMILAR_CASES = 500;
/** What finding a word in a message counts against finding it in the subject. */
const MESSAGE_HIT = 0.7;

/**
 * Cases by words, best first, the newest first among equals: the share of the query's words that a case has, each word
 * weighed by its rarity among the cases, ln(1 + n / (1 + cases with the word)), and by MESSAGE_HIT when it is not in the
 * subject. Where no case has any of the words, those whose subjects have words that are much alike: somebody has mistyped.
 */
export function findCases(db: TenantDb, { query, criteria, offset, limit }: CaseSearch): Promise<FoundCase[]> {
  return db.$queryRaw<FoundCase[]>`
    WITH words AS MATERIALIZED (
      SELECT lexeme FROM unnest(to_tsvector('english', ${query})) ORDER BY cardinality(positions) DESC, positions[1] LIMIT ${MAX_WORDS}::int
    ), hits AS MATERIALIZED (
      SELECT "caseId", "word" AS lexeme, CASE WHEN "isInSubject" THEN 1 ELSE ${MESSAGE_HIT}::float8 END AS hit
      FROM case_word_hits((SELECT array_agg(lexeme) FROM words))
    ), total AS (
      SELECT COALESCE(max("value"), 0)::float8 AS cases FROM "Counter" WHERE "tenantId" = ${db.$tenantId}::uuid AND "name" = 'case'
    ), weighed AS MATERIALIZED (
      SELECT w.lexeme, ln(1 + (SELECT cases FROM total) / (1 + count(h."caseId"))) AS weight
      FROM words w LEFT JOIN hits h USING (lexeme) GROUP BY w.lexeme
    ), covered AS MATERIALIZED (
      SELECT h."caseId", sum(h.hit * w.weight) / (SELECT NULLIF(sum(weight), 0) FROM weighed) AS score
      FROM hits h JOIN weighed w USING (lexeme) GROUP BY h."caseId"
      UNION ALL
      SELECT s."caseId", s.score
      FROM case_similar_subjects(ARRAY(SELECT lexeme FROM words WHERE length(lexeme) >= ${MIN_SIMILAR_CHARS}::int
        LIMIT ${MAX_SIMILAR_WORDS}::int), ${MAX_SIMILAR_CASES}::int) s
      WHERE NOT EXISTS (SELECT FROM hits)
    )
    SELECT c."id"::text AS "caseId", f.score AS "score"
    FROM covered f JOIN "Case" c ON c."tenantId" = ${db.$tenantId}::uuid AND c."id" = f."caseId"
    WHERE f.score > 0 ${matching(criteria)}
    ORDER BY f.score DESC, c."openedAt" DESC, c."id" DESC LIMIT ${limit}::int OFFSET ${Math.min(Math.max(0, offset), MAX_OFFSET)}::int`;
}

/** Conditions on a case `c`, each beginning with AND. */
function matching(criteria: CaseCriteria): Prisma.Sql {
  const { openedAt, tags, isAssigned, isSnoozed, slaBreached } = criteria;
  const among = (column: string, values: readonly string[] | undefined, type: 'text' | 'uuid') =>
    values
      ? [Prisma.sql`AND ${Prisma.raw(`c."${column}"::${type}`)} = ANY (${[...values]}::${Prisma.raw(type)}[])`]
      : [];
  const isNull = (column: string, wanted: boolean) => Prisma.raw(`AND c."${column}" IS ${wanted ? '' : 'NOT '}NULL`);
  const BREACHED = Prisma.sql`(c."firstAnswerBreachedAt" IS NOT NULL OR c."resolutionBreachedAt" IS NOT NULL)`;
  const parts = [
    ...among('id', criteria.ids, 'uuid'),
    ...among('stateText', criteria.states, 'text'),
    ...among('type', criteria.types, 'text'),
    ...among('severity', criteria.severities, 'text'),
    ...among('priority', criteria.priorities, 'text'),
    ...among('projectId', criteria.projectIds, 'uuid'),
    ...among('customerId', criteria.customerIds, 'uuid'),
    ...among('assigneeId', criteria.assigneeIds, 'uuid'),
    ...(criteria.numbers ? [Prisma.sql`AND c."number" = ANY (${[...criteria.numbers]}::int[])`] : []),
    ...(tags ? [Prisma.sql`AND c."tags" && ${[...tags]}::text[]`] : []),
    ...(typeof isAssigned === 'boolean' ? [isNull('assigneeId', !isAssigned)] : []),
    ...(typeof isSnoozed === 'boolean' ? [isNull('snoozedUntil', !isSnoozed)] : []),
    ...(typeof slaBreached === 'boolean' ? [Prisma.sql`AND ${BREACHED} = ${slaBreached}::boolean`] : []),
    ...(openedAt?.gte ? [Prisma.sql`AND c."openedAt" >= ${new Date(openedAt.gte)}`] : []),
    ...(openedAt?.lt ? [Prisma.sql`AND c."openedAt" < ${new Date(openedAt.lt)}`] : []),
  ];
  return parts.length > 0 ? Prisma.join(parts, ' ') : Prisma.empty;
}

/** Messages of a case among which the one that shows best why it was found is looked for, the newest first. */
const MAX_LOOKED_AT = 20;
const MAX_TEXT = 20_000;
const HEADLINE = `StartSel=${MARK.start}, StopSel=${MARK.end}, MaxFragments=2, MinWords=8, MaxWords=30, FragmentDelimiter=" … "`;

export interface MarkedCase {
  readonly caseId: string;
  /** Null: the subject. */
  readonly messageId: string | null;
  /** With the words that were looked for between MARK.start and MARK.end. */
  readonly text: string;
}

/** Of each case the subject or the message that has most of the query's words, cut to what surrounds them. */
export function markCases(db: TenantDb, query: string, caseIds: readonly string[]): Promise<MarkedCase[]> {
  return db.$queryRaw<MarkedCase[]>`
    WITH looked AS MATERIALIZED (
      SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS words FROM unnest(to_tsvector('english', ${query}))
    ), parts AS (
      SELECT c."id" AS "caseId", NULL::uuid AS "messageId", c."subject" AS "text"
      FROM "Case" c WHERE c."tenantId" = ${db.$tenantId}::uuid AND c."id" = ANY (${[...caseIds]}::uuid[])
      UNION ALL
      SELECT m."caseId", m."id", left(m."body", ${MAX_TEXT}::int)
      FROM unnest(${[...caseIds]}::uuid[]) AS wanted("id") CROSS JOIN LATERAL (
        SELECT * FROM "CaseMessage" m WHERE m."tenantId" = ${db.$tenantId}::uuid AND m."caseId" = wanted."id"
        ORDER BY m."id" DESC LIMIT ${MAX_LOOKED_AT}::int
      ) m
    ), chosen AS (
      SELECT DISTINCT ON (p."caseId") p."caseId", p."messageId", translate(p."text", ${MARK.start + MARK.end}, '') AS "text"
      FROM parts p CROSS JOIN looked l
      ORDER BY p."caseId", COALESCE(ts_rank_cd(to_tsvector('english', p."text"), l.words), 0) DESC, p."messageId" NULLS FIRST
    )
    SELECT c."caseId"::text, c."messageId"::text, CASE WHEN l.words IS NULL THEN left(c."text", 240)
      ELSE ts_headline('english', c."text", l.words, ${HEADLINE}) END AS "text"
    FROM chosen c CROSS JOIN looked l`;
}
