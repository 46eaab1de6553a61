import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, NotFound } from '../../errors.js';
import { checkVersion } from '../../expected-version.js';
import type { Job, KbArticle, KbSuggestion } from '../../generated/prisma/client.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { startJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { type ArticleDecision, createArticleIn } from './kb-article.service.js';
import { type FoundCluster, SuggestArticles } from './suggest-articles.job.js';

const SUGGESTION_ACTOR = { kind: 'SYSTEM', id: null, label: 'article suggestions' } as const;
/** An open suggestion that shares so much of its cases with a new group is the same one. */
const SAME_SHARE = 0.5;

/** Looks for missing articles of a project; asking again while that waits or runs gives the same job. @throws NotFound */
export async function requestSuggestions(db: TenantDb, projectId: string, cause: Cause): Promise<Job> {
  await requireProject(db, projectId);
  const { actor: requestedBy, requestId } = cause;
  const options = { subject: { type: 'Project', id: projectId }, requestedBy, requestId, dedupeKey: projectId };
  return startJob(db, SuggestArticles, { projectId }, options);
}

/** The effect of a search for missing articles: open suggestions become what was found; decided ones stay. */
export async function applyClusters(
  tx: Transaction,
  projectId: string,
  clusters: readonly FoundCluster[],
): Promise<void> {
  const open = await tx.kbSuggestion.findMany({
    where: { projectId, state: 'OPEN' },
    include: { cases: { select: { caseId: true } } },
    orderBy: { id: 'asc' },
  });
  const left = new Map(open.map(({ id, cases }) => [id, new Set(cases.map(({ caseId }) => caseId))]));
  let found = 0;
  for (const { title, members } of clusters) {
    // A case may be gone since it was looked at.
    const present = await tx.case.findMany({
      where: { id: { in: members.map(({ caseId }) => caseId) } },
      select: { id: true },
    });
    const kept = members.filter(({ caseId }) => present.some(({ id }) => id === caseId));
    if (kept.length === 0) continue;
    const same = [...left].find(([, cases]) => {
      const shared = kept.filter(({ caseId }) => cases.has(caseId)).length;
      return shared >= SAME_SHARE * Math.min(cases.size, kept.length);
    })?.[0];
    const values = { title, caseCount: kept.length };
    const { id } = same
      ? { id: same }
      : await tx.kbSuggestion.create({ data: { tenantId: tx.$tenantId, projectId, ...values } });
    if (same) {
      left.delete(same);
      const { count } = await tx.kbSuggestion.updateMany({
        where: { id, state: 'OPEN' },
        data: { ...values, version: { increment: 1 } },
      });
      // Somebody has decided on it meanwhile: it stays what they decided on.
      if (count === 0) continue;
      await tx.kbSuggestionCase.deleteMany({ where: { suggestionId: id } });
    } else {
      found += 1;
    }
    const tenantId = tx.$tenantId;
    await tx.kbSuggestionCase.createMany({
      data: kept.map((member, position) => ({ tenantId, suggestionId: id, position, ...member })),
    });
  }
  // What is no matter any more: an article has come, or the cases are old.
  await tx.kbSuggestion.deleteMany({ where: { id: { in: [...left.keys()] }, state: 'OPEN' } });
  if (found === 0) return;
  const subject = { type: 'Project', id: projectId };
  await recordEvent(tx, { kind: 'KB_SUGGESTIONS_FOUND', subject, actor: SUGGESTION_ACTOR, data: { found } });
}

/**
 * A person wants the article: a draft is made that says what it has to answer.
 * @throws NotFound, Conflict with the current suggestion, also when it is decided on already
 */
export async function acceptSuggestion(
  db: TenantDb,
  id: string,
  decision: ArticleDecision,
): Promise<{ readonly kbSuggestion: KbSuggestion; readonly kbArticle: KbArticle }> {
  const cause = { actor: decision.actor, requestId: decision.requestId };
  return transact(db, async (tx) => {
    const { projectId, title } = await requireOpen(tx, id, decision);
    const cases = await tx.kbSuggestionCase.findMany({
      where: { suggestionId: id },
      orderBy: { position: 'asc' },
      take: 20,
      select: { case: { select: { number: true, subject: true } } },
    });
    const asked = cases.map(({ case: { number, subject } }) => `- ${plain(subject)} (case ${number})`);
    const body = `<!-- What customers asked, in their words. Replace it by the answer. -->\n\n## To be answered\n\n${asked.join('\n')}`;
    const { kbArticle } = await createArticleIn(tx, { projectId, title, body, publish: false }, cause);
    const kbSuggestion = await decide(tx, id, 'ACCEPTED', kbArticle.id);
    const subject = { type: 'KbArticle', id: kbArticle.id };
    await recordEvent(tx, { kind: 'KB_SUGGESTION_ACCEPTED', subject, ...cause, data: { suggestionId: id, title } });
    return { kbSuggestion, kbArticle };
  });
}

/**
 * A person does not want the article; its cases are not suggested again.
 * @throws NotFound, Conflict with the current suggestion, also when it is decided on already
 */
export function dismissSuggestion(db: TenantDb, id: string, decision: ArticleDecision): Promise<KbSuggestion> {
  const cause = { actor: decision.actor, requestId: decision.requestId };
  return transact(db, async (tx) => {
    const { projectId, title } = await requireOpen(tx, id, decision);
    const subject = { type: 'Project', id: projectId };
    await recordEvent(tx, { kind: 'KB_SUGGESTION_DISMISSED', subject, ...cause, data: { suggestionId: id, title } });
    return decide(tx, id, 'DISMISSED', null);
  });
}

/** The suggestion under lock, if it waits for a decision. */
async function requireOpen(tx: Transaction, id: string, decision: ArticleDecision): Promise<KbSuggestion> {
  await tx.$queryRaw`SELECT FROM "KbSuggestion" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${id}::uuid FOR UPDATE`;
  const current = await tx.kbSuggestion.findFirst({ where: { id } });
  if (!current) throw new NotFound('The suggestion', ['input', 'id']);
  checkVersion('suggestion', { kbSuggestion: current }, decision);
  if (current.state !== 'OPEN') {
    throw new Conflict(`It is ${current.state} already.`, { kbSuggestion: current }, ['input', 'id']);
  }
  return current;
}

async function decide(
  tx: Transaction,
  id: string,
  state: 'ACCEPTED' | 'DISMISSED',
  articleId: string | null,
): Promise<KbSuggestion> {
  const data = { state, articleId, decidedAt: new Date(), version: { increment: 1 } };
  await tx.kbSuggestion.updateMany({ where: { id, state: 'OPEN' }, data });
  return tx.kbSuggestion.findFirstOrThrow({ where: { id } });
}

/** A subject on one line, without what Markdown would read into it. */
function plain(subject: string): string {
  return subject.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>]/g, '\\$&');
}
