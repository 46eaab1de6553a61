import type { TenantDb } from '../../db/tenant.js';
import { NotFound } from '../../errors.js';
import type { Subject } from '../operations/tenant-event.service.js';

/** What a question is about, as the members of a council read it. */
export interface CouncilSubject {
  readonly projectId: string;
  readonly material: string;
}

const MAX_MATERIAL_CHARS = 24_000;
const MAX_MESSAGES = 20;
const MAX_ARTICLES = 3;
const MAX_ARTICLE_CHARS = 4_000;

/** @throws NotFound when there is no such case or article for whoever asks */
export async function readSubject(db: Pick<TenantDb, 'case' | 'kbArticle'>, subject: Subject): Promise<CouncilSubject> {
  const read = subject.type === 'Case' ? await readCase(db, subject.id) : await readArticle(db, subject.id);
  if (!read) throw new NotFound('The subject', ['input', 'subjectId']);
  return { ...read, material: read.material.slice(0, MAX_MATERIAL_CHARS) };
}

/** A case with its conversation, without what colleagues note among themselves, and the articles that fit it best. */
async function readCase(db: Pick<TenantDb, 'case'>, id: string): Promise<CouncilSubject | null> {
  const found = await db.case.findFirst({
    where: { id },
    select: {
      projectId: true,
      subject: true,
      body: true,
      messages: {
        where: { direction: { in: ['INBOUND', 'OUTBOUND'] } },
        orderBy: { sentAt: 'asc' },
        take: MAX_MESSAGES,
        select: { direction: true, body: true },
      },
      matches: {
        orderBy: { position: 'asc' },
        take: MAX_ARTICLES,
        select: { article: { select: { title: true, body: true } } },
      },
    },
  });
  if (!found) return null;
  const { projectId, subject, body, messages, matches } = found;
  const said = messages
    .filter((message) => message.body !== body)
    .map((message) => `${message.direction === 'INBOUND' ? 'The customer wrote' : 'We answered'}:\n${message.body}`);
  const articles = matches.map(
    ({ article }) => `Our article “${article.title}”:\n${article.body.slice(0, MAX_ARTICLE_CHARS)}`,
  );
  return { projectId, material: [`Case: ${subject}`, body, ...said, ...articles].join('\n\n') };
}

async function readArticle(db: Pick<TenantDb, 'kbArticle'>, id: string): Promise<CouncilSubject | null> {
  const found = await db.kbArticle.findFirst({ where: { id }, select: { projectId: true, title: true, body: true } });
  return found && { projectId: found.projectId, material: `Article: ${found.title}\n\n${found.body}` };
}
