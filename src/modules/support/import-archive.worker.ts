import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { handleJob, type JobRun, PermanentJobError } from '../../jobs/define-job.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { ArchiveRefused, readArchive } from './article-archive.js';
import { type ArticleFile, articleOf } from './article-file.js';
import { IMPORT_ACTOR, storeArticles } from './article-store.service.js';
import { ImportArchive } from './import-archive.job.js';

/** Files that are stored with one transaction, which also says how far the import is. */
const BATCH = 25;

export const importArchive = handleJob({
  definition: ImportArchive,
  async run({ importId, projectId }, run) {
    await run.progress({ stage: 'read', percent: 0 });
    const files = await readFiles(run, importId);
    for (;;) {
      const { position, ...counts } = await standOf(run.db, importId);
      const percent = 5 + (95 * position) / files.length;
      await run.progress({ stage: 'store', percent, counters: { files: files.length, ...counts } });
      run.signal.throwIfAborted();
      const batch = files.slice(position, position + BATCH);
      if (batch.length === 0) return counts;
      await transact(run.db, async (tx) => {
        const articles = batch.map(articleOf).filter((article) => article !== null);
        const stored = await storeArticles(tx, projectId, articles, run.jobId);
        await tx.kbImport.updateMany({
          where: { id: importId, position },
          data: {
            position: { increment: batch.length },
            created: { increment: stored.created },
            updated: { increment: stored.updated },
            unchanged: { increment: stored.unchanged },
            empty: { increment: batch.length - articles.length },
          },
        });
      });
    }
  },
  async apply(tx, counts, { importId, projectId }) {
    await tx.kbImport.updateMany({
      where: { id: importId },
      data: { archive: new Uint8Array(), finishedAt: new Date() },
    });
    if (counts.created + counts.updated === 0) return;
    const subject = { type: 'Project', id: projectId };
    await recordEvent(tx, { kind: 'KB_ARTICLES_IMPORTED', subject, actor: IMPORT_ACTOR, data: { ...counts } });
  },
});

/** How far an import is: every batch says so in the transaction that stores it, so that nothing is counted twice. */
function standOf(db: TenantDb, id: string) {
  const select = { position: true, created: true, updated: true, unchanged: true, empty: true } as const;
  return db.kbImport.findFirstOrThrow({ where: { id }, select });
}

async function readFiles({ db }: Pick<JobRun, 'db'>, id: string): Promise<ArticleFile[]> {
  const found = await db.kbImport.findFirst({ where: { id }, select: { archive: true } });
  if (!found) throw new PermanentJobError('IMPORT_GONE', 'What was to be imported is not there any more.');
  const files: ArticleFile[] = [];
  try {
    for await (const file of readArchive(Buffer.from(found.archive))) files.push(file);
  } catch (error) {
    if (error instanceof ArchiveRefused) throw new PermanentJobError('ARCHIVE_REFUSED', error.message);
    throw error;
  }
  return files;
}
