import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { TemporaryJobError } from '../../jobs/define-job.js';
import { lockEmbeddingRoute } from '../models/embedding-route.service.js';
import { withModels } from '../models/model-failure.service.js';
import { chunkArticle } from './article-chunks.js';
import { embedUnderTitle, type SearchEmbedder } from './embedding.js';
import { lockArticle } from './kb-article.sql.js';
import { finishEmbedding, type PendingChunk, pendingChunks, storeEmbeddings, syncChunks } from './kb-chunk.sql.js';

/** Chunks that are embedded with one call and stored with one transaction. */
const BATCH = 32;

/** How far an article is. */
export interface EmbeddedSoFar {
  readonly chunks: number;
  /** By this call. */
  readonly embedded: number;
}

/**
 * Embeds the chunks of an article that have no vector of the embedder yet, and marks it FRESH. Each batch is stored as it
 * comes, so that a job that is tried again goes on.
 * @param onBatch is told after each batch
 * @returns null when the article is not there, or not published, any more
 * @throws the job's own failure when the model fails, or another one is to embed by now: two that embed the same article
 * for different searches would undo each other's work for ever
 */
export async function embedChunks(
  db: TenantDb,
  embedder: SearchEmbedder,
  articleId: string,
  signal: AbortSignal,
  onBatch: (soFar: EmbeddedSoFar) => Promise<void> = async () => {},
): Promise<EmbeddedSoFar | null> {
  const { embeddingModel } = embedder;
  let [chunks, embedded] = [0, 0];
  for (;;) {
    const article = await beginEmbedding(db, articleId, embedder);
    if (!article) return null;
    if (article === 'FRESH') return { chunks, embedded };
    chunks = article.chunks;
    for (let pending = article.pending; pending.length > 0; ) {
      signal.throwIfAborted();
      const batch = pending;
      const texts = batch.map(({ heading, text }) => (heading === '' ? text : `${heading}\n${text}`));
      let next: PendingChunk[] = [];
      await withModels(() =>
        embedUnderTitle(embedder, article.title, texts, {
          signal,
          keep: async (tx, vectors) => {
            next = [];
            if (!(await embedder.isCurrent(tx))) return;
            const stored = batch.map(({ id }, index) => ({ id, embedding: vectors[index] ?? new Float32Array() }));
            await storeEmbeddings(tx, embeddingModel, stored);
            next = await pendingChunks(tx, articleId, embeddingModel, BATCH);
          },
        }),
      );
      embedded += batch.length;
      pending = next;
      await onBatch({ chunks, embedded });
    }
    const isDone = await transact(db, async (tx) => {
      // Whoever changes the route after this finds an article to embed again.
      await lockEmbeddingRoute(tx);
      await requireCurrent(tx, embedder);
      return finishEmbedding(tx, article, embeddingModel);
    });
    if (isDone) return { chunks, embedded };
    // The text was changed meanwhile: once more, with what it says now.
  }
}

interface BegunEmbedding {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly chunks: number;
  readonly pending: PendingChunk[];
}

/** Brings the chunks of a published article up to date; null where there is none to search, FRESH where nothing is to do. */
function beginEmbedding(
  db: TenantDb,
  articleId: string,
  embedder: SearchEmbedder,
): Promise<BegunEmbedding | 'FRESH' | null> {
  const { embeddingModel } = embedder;
  return transact(db, async (tx) => {
    await requireCurrent(tx, embedder);
    const article = await lockArticle(tx, articleId);
    if (article?.state !== 'PUBLISHED') {
      const began = { id: articleId, embeddingState: 'EMBEDDING' } as const;
      await tx.kbArticle.updateMany({ where: began, data: { embeddingState: 'STALE' } });
      return null;
    }
    const { id, version, title } = article;
    const chunks = chunkArticle(article);
    await syncChunks(tx, id, chunks);
    const pending = await pendingChunks(tx, id, embeddingModel, BATCH);
    const isFresh = article.embeddingState === 'FRESH' && article.embeddingModel === embeddingModel;
    if (pending.length === 0 && isFresh) return 'FRESH';
    await tx.kbArticle.updateMany({ where: { id }, data: { embeddingState: 'EMBEDDING' } });
    return { id, version, title, chunks: chunks.length, pending };
  });
}

async function requireCurrent(tx: Transaction, embedder: SearchEmbedder): Promise<void> {
  if (await embedder.isCurrent(tx)) return;
  throw new TemporaryJobError('EMBEDDING_MODEL_CHANGED', 'Another model embeds from now on; it is asked next time.');
}
