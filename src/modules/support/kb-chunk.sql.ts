import type { TenantDb } from '../../db/tenant.js';
import type { Transaction } from '../../db/transaction.js';
import type { ArticleChunk } from './article-chunks.js';

/** A chunk that has no embedding in the space asked for. */
export interface PendingChunk {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
}

/**
 * Makes an article's rows those of its present chunks: rows of the same hash stay, with their embeddings, whatever
 * their place is now; the rest goes or comes.
 */
export async function syncChunks(tx: Transaction, articleId: string, chunks: readonly ArticleChunk[]): Promise<void> {
  await tx.$executeRaw`
    WITH wanted AS MATERIALIZED (
      SELECT w.*, row_number() OVER (PARTITION BY w."hash" ORDER BY w."position") AS twin
      FROM jsonb_to_recordset(${JSON.stringify(chunks)}::jsonb) AS w("position" int, "heading" text, "text" text, "hash" text)
    ), present AS MATERIALIZED (
      SELECT "id", "hash", row_number() OVER (PARTITION BY "hash" ORDER BY "position", "id") AS twin
      FROM "KbChunk" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "articleId" = ${articleId}::uuid
    ), gone AS (
      DELETE FROM "KbChunk" c USING present p
      WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."id" = p."id"
        AND NOT EXISTS (SELECT FROM wanted w WHERE w."hash" = p."hash" AND w.twin = p.twin)
    ), moved AS (
      UPDATE "KbChunk" c SET "position" = w."position" FROM present p JOIN wanted w USING ("hash", twin)
      WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."id" = p."id" AND c."position" <> w."position"
    )
    INSERT INTO "KbChunk" ("id", "tenantId", "articleId", "position", "heading", "text", "hash")
    SELECT gen_random_uuid(), ${tx.$tenantId}::uuid, ${articleId}::uuid, w."position", w."heading", w."text", w."hash"
    FROM wanted w LEFT JOIN present p USING ("hash", twin) WHERE p."id" IS NULL`;
}

/** Chunks of an article that have no embedding of the model yet, in their order. */
export function pendingChunks(
  tx: Transaction,
  articleId: string,
  embeddingModel: string,
  limit: number,
): Promise<PendingChunk[]> {
  return tx.$queryRaw<PendingChunk[]>`
    SELECT "id"::text, "heading", "text" FROM "KbChunk"
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "articleId" = ${articleId}::uuid
      AND "embeddingModel" IS DISTINCT FROM ${embeddingModel}
    ORDER BY "position" LIMIT ${limit}::int`;
}

/** Stores embeddings of chunks; a chunk that is gone by now is left out. */
export async function storeEmbeddings(
  tx: Transaction,
  embeddingModel: string,
  embedded: readonly { readonly id: string; readonly embedding: Float32Array }[],
): Promise<void> {
  const ids = embedded.map(({ id }) => id);
  const vectors = embedded.map(({ embedding }) => `{${embedding.join(',')}}`);
  await tx.$executeRaw`
    UPDATE "KbChunk" c SET "embedding" = v.embedding::real[], "embeddingModel" = ${embeddingModel}
    FROM unnest(${ids}::uuid[], ${vectors}::text[]) AS v(id, embedding)
    WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."id" = v.id`;
}

/**
 * Marks an article FRESH when all its chunks have embeddings of the model and its text is still this version's. Its own
 * embedding, which gateways of the last version compare, becomes the mean of its chunks'.
 * @returns whether that is so
 */
export async function finishEmbedding(
  tx: Transaction,
  article: { readonly id: string; readonly version: number },
  embeddingModel: string,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    WITH mean AS MATERIALIZED (
      SELECT array_agg(value ORDER BY place) AS vector, sqrt(sum(value * value)) AS length FROM (
        SELECT place, sum(value::float8) AS value
        FROM "KbChunk" c CROSS JOIN LATERAL unnest(c."embedding") WITH ORDINALITY AS e(value, place)
        WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."articleId" = ${article.id}::uuid GROUP BY place
      ) sums
    )
    UPDATE "KbArticle" a SET "embeddingState" = 'FRESH', "embeddingModel" = ${embeddingModel}, "embedding" =
      COALESCE((SELECT array_agg((CASE WHEN m.length = 0 THEN value ELSE value / m.length END)::real ORDER BY place)
        FROM mean m CROSS JOIN LATERAL unnest(m.vector) WITH ORDINALITY AS e(value, place)), '{}')
    WHERE a."tenantId" = ${tx.$tenantId}::uuid AND a."id" = ${article.id}::uuid AND a."version" = ${article.version}
      AND NOT EXISTS (SELECT FROM "KbChunk" c WHERE c."tenantId" = a."tenantId" AND c."articleId" = a."id"
        AND c."embeddingModel" IS DISTINCT FROM ${embeddingModel})`;
  return changed > 0;
}

/**
 * Marks the published articles STALE whose vectors lie in another space.
 * @returns how many are to be embedded in all
 */
export async function markStale(tx: Transaction, embeddingModel: string): Promise<number> {
  await tx.$executeRaw`
    UPDATE "KbArticle" SET "embeddingState" = 'STALE'
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "state" = 'PUBLISHED' AND "embeddingState" IN ('FRESH', 'FAILED')
      AND "embeddingModel" IS DISTINCT FROM ${embeddingModel}`;
  return tx.kbArticle.count({ where: { state: 'PUBLISHED', embeddingState: { not: 'FRESH' } } });
}

/** Published articles that have no vectors of the space yet, by their ids, behind one of them. */
export async function staleArticles(
  db: TenantDb,
  embeddingModel: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db.kbArticle.findMany({
    where: {
      state: 'PUBLISHED',
      OR: [{ embeddingState: { not: 'FRESH' } }, { embeddingModel: { not: embeddingModel } }],
      ...(after === null ? {} : { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
