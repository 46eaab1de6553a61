import { setImmediate as nextTurn } from 'node:timers/promises';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { Actor } from '../operations/actor.type.js';
import { renderArticle } from './article-html.js';
import { availableArticleTransitions } from './kb-article-states.js';
import { EmbeddingState, KbArticleChange, KbArticleState, KbArticleTransition } from './support-enums.type.js';

export const KbArticle = builder.prismaNode('KbArticle', {
  description: 'An article of the knowledge base: matched with cases and cited in replies.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'kb:read' },
  // Only what is asked for is read: bodies and embeddings are large.
  select: { id: true },
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What it is about.' }),
    body: t.exposeString('body', { description: 'Its text, in Markdown.' }),
    bodyHtml: t.string({
      description:
        'Its text as HTML that is safe to put into a page: HTML in the Markdown is shown as text, links and images lead to web, mail and relative addresses only. Rendered up to 60,000 characters of the text.',
      // Rendering takes the thread that everybody shares.
      extensions: { cost: 20 },
      select: { body: true },
      resolve: async ({ body }) => {
        await nextTurn();
        return renderArticle(body);
      },
    }),
    tags: t.exposeStringList('tags', { description: 'Words it is filed under.' }),
    state: t.expose('state', { type: KbArticleState, description: 'Whether it is found.' }),
    availableTransitions: t.field({
      type: [KbArticleTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) => availableArticleTransitions(state, viewer?.permissions ?? new Set()),
    }),
    embeddingState: t.expose('embeddingState', {
      type: EmbeddingState,
      description: 'Whether it is found by its meaning, too.',
    }),
    version: t.exposeInt('version', VERSION),
    sourceKey: t.exposeString('sourceKey', {
      nullable: true,
      description: 'Where it was imported from; null when it was written here.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last published; null when it never was.',
    }),
    versions: t.relatedConnection('versions', {
      cursor: 'id',
      totalCount: true,
      description: 'What it said after each change, newest first.',
      query: { orderBy: { number: 'desc' } },
    }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});

export const KbArticleVersion = builder.prismaNode('KbArticleVersion', {
  description: 'What an article said after one change of it. `kbArticleVersionRestore` gives it that text again.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'kb:read' },
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'The version of the article, from 1, without gaps.' }),
    change: t.expose('change', { type: KbArticleChange, description: 'What made it.' }),
    title: t.exposeString('title', { description: 'What the article was about.' }),
    body: t.exposeString('body', { description: 'Its text then, in Markdown.' }),
    tags: t.exposeStringList('tags', { description: 'What it was filed under.' }),
    state: t.expose('state', { type: KbArticleState, description: 'Whether it was found then.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    author: t.field({
      type: Actor,
      description: 'Who made it.',
      select: { actorKind: true, actorId: true, actorLabel: true },
      resolve: ({ actorKind: kind, actorId, actorLabel: label }) => ({ kind, id: actorId, label }),
    }),
    article: t.relation('article', { description: 'The article, as it is now.' }),
  }),
});
