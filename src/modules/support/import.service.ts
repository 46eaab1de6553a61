import { createHash } from 'node:crypto';
import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput } from '../../errors.js';
import type { Job } from '../../generated/prisma/client.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob, startJob } from '../operations/job.service.js';
import { ArchiveRefused, checkArchive } from './article-archive.js';
import { ImportArchive } from './import-archive.job.js';
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

/**
 * Publishes the articles of a zip archive in a job. While the same archive is being imported into the project, asking
 * again gives that job.
 * @param encoded base64
 * @throws NotFound when there is no such project; InvalidInput when the archive is not taken; IdempotencyMismatch
 */
export async function importArchive(
  db: TenantDb,
  { projectId, archive: encoded, idempotencyKey }: NewArchiveImport,
  { actor: requestedBy, requestId }: Cause,
): Promise<Job> {
  await requireProject(db, projectId);
  const archive = await decodeArchive(encoded);
  const hash = createHash('sha256').update(archive).digest('hex');
  return transact(db, async (tx) => {
    const request = { projectId, hash };
    const { id, isRepeated } = await claimKey(tx, { operation: 'kbArchiveImport', key: idempotencyKey, request });
    const sameArchive = { kind: ImportArchive.kind, subjectId: projectId, dedupeKey: hash };
    if (isRepeated) return tx.job.findFirstOrThrow({ where: sameArchive, orderBy: { id: 'desc' } });
    const options = { subject: { type: 'Project', id: projectId }, requestedBy, requestId };
    const job = await enqueueJob(tx, ImportArchive, { importId: id, projectId }, { ...options, dedupeKey: hash });
    // A job that was joined has an archive already.
    const isJoined = await tx.kbImport.findFirst({ where: { jobId: job.id }, select: { id: true } });
    if (!isJoined) {
      await tx.kbImport.create({ data: { id, tenantId: tx.$tenantId, projectId, jobId: job.id, archive } });
    }
    return job;
  });
}

export interface NewArchiveImport {
  readonly projectId: string;
  /** A zip, in base64. */
  readonly archive: string;
  readonly idempotencyKey?: string | null | undefined;
}

async function decodeArchive(encoded: string): Promise<Buffer<ArrayBuffer>> {
  const path = ['input', 'archive'];
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(encoded)) throw InvalidInput.at(path, 'Send the zip file in base64.');
  const archive = Buffer.from(encoded, 'base64');
  try {
    await checkArchive(archive);
  } catch (error) {
    if (error instanceof ArchiveRefused) throw InvalidInput.at(path, error.message);
    throw error;
  }
  return archive;
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
