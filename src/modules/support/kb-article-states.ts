import type { Permission } from '../../auth/permissions.js';
import type { KbArticleState } from '../../generated/prisma/enums.js';

/** What people may do with an article, one for each mutation, and from which states. */
export const ARTICLE_OPERATIONS = {
  UPDATE: {
    description: '`kbArticleUpdate` and `kbArticleVersionRestore` would be accepted.',
    from: ['DRAFT', 'PUBLISHED'],
  },
  PUBLISH: { description: '`kbArticlePublish` would be accepted.', from: ['DRAFT', 'ARCHIVED'] },
  ARCHIVE: { description: '`kbArticleArchive` would be accepted.', from: ['DRAFT', 'PUBLISHED'] },
} as const satisfies Record<string, { description: string; from: readonly KbArticleState[] }>;
export type ArticleOperation = keyof typeof ARTICLE_OPERATIONS;

/** The states in which an operation is accepted; what the guards in SQL compare with. */
export function statesFor(operation: ArticleOperation): KbArticleState[] {
  return [...ARTICLE_OPERATIONS[operation].from];
}

/** The operations that would be accepted from somebody with these permissions. */
export function availableArticleTransitions(
  state: KbArticleState,
  permissions: ReadonlySet<Permission>,
): ArticleOperation[] {
  if (!permissions.has('kb:write')) return [];
  return (Object.keys(ARTICLE_OPERATIONS) as ArticleOperation[]).filter((name) => statesFor(name).includes(state));
}
