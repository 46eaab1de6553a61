import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import { enqueueJobs } from '../operations/job.service.js';
import { EmbedArticle, embeddingKey } from './embed-article.job.js';
import { upsertArticles } from './import.sql.js';
import type { ImportedArticle } from './import-articles.job.js';
import { keepVersions } from './kb-article.sql.js';

export const IMPORT_ACTOR = { kind: 'SYSTEM', id: null, label: 'article import' } as const;

export interface StoredCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Publishes articles, or updates those that are known by their source, and has embedded what changed. */
export async function storeArticles(
  tx: Transaction,
  projectId: string,
  articles: readonly ImportedArticle[],
  parentId: string,
): Promise<StoredCounts> {
  const changed = await upsertArticles(
    tx,
    projectId,
    articles.map((article) => ({ id: newId(), ...article })),
  );
  const ids = changed.map(({ id }) => id);
  await keepVersions(tx, ids, 'IMPORTED', IMPORT_ACTOR);
  await enqueueJobs(
    tx,
    EmbedArticle,
    changed.map((article) => ({
      payload: { articleId: article.id },
      subject: { type: 'KbArticle', id: article.id },
      dedupeKey: embeddingKey(article),
    })),
    { requestedBy: IMPORT_ACTOR, parentId },
  );
  const created = changed.filter(({ version }) => version === 1).length;
  return { created, updated: changed.length - created, unchanged: articles.length - changed.length };
}
