import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Job, KbArticle, Prisma } from '../../generated/prisma/client.js';
import type { KbArticleChange } from '../../generated/prisma/enums.js';
import { requireProject } from '../identity/project.service.js';
import type { Actor, Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { TenantEventKind } from '../operations/tenant-event-kinds.js';
import { EmbedArticle, embeddingKey } from './embed-article.job.js';
import { keepVersions, lockArticle } from './kb-article.sql.js';
import { type ArticleOperation, statesFor } from './kb-article-states.js';

export interface NewArticle {
  readonly projectId: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Words to find it by; none by default. */
  readonly tags?: readonly string[] | null | undefined;
  /** Published at once, so that it is found; a draft otherwise. */
  readonly publish: boolean;
  /** The same key with the same request makes one article only. */
  readonly idempotencyKey?: string | null | undefined;
}

/** An article as a change left it. */
export interface ChangedArticle {
  readonly kbArticle: KbArticle;
  /** Computes its embedding; null where nobody searches it by meaning. */
  readonly job: Job | null;
}

export interface CreatedArticle extends ChangedArticle {
  /** Whether the key had made it before. */
  readonly deduplicated: boolean;
}

/** What is left out stays. */
export interface ArticleText {
  readonly title?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

/** Who decides on an article, and which version of it they saw. */
export interface ArticleDecision extends Cause, ExpectedVersion {}

/** Who changes articles where no person does: what an older gateway left unwritten in the history. */
const HISTORY: Actor = { kind: 'SYSTEM', id: null, label: 'history' };

/** @throws NotFound when there is no such project; IdempotencyMismatch */
export function createArticle(db: TenantDb, input: NewArticle, cause: Cause): Promise<CreatedArticle> {
  return transact(db, (tx) => createArticleIn(tx, input, cause));
}

/** `createArticle` as a part of something larger. @throws NotFound, IdempotencyMismatch */
export async function createArticleIn(tx: Transaction, input: NewArticle, cause: Cause): Promise<CreatedArticle> {
  const { projectId, title, body, publish, idempotencyKey } = input;
  const tags = distinct(input.tags ?? []);
  await requireProject(tx, projectId);
  const request = { projectId, title, body, tags, publish };
  const { id, isRepeated } = await claimKey(tx, { operation: 'kbArticleCreate', key: idempotencyKey, request });
  if (isRepeated) {
    return { kbArticle: await tx.kbArticle.findFirstOrThrow({ where: { id } }), job: null, deduplicated: true };
  }
  const state = publish ? 'PUBLISHED' : 'DRAFT';
  const publishedAt = publish ? new Date() : null;
  const data = { id, tenantId: tx.$tenantId, projectId, title, body, tags, state, publishedAt } as const;
  const kbArticle = await tx.kbArticle.create({ data });
  await keepVersions(tx, [id], 'CREATED', cause.actor);
  const subject = { type: 'KbArticle', id };
  await recordEvent(tx, { kind: 'KB_ARTICLE_CREATED', subject, ...cause, data: { title, state: kbArticle.state } });
  return { kbArticle, job: await requestEmbedding(tx, kbArticle, cause), deduplicated: false };
}

/**
 * Gives an article another text; a text that is the same as before changes nothing.
 * @throws NotFound, Conflict with the current article, InvalidState when it is archived
 */
export function updateArticle(
  db: TenantDb,
  id: string,
  text: ArticleText,
  decision: ArticleDecision,
): Promise<ChangedArticle> {
  return transact(db, async (tx) => {
    const current = await requireArticle(tx, id, 'UPDATE', decision);
    return setText(tx, current, text, { change: 'EDITED', data: {} }, decision);
  });
}

/**
 * Gives an article the text that it had in an earlier version, as a new version.
 * @param versionId of the row that holds the text
 * @throws NotFound, Conflict with the current article, InvalidState when it is archived
 */
export function restoreArticleVersion(
  db: TenantDb,
  versionId: string,
  decision: ArticleDecision,
): Promise<ChangedArticle> {
  return transact(db, async (tx) => {
    const version = await tx.kbArticleVersion.findFirst({ where: { id: versionId } });
    if (!version) throw new NotFound('The version', ['input', 'id']);
    const current = await requireArticle(tx, version.articleId, 'UPDATE', decision);
    const { title, body, tags, number } = version;
    const how = { change: 'RESTORED', data: { restoredVersion: number } } as const;
    return setText(tx, current, { title, body, tags }, how, decision);
  });
}

/**
 * From now on the article is found and cited.
 * @throws NotFound, Conflict with the current article, InvalidState when it is published already
 */
export function publishArticle(db: TenantDb, id: string, decision: ArticleDecision): Promise<ChangedArticle> {
  return transact(db, async (tx) => {
    const current = await requireArticle(tx, id, 'PUBLISH', decision);
    const data = { state: 'PUBLISHED', publishedAt: new Date() } as const;
    const kbArticle = await changeArticle(tx, current, data, 'PUBLISHED', decision);
    await announce(tx, 'KB_ARTICLE_PUBLISHED', kbArticle, decision, {});
    return { kbArticle, job: await requestEmbedding(tx, kbArticle, decision) };
  });
}

/**
 * Puts an article away: it is kept, and neither found nor cited any more.
 * @throws NotFound, Conflict with the current article, InvalidState when it is archived already
 */
export function archiveArticle(db: TenantDb, id: string, decision: ArticleDecision): Promise<ChangedArticle> {
  return transact(db, async (tx) => {
    const current = await requireArticle(tx, id, 'ARCHIVE', decision);
    const kbArticle = await changeArticle(tx, current, { state: 'ARCHIVED' }, 'ARCHIVED', decision);
    await announce(tx, 'KB_ARTICLE_ARCHIVED', kbArticle, decision, {});
    return { kbArticle, job: null };
  });
}

/** Asks for the embedding of an article's present text; null where it is not searched. */
async function requestEmbedding(tx: Transaction, article: KbArticle, cause: Cause): Promise<Job | null> {
  if (article.state !== 'PUBLISHED') return null;
  const { actor: requestedBy, requestId } = cause;
  const subject = { type: 'KbArticle', id: article.id };
  const options = { subject, requestedBy, requestId, dedupeKey: embeddingKey(article) };
  return enqueueJob(tx, EmbedArticle, { articleId: article.id }, options);
}

async function setText(
  tx: Transaction,
  current: KbArticle,
  text: ArticleText,
  { change, data }: { readonly change: KbArticleChange; readonly data: Prisma.InputJsonObject },
  decision: ArticleDecision,
): Promise<ChangedArticle> {
  const title = text.title ?? current.title;
  const body = text.body ?? current.body;
  const tags = distinct(text.tags ?? current.tags);
  const isOtherText = title !== current.title || body !== current.body;
  if (!isOtherText && tags.join('\n') === current.tags.join('\n')) return { kbArticle: current, job: null };
  const stale = isOtherText ? ({ embeddingState: 'STALE' } as const) : {};
  const kbArticle = await changeArticle(tx, current, { title, body, tags, ...stale }, change, decision);
  await announce(tx, 'KB_ARTICLE_UPDATED', kbArticle, decision, data);
  return { kbArticle, job: isOtherText ? await requestEmbedding(tx, kbArticle, decision) : null };
}

/** The article under lock, if the operation is possible now. */
async function requireArticle(
  tx: Transaction,
  id: string,
  operation: ArticleOperation,
  decision: ArticleDecision,
): Promise<KbArticle> {
  const current = await lockArticle(tx, id);
  if (!current) throw new NotFound('The article', ['input', 'id']);
  checkVersion('article', { kbArticle: current }, decision);
  if (!statesFor(operation).includes(current.state)) {
    throw new InvalidState(`An article that is ${current.state} does not allow ${operation}.`);
  }
  return current;
}

/** Changes a locked article, as a version of its own. */
async function changeArticle(
  tx: Transaction,
  { id, version }: KbArticle,
  data: Prisma.KbArticleUpdateManyMutationInput,
  change: KbArticleChange,
  { actor }: ArticleDecision,
): Promise<KbArticle> {
  await keepVersions(tx, [id], 'CREATED', HISTORY);
  await tx.kbArticle.updateMany({
    where: { id, version },
    data: { ...data, version: { increment: 1 }, updatedAt: new Date() },
  });
  await keepVersions(tx, [id], change, actor);
  return tx.kbArticle.findFirstOrThrow({ where: { id } });
}

async function announce(
  tx: Transaction,
  kind: TenantEventKind,
  { id, title, state, version }: KbArticle,
  { actor, requestId }: ArticleDecision,
  data: Prisma.InputJsonObject,
): Promise<void> {
  const subject = { type: 'KbArticle', id };
  await recordEvent(tx, { kind, subject, actor, requestId, data: { title, state, version, ...data } });
}

function distinct(tags: readonly string[]): string[] {
  return [...new Set(tags)];
}
