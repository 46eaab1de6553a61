import { queryFromInfo } from '@pothos/plugin-prisma';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { idsOf, valuesOf } from '../../db/filter-values.js';
import { builder, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { Project } from '../identity/project.type.js';
import { KbArticleFilter } from './kb.queries.js';
import { KbArticle } from './kb-article.type.js';
import { type Highlight, type HighlightPart, highlightsOf, searchKnowledgeBase } from './kb-search.service.js';
import type { ArticleFilter } from './kb-search.sql.js';
import { TEXT } from './text-input.js';

const KbHighlightPart = builder.objectRef<HighlightPart>('KbHighlightPart').implement({
  description: 'A stretch of the text of a highlight. Plain text: escape it as any other.',
  authScopes: { can: 'kb:read' },
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The text as it stands in the article.' }),
    isMatch: t.exposeBoolean('isMatch', { description: 'Whether it is a word that was looked for.' }),
  }),
});

const KbHighlight = builder.objectRef<Highlight>('KbHighlight').implement({
  description: 'Where an article says what was looked for.',
  authScopes: { can: 'kb:read' },
  fields: (t) => ({
    heading: t.exposeString('heading', {
      description: 'The headings it stands under, from the outside in; empty when it stands under none.',
    }),
    parts: t.field({
      type: [KbHighlightPart],
      description: 'The text around what was found, in reading order, cut into what was looked for and the rest.',
      resolve: ({ parts }) => [...parts],
    }),
  }),
});

type GivenFilter = typeof KbArticleFilter.$inferInput | null | undefined;

/** What both ways to name a project and the rest of the filter come to; what is left out lets everything through. */
function filterOf(filter: GivenFilter, projectId: string | undefined): ArticleFilter {
  const named = idsOf(filter?.projectId);
  const one = projectId ? [projectId] : null;
  return {
    projectIds: named && one ? named.filter((id) => id === projectId) : (named ?? one),
    states: valuesOf(filter?.state),
    tags: valuesOf(filter?.tags),
  };
}

builder.queryField('kbSearch', (t) =>
  t.withAuth({ can: 'kb:read' }).connection(
    {
      type: KbArticle,
      // A model reads the question, and the articles are ranked.
      extensions: { cost: 10 },
      description: 'Articles by words and by meaning, best first. Typing errors are forgiven.',
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
        filter: t.arg({
          type: KbArticleFilter,
          required: false,
          description: 'Which articles; those that are published by default. Others are found by words only.',
        }),
      },
      resolve: async (_root, args, context, info) => {
        const filter = filterOf(args.filter, args.projectId?.id);
        const page = await resolveOffsetConnection(
          { args, defaultSize: DEFAULT_PAGE_SIZE, maxSize: MAX_PAGE_SIZE },
          ({ offset, limit }) =>
            searchKnowledgeBase(
              { db: context.db, ports: context.services.ports, signal: context.signal },
              { projectId: args.projectId?.id ?? null, requestId: causeOf(context).requestId ?? null },
              { query: args.query, filter, offset, limit },
            ),
        );
        const query = queryFromInfo({ context, info, typeName: 'KbArticle', paths: [['edges', 'node'], ['nodes']] });
        const ids = page.edges.map(({ node }) => node.articleId);
        const articles = await context.db.kbArticle.findMany({ ...query, where: { id: { in: ids } } });
        const byId = new Map(articles.map((article) => [article.id, article]));
        let highlights: ReturnType<typeof highlightsOf> | undefined;
        // Asked for once for the whole page, if at all.
        const highlight = async (id: string) => {
          highlights ??= highlightsOf(context.db, args.query, ids);
          return (await highlights).get(id) ?? null;
        };
        const edges = page.edges.flatMap(({ cursor, node: { articleId, ...scores } }) => {
          const node = byId.get(articleId);
          return node ? [{ cursor, node, ...scores, highlight: () => highlight(articleId) }] : [];
        });
        return { ...page, edges };
      },
    },
    { name: 'KbSearchConnection' },
    {
      name: 'KbSearchEdge',
      fields: (edge) => ({
        score: edge.float({
          description: 'How well it fits, 0 to 1: words and meaning together, weighed as its project says.',
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
        highlight: edge.field({
          type: KbHighlight,
          nullable: true,
          extensions: { cost: 2 },
          description: 'Where it says what was looked for; its beginning when it says none of the words.',
          resolve: (found) => found.highlight(),
        }),
      }),
    },
  ),
);
