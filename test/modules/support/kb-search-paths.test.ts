import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { cube } from '@electric-sql/pglite/contrib/cube';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite/vector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProject } from '../../../tools/project.js';

/*
 * The PostgreSQL of the other tests has no pgvector. This one, which runs inside the process, has: all migrations are
 * loaded into it, and both ways to find what is nearest are asked the same.
 */

const DIMENSIONS = 384;
const ARTICLES = 200;
const WANTED = 40;

interface Found {
  readonly articleId: string;
  readonly semantic: number;
}

let db: PGlite;
const tenants = [randomUUID(), randomUUID()] as const;
const projects: string[] = [];
const random = numbers(7);
const seenPaths: string[] = [];
beforeAll(async () => {
  db = await PGlite.create({ extensions: { vector, btree_gin, cube, pg_trgm } });
  await db.exec('CREATE EXTENSION vector');
  const folder = inProject('prisma/migrations');
  for (const name of readdirSync(folder)
    .filter((entry) => /^\d/.test(entry))
    .sort()) {
    await db.exec(readFileSync(`${folder}/${name}/migration.sql`, 'utf8'));
  }
  seenPaths.push(await pathNow());
  // Written while there is no index, so that both forms of the vectors are there.
  await db.exec('ALTER INDEX "KbChunk_vector_384_idx" RENAME TO away');
  for (const tenant of tenants) await fill(tenant);
  await db.exec('ANALYZE');
});
afterAll(() => db.close());

describe('what is nearest', () => {
  it('is found alike by the index of pgvector, by the distances of cubes, and by looking at every number', async () => {
    expect(seenPaths).toEqual(['INDEX']);
    const queries = Array.from({ length: 10 }, unit);
    expect(await pathNow()).toBe('EXACT');
    const exact = await Promise.all(queries.map((query) => nearest(query)));
    const plain = await Promise.all(queries.map((query) => byEveryNumber(query)));
    for (const [index, found] of exact.entries()) {
      expect(found.map(({ articleId }) => articleId)).toEqual(plain[index]?.map(({ articleId }) => articleId));
      for (const [place, { semantic }] of found.entries()) {
        expect(semantic).toBeCloseTo(plain[index]?.[place]?.semantic ?? Number.NaN, 12);
      }
    }
    await db.exec('ALTER INDEX away RENAME TO "KbChunk_vector_384_idx"');
    expect(await pathNow()).toBe('INDEX');
    const indexed = await Promise.all(queries.map((query) => nearest(query)));
    let same = 0;
    for (const [index, found] of indexed.entries()) {
      const known = new Map(exact[index]?.map(({ articleId, semantic }) => [articleId, semantic]));
      expect(found[0]?.articleId).toBe(exact[index]?.[0]?.articleId);
      for (const { articleId, semantic } of found) {
        const other = known.get(articleId);
        if (other === undefined) continue;
        same += 1;
        expect(semantic).toBeCloseTo(other, 5);
      }
    }
    // An index of neighbours may miss one now and then.
    expect(same / (queries.length * WANTED)).toBeGreaterThan(0.98);
  });

  it('is of the tenant alone, and of what the filter lets through, on both paths', async () => {
    const query = unit();
    const others = new Set((await nearest(query, { tenant: tenants[1] })).map(({ articleId }) => articleId));
    for (const rename of ['"KbChunk_vector_384_idx" RENAME TO away', 'away RENAME TO "KbChunk_vector_384_idx"']) {
      await db.exec(`ALTER INDEX ${rename}`);
      const own = await nearest(query, { tags: ['third'] });
      expect(own).toHaveLength(WANTED);
      expect(own.some(({ articleId }) => others.has(articleId))).toBe(false);
      const { rows } = await db.query<{ wrong: number }>(
        `SELECT count(*)::int AS wrong FROM "KbArticle" WHERE "id" = ANY ($1::uuid[]) AND NOT "tags" && ARRAY['third']`,
        [own.map(({ articleId }) => articleId)],
      );
      expect(rows).toEqual([{ wrong: 0 }]);
      expect(await nearest(query, { tenant: null })).toEqual([]);
      expect(await nearest(query, { states: ['DRAFT'] })).toEqual([]);
    }
  });

  it('is compared without the index again when pgvector goes, once the owner has said so', async () => {
    const query = unit();
    await db.exec('DELETE FROM "KbVector"; DROP INDEX "KbChunk_vector_384_idx"');
    expect(await nearest(query)).toEqual([]);
    await db.exec('DROP EXTENSION vector CASCADE');
    const { rows } = await db.query(`SELECT kb_vector_setup(${DIMENSIONS}) AS path`);
    expect(rows).toEqual([{ path: 'EXACT' }]);
    expect(await nearest(query)).toEqual(await byEveryNumber(query).then(closely));
  });
});

/** Semantics as the cubes compute them, which differ in the last digits. */
const closely = (found: readonly Found[]) =>
  found.map(({ articleId, semantic }) => ({ articleId, semantic: expect.closeTo(semantic, 12) }));

async function pathNow(): Promise<string> {
  const { rows } = await db.query<{ path: string }>(`SELECT kb_search_path(${DIMENSIONS}) AS path`);
  return rows[0]?.path ?? '';
}

interface Asked {
  readonly tenant?: string | null;
  readonly tags?: readonly string[];
  readonly states?: readonly string[];
}

/** As a gateway asks: under the role that row security binds. */
function nearest(query: readonly number[], { tenant = tenants[0], tags, states = ['PUBLISHED'] }: Asked = {}) {
  return db.transaction(async (tx) => {
    await tx.exec('SET LOCAL ROLE switchyard_app');
    await tx.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant ?? '']);
    const { rows } = await tx.query<Found>(
      `SELECT "articleId", "semantic" FROM kb_nearest($1::text::real[], 'm', ${WANTED}, NULL, $2, $3)`,
      [`{${query.join(',')}}`, states, tags ?? null],
    );
    return rows;
  });
}

/** The definition: the dot product with the best chunk of each article. */
async function byEveryNumber(query: readonly number[]): Promise<Found[]> {
  const { rows } = await db.query<Found>(
    `SELECT c."articleId", max(vector_dot(c."embedding", $1::text::real[])) AS "semantic" FROM "KbChunk" c
     WHERE c."tenantId" = $2 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${WANTED}`,
    [`{${query.join(',')}}`, tenants[0]],
  );
  return rows;
}

async function fill(tenant: string): Promise<void> {
  const project = randomUUID();
  projects.push(project);
  await db.query('INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1::uuid, $1::text, $1::text)', [tenant]);
  await db.query(`INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES ($1, $2, 'K', 'K')`, [
    project,
    tenant,
  ]);
  const articles = Array.from({ length: ARTICLES }, (_, index) => ({
    id: randomUUID(),
    tags: index % 3 === 0 ? ['third'] : [],
  }));
  const chunks = articles.flatMap(({ id }) =>
    [unit(), unit()].map((vector) => ({ id, vector: `{${vector.join(',')}}` })),
  );
  await db.query(
    `INSERT INTO "KbArticle" ("id", "tenantId", "projectId", "title", "body", "state", "tags")
     SELECT r."id", $1, $2, 'T', 'B', 'PUBLISHED', ARRAY(SELECT jsonb_array_elements_text(r."tags"))
     FROM jsonb_to_recordset($3::text::jsonb) AS r("id" uuid, "tags" jsonb)`,
    [tenant, project, JSON.stringify(articles)],
  );
  await db.query(
    `INSERT INTO "KbChunk" ("id", "tenantId", "articleId", "position", "heading", "text", "hash", "embedding", "embeddingModel")
     SELECT gen_random_uuid(), $1, r."id", 0, '', 'x', 'h', r."vector"::real[], 'm'
     FROM jsonb_to_recordset($2::text::jsonb) AS r("id" uuid, "vector" text)`,
    [tenant, JSON.stringify(chunks)],
  );
}

/** A vector of length one, in which most numbers are zero, as in those of texts. */
function unit(): number[] {
  const values = Array.from({ length: DIMENSIONS }, () => (random() < 0.3 ? random() - 0.5 : 0));
  const length = Math.hypot(...values);
  return values.map((value) => Math.fround(value / length));
}

/** The same numbers from 0 to 1 in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
