import { handleJob } from '../../jobs/define-job.js';
import { EmbedArticle } from './embed-article.job.js';
import { embedChunks } from './embed-chunks.service.js';
import { searchEmbedder } from './embedding.js';

/** What a search compares is written under the fence, by `run` itself, so that a job that is tried again goes on. */
export const embedArticle = handleJob({
  definition: EmbedArticle,
  async run({ articleId }, run) {
    const { jobId, requestId } = run;
    const article = await run.db.kbArticle.findFirst({ where: { id: articleId }, select: { projectId: true } });
    const subject = article && { type: 'KbArticle', id: articleId };
    const projectId = article?.projectId ?? null;
    const embedder = await searchEmbedder(run, { projectId, subject, jobId, requestId });
    await run.progress({ stage: 'embed', percent: 5 });
    const done = await embedChunks(run.db, embedder, articleId, run.signal, ({ chunks, embedded }) => {
      const percent = 5 + (90 * Math.min(embedded, chunks)) / chunks;
      return run.progress({ stage: 'embed', percent, counters: { chunks, embedded } });
    });
    if (!done) return { embeddingModel: null, chunks: 0, embedded: 0 };
    if (done.chunks > 0) run.log.info(`${done.embedded} of ${done.chunks} chunks embedded`);
    return { embeddingModel: embedder.embeddingModel, ...done };
  },
  async onGiveUp(tx, _failure, { articleId }) {
    await tx.kbArticle.updateMany({
      where: { id: articleId, embeddingState: { not: 'FRESH' } },
      data: { embeddingState: 'FAILED' },
    });
  },
});
