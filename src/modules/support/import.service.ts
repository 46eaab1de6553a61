import type { TenantDb } from '../../db/tenant.js';
import { InvalidInput } from '../../errors.js';
import type { Job } from '../../generated/prisma/client.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { startJob } from '../operations/job.service.js';
import { ImportArticles, type ImportedArticle } from './import-articles.job.js';
import { ImportCases, type ImportedCase } from './import-cases.job.js';

/** Rows one request may bring, and the text in all of them (characters). */
export const IMPORT_MAX_ROWS = 200;
export const IMPORT_MAX_CHARS = 1_000_000;

/** Stores a batch of closed cases in a job. @throws NotFound when there is no such project; InvalidInput */
export async function importCases(
  db: TenantDb,
  projectId: string,
  cases: readonly ImportedCase[],
  { actor: requestedBy, requestId }: Cause,
): Promise<Job> {
  await requireProject(db, projectId);
  checkBatch(cases, 'cases');
  const subject = { type: 'Project', id: projectId };
  return startJob(db, ImportCases, { projectId, cases: [...cases] }, { subject, requestedBy, requestId });
}

/** Publishes a batch of articles in a job. @throws NotFound when there is no such project; InvalidInput */
export async function importArticles(
  db: TenantDb,
  projectId: string,
  articles: readonly ImportedArticle[],
  { actor: requestedBy, requestId }: Cause,
): Promise<Job> {
  await requireProject(db, projectId);
  checkBatch(articles, 'articles');
  const subject = { type: 'Project', id: projectId };
  return startJob(db, ImportArticles, { projectId, articles: [...articles] }, { subject, requestedBy, requestId });
}

function checkBatch(rows: readonly { readonly sourceKey: string; readonly body: string }[], field: string): void {
  const path = ['input', field];
  if (rows.length === 0 || rows.length > IMPORT_MAX_ROWS) {
    throw InvalidInput.at(path, `Send 1 to ${IMPORT_MAX_ROWS} at a time.`);
  }
  const chars = rows.reduce((sum, { body }) => sum + body.length, 0);
  if (chars > IMPORT_MAX_CHARS) throw InvalidInput.at(path, `Send at most ${IMPORT_MAX_CHARS} characters at a time.`);
  const issues = rows.flatMap(({ sourceKey }, index) =>
    rows.findIndex((row) => row.sourceKey === sourceKey) < index
      ? [
          {
            code: 'INVALID_INPUT' as const,
            message: 'Another row has this key.',
            path: [...path, `${index}`, 'sourceKey'],
          },
        ]
      : [],
  );
  if (issues.length > 0) throw new InvalidInput(issues);
}
