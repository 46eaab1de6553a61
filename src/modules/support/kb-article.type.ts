import { builder } from '../../graphql/builder.js';
import { EmbeddingState, KbArticleState } from './support-enums.type.js';

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
    state: t.expose('state', { type: KbArticleState, description: 'Whether it is found.' }),
    embeddingState: t.expose('embeddingState', {
      type: EmbeddingState,
      description: 'Whether it is found by its meaning, too.',
    }),
    version: t.exposeInt('version', { description: 'Grows with every change of its text.' }),
    sourceKey: t.exposeString('sourceKey', {
      nullable: true,
      description: 'Where it was imported from; null when it was written here.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its text was last changed.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});
