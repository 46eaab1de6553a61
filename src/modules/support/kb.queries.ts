import { queryFromInfo } from '@pothos/plugin-prisma';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../graphql/builder.js';
import { IDFilter, StringFilter } from '../../graphql/filters.js';
import { Project } from '../identity/project.type.js';
import { embedderOf } from './embedding.js';
import { KbArticle } from './kb-article.type.js';
import { searchKnowledgeBase } from './kb-search.service.js';
import { KbArticleState } from './support-enums.type.js';
import { TEXT } from './text-input.js';

const KbArticleStateFilter = builder.inputType('KbArticleStateFilter', {
  description: 'States of an article.',
  fields: (t) => ({
    eq: t.field({ type: KbArticleState, required: false, description: 'In this state.' }),
    in: t.field({ type: [KbArticleState], required: false, description: 'In one of these states.' }),
  }),
});

const KbArticleFilter = builder.inputType('KbArticleFilter', {
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
    tags: tags ? { hasSome: [...(tags.eq ? [tags.eq] : []), ...(tags.in ?? [])] } : undefined,
    state: among(valuesOf(state)),
    projectId: among(idsOf(projectId)),
  };
}

builder.queryField('kbSearch', (t) =>
  t.withAuth({ can: 'kb:read' }).connection(
    {
      type: KbArticle,
      // A model reads the question, and the articles are ranked.
      extensions: { cost: 10 },
      description: 'Published articles by words and by meaning, best first. Typing errors are forgiven.',
      args: {
        query: t.arg.string({
          validate: { schema: TEXT.query },
          description: 'What is looked for, 2,000 characters at most.',
        }),
        projectId: t.arg.globalID({
          for: Project,
          required: false,
          description: 'Only articles of this project; of all by default.',
        }),
      },
      resolve: async (_root, args, context, info) => {
        const page = await resolveOffsetConnection(
          { args, defaultSize: DEFAULT_PAGE_SIZE, maxSize: MAX_PAGE_SIZE },
          ({ offset, limit }) =>
            searchKnowledgeBase(
              context.db,
              embedderOf(context.services.ports),
              { query: args.query, projectId: args.projectId?.id, offset, limit },
              context.signal,
            ),
        );
        const query = queryFromInfo({ context, info, typeName: 'KbArticle', paths: [['edges', 'node'], ['nodes']] });
        const ids = page.edges.map(({ node }) => node.articleId);
        const articles = await context.db.kbArticle.findMany({ ...query, where: { id: { in: ids } } });
        const byId = new Map(articles.map((article) => [article.id, article]));
        const edges = page.edges.flatMap(({ cursor, node: { articleId, ...scores } }) => {
          const node = byId.get(articleId);
          return node ? [{ cursor, node, ...scores }] : [];
        });
        return { ...page, edges };
      },
    },
    { name: 'KbSearchConnection' },
    {
      name: 'KbSearchEdge',
      fields: (edge) => ({
        score: edge.float({
          description: 'How well it fits, 0 to 1: words and meaning together.',
          resolve: ({ score }) => score,
        }),
        lexicalScore: edge.float({
          description: 'How well it fits by words, 0 to 1.',
          resolve: ({ lexicalScore }) => lexicalScore,
        }),
        semanticScore: edge.float({
          description: 'How well it fits by meaning, 0 to 1.',
          resolve: ({ semanticScore }) => semanticScore,
        }),
      }),
    },
  ),
);
