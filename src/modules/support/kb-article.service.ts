import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import type { Job, KbArticle } from '../../generated/prisma/client.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { EmbedArticle, embeddingKey } from './embed-article.job.js';

export interface NewArticle {
  readonly projectId: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Published at once, so that it is found; a draft otherwise. */
  readonly publish: boolean;
}

export interface CreatedArticle {
  readonly kbArticle: KbArticle;
  /** Computes its embedding; null for a draft, which nobody searches. */
  readonly job: Job | null;
}

/** @throws NotFound when there is no such project */
export function createArticle(db: TenantDb, input: NewArticle, cause: Cause): Promise<CreatedArticle> {
  const { projectId, title, body, publish } = input;
  return transact(db, async (tx) => {
    await requireProject(tx, projectId);
    const kbArticle = await tx.kbArticle.create({
      data: { tenantId: tx.$tenantId, projectId, title, body, state: publish ? 'PUBLISHED' : 'DRAFT' },
    });
    const subject = { type: 'KbArticle', id: kbArticle.id };
    await recordEvent(tx, { kind: 'KB_ARTICLE_CREATED', subject, ...cause, data: { title, state: kbArticle.state } });
    if (!publish) return { kbArticle, job: null };
    const { actor: requestedBy, requestId } = cause;
    const options = { subject, requestedBy, requestId, dedupeKey: embeddingKey(kbArticle) };
    return { kbArticle, job: await enqueueJob(tx, EmbedArticle, { articleId: kbArticle.id }, options) };
  });
}
