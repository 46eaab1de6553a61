import type { Job as JobRow, KbArticle as KbArticleRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import { createArticle } from './kb-article.service.js';
import { KbArticle } from './kb-article.type.js';
import { TEXT } from './text-input.js';

const KbArticleCreateInput = builder.inputType('KbArticleCreateInput', {
  description: 'A new article.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project it belongs to.' }),
    title: t.string({ validate: { schema: TEXT.title }, description: 'What it is about; at most 300 characters.' }),
    body: t.string({
      validate: { schema: TEXT.article },
      description: 'Its text, in Markdown; at most 500,000 characters.',
    }),
    publish: t.boolean({
      defaultValue: false,
      description: 'Whether it is found and cited from now on; otherwise it is a draft.',
    }),
  }),
});

builder.mutationField('kbArticleCreate', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: payloadType<{ readonly kbArticle: KbArticleRow; readonly job: JobRow }>('KbArticleCreatePayload', (p) => ({
      kbArticle: p.expose('kbArticle', { type: KbArticle, nullable: true, description: 'The new article.' }),
      job: p.expose('job', {
        type: Job,
        nullable: true,
        description: 'Makes it found by its meaning; null for a draft.',
      }),
    })),
    description: 'Writes an article into the knowledge base.',
    args: { input: t.arg({ type: KbArticleCreateInput, description: 'The article.' }) },
    resolve: (_root, { input }, context) =>
      createArticle(
        context.db,
        { ...input, projectId: input.projectId.id, publish: input.publish ?? false },
        causeOf(context),
      ),
  }),
);
