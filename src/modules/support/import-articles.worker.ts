import { v7 as newId } from 'uuid';
import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { enqueueJobs } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { EmbedArticle, embeddingKey } from './embed-article.job.js';
import { emptyPayload, upsertArticles } from './import.sql.js';
import { ImportArticles } from './import-articles.job.js';
import { keepVersions } from './kb-article.sql.js';

const IMPORT_ACTOR = { kind: 'SYSTEM', id: null, label: 'article import' } as const;

export const importArticles = handleJob({
  definition: ImportArticles,
  async run({ projectId, articles }, run) {
    await run.progress({ stage: 'store', percent: 10, counters: { articles: articles.length } });
    const counts = await transact(run.db, async (tx) => {
      const rows = articles.map((article) => ({ id: newId(), ...article }));
      const changed = await upsertArticles(tx, projectId, rows);
      const ids = changed.map(({ id }) => id);
      await keepVersions(tx, ids, 'IMPORTED', IMPORT_ACTOR);
      const created = changed.filter(({ version }) => version === 1).length;
      await enqueueJobs(
        tx,
        EmbedArticle,
        changed.map((article) => ({
          payload: { articleId: article.id },
          subject: { type: 'KbArticle', id: article.id },
          dedupeKey: embeddingKey(article),
        })),
        { requestedBy: IMPORT_ACTOR, parentId: run.jobId },
      );
      return { created, updated: changed.length - created, unchanged: articles.length - changed.length };
    });
    await run.progress({ stage: 'store', percent: 100, counters: { articles: articles.length, ...counts } });
    run.log.info(`${counts.created} articles created, ${counts.updated} updated, ${counts.unchanged} unchanged`);
    return counts;
  },
  async apply(tx, counts, { projectId }, { jobId }) {
    await emptyPayload(tx, jobId, 'articles');
    if (counts.created + counts.updated === 0) return;
    const subject = { type: 'Project', id: projectId };
    await recordEvent(tx, { kind: 'KB_ARTICLES_IMPORTED', subject, actor: IMPORT_ACTOR, data: { ...counts } });
  },
});
