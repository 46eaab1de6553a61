import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { chunkArticle } from './article-chunks.js';
import { EmbedArticle } from './embed-article.job.js';
import { embedderOf, embedUnderTitle } from './embedding.js';
import { lockArticle } from './kb-article.sql.js';
import { finishEmbedding, type PendingChunk, pendingChunks, storeEmbeddings, syncChunks } from './kb-chunk.sql.js';

/** Chunks that are embedded with one call and stored with one transaction. */
const BATCH = 32;

/** What a search compares is written under the fence, by `run` itself, so that a job that is tried again goes on. */
export const embedArticle = handleJob({
  definition: EmbedArticle,
  async run({ articleId }, run) {
    const embedder = embedderOf(run.ports);
    const { embeddingModel } = embedder;
    let [chunks, embedded] = [0, 0];
    const outcome = (model: string | null) => ({ embeddingModel: model, chunks, embedded });
    await run.progress({ stage: 'embed', percent: 5 });
    for (;;) {
      const article = await beginEmbedding(run.db, articleId, embeddingModel);
      if (!article) return outcome(null);
      if (article === 'FRESH') return outcome(embeddingModel);
      chunks = article.chunks;
      for (let pending = article.pending; pending.length > 0; ) {
        const texts = pending.map(({ heading, text }) => (heading === '' ? text : `${heading}\n${text}`));
        const vectors = await embedUnderTitle(embedder, article.title, texts, run.signal);
        const stored = pending.map(({ id }, index) => ({ id, embedding: vectors[index] ?? new Float32Array() }));
        pending = await transact(run.db, async (tx) => {
          await storeEmbeddings(tx, embeddingModel, stored);
          return pendingChunks(tx, articleId, embeddingModel, BATCH);
        });
        embedded += stored.length;
        const counters = { chunks, embedded };
        await run.progress({ stage: 'embed', percent: 5 + (90 * Math.min(embedded, chunks)) / chunks, counters });
      }
      if (await transact(run.db, (tx) => finishEmbedding(tx, article, embeddingModel))) {
        run.log.info(`${embedded} of ${chunks} chunks embedded`);
        return outcome(embeddingModel);
      }
      // The text was changed meanwhile: once more, with what it says now.
    }
  },
  async onGiveUp(tx, _failure, { articleId }) {
    await tx.kbArticle.updateMany({
      where: { id: articleId, embeddingState: { not: 'FRESH' } },
      data: { embeddingState: 'FAILED' },
    });
  },
});

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
  embeddingModel: string,
): Promise<BegunEmbedding | 'FRESH' | null> {
  return transact(db, async (tx) => {
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
