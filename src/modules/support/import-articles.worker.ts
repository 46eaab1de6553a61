import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { IMPORT_ACTOR, storeArticles } from './article-store.service.js';
import { emptyPayload } from './import.sql.js';
import { ImportArticles } from './import-articles.job.js';

export const importArticles = handleJob({
  definition: ImportArticles,
  async run({ projectId, articles }, run) {
    await run.progress({ stage: 'store', percent: 10, counters: { articles: articles.length } });
    const counts = await transact(run.db, (tx) => storeArticles(tx, projectId, articles, run.jobId));
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
