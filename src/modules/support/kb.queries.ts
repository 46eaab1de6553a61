import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { enumFilter, IDFilter, StringFilter } from '../../graphql/filters.js';
import { KbArticle } from './kb-article.type.js';
import { KbArticleState } from './support-enums.type.js';

const KbArticleStateFilter = enumFilter(KbArticleState, 'KbArticleStateFilter', {
  description: 'States of an article.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

export const KbArticleFilter = builder.inputType('KbArticleFilter', {
  description: 'Which articles. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: KbArticleStateFilter, required: false, description: 'In these states.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
    tags: t.field({ type: StringFilter, required: false, description: 'With this tag, or with one of these.' }),
  }),
});

builder.queryField('kbArticle', (t) =>
  t.prismaField({
    type: KbArticle,
    nullable: true,
    description: 'An article by id; null when it does not exist or is not yours to see.',
    authScopes: { can: 'kb:read' },
    args: { id: t.arg.globalID({ for: KbArticle, description: 'The article.' }) },
    resolve: (query, _root, { id }, { db }) => db.kbArticle.findFirst({ ...query, where: { id: id.id } }),
  }),
);

builder.queryField('kbArticles', (t) =>
  t.prismaConnection(
    {
      type: KbArticle,
      cursor: 'id',
      description: 'The articles of the tenant, newest first.',
      authScopes: { can: 'kb:read' },
      args: {
        filter: t.arg({ type: KbArticleFilter, required: false, description: 'Which articles; all by default.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.kbArticle.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.kbArticle.findMany({ ...query, where: conditions(filter), orderBy: { id: 'desc' } }),
    },
    { name: 'KbArticleConnection' },
    { name: 'KbArticleEdge' },
  ),
);

function conditions(filter: typeof KbArticleFilter.$inferInput | null | undefined): Prisma.KbArticleWhereInput {
  if (!filter) return {};
  const { state, projectId, tags } = filter;
  return {
    tags: tags ? { hasSome: valuesOf(tags) ?? [] } : undefined,
    state: among(valuesOf(state)),
    projectId: among(idsOf(projectId)),
  };
}
