import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { EmbedArticle } from './embed-article.job.js';
import { embedTitled } from './embedding.js';

/** What a search compares is written under the fence, by `run` itself: a vector is no result worth keeping. */
export const embedArticle = handleJob({
  definition: EmbedArticle,
  async run({ articleId }, run) {
    const { models } = run.ports;
    await run.progress({ stage: 'embed', percent: 10 });
    for (;;) {
      const article = await run.db.kbArticle.findFirst({ where: { id: articleId } });
      if (!article) return { embeddingModel: null };
      const { version } = article;
      if (article.embeddingState === 'FRESH' && article.embeddingModel === models.embeddingModel) {
        return { embeddingModel: models.embeddingModel };
      }
      const mark = { where: { id: articleId, version }, data: { embeddingState: 'EMBEDDING' as const } };
      await transact(run.db, (tx) => tx.kbArticle.updateMany(mark));
      const vector = await embedTitled(models, article, run.signal);
      const { embeddingModel } = models;
      const { count } = await transact(run.db, (tx) =>
        tx.kbArticle.updateMany({
          where: { id: articleId, version },
          data: { embedding: Array.from(vector), embeddingModel, embeddingState: 'FRESH' },
        }),
      );
      if (count > 0) return { embeddingModel };
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
