import type { Job as JobRow, KbArticle as KbArticleRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import {
  archiveArticle,
  createArticle,
  publishArticle,
  restoreArticleVersion,
  updateArticle,
} from './kb-article.service.js';
import { KbArticle, KbArticleVersion } from './kb-article.type.js';
import { TEXT } from './text-input.js';

const TAGS = 'Words to file it under, 20 at most, each of 50 characters at most.';

const KbArticleCreateInput = builder.inputType('KbArticleCreateInput', {
  description: 'A new article.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project it belongs to.' }),
    title: t.string({ validate: { schema: TEXT.title }, description: 'What it is about; at most 300 characters.' }),
    body: t.string({
      validate: { schema: TEXT.article },
      description: 'Its text, in Markdown; at most 500,000 characters.',
    }),
    tags: t.stringList({ required: false, validate: { schema: TEXT.tags }, description: TAGS }),
    publish: t.boolean({
      defaultValue: false,
      description: 'Whether it is found and cited from now on; otherwise it is a draft.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: TEXT.key },
      description: 'The same key with the same request writes one article only, however often it is sent.',
    }),
  }),
});

builder.mutationField('kbArticleCreate', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: payloadType<{ readonly kbArticle: KbArticleRow; readonly job: JobRow; readonly deduplicated: boolean }>(
      'KbArticleCreatePayload',
      (p) => ({
        kbArticle: p.expose('kbArticle', { type: KbArticle, nullable: true, description: 'The new article.' }),
        job: p.expose('job', {
          type: Job,
          nullable: true,
          description: 'Makes it found by its meaning; null for a draft, and when the key had made it before.',
        }),
        deduplicated: p.boolean({
          description: 'Whether the idempotency key had made it before.',
          resolve: ({ deduplicated }) => deduplicated ?? false,
        }),
      }),
    ),
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

const changePayload = (name: `KbArticle${string}Payload`) =>
  payloadType<{ readonly kbArticle: KbArticleRow; readonly job: JobRow }>(name, (p) => ({
    kbArticle: p.expose('kbArticle', {
      type: KbArticle,
      nullable: true,
      description: 'The article as it is now, also after a conflict.',
    }),
    job: p.expose('job', {
      type: Job,
      nullable: true,
      description: 'Makes its new text found by its meaning; null when nothing has to be done.',
    }),
  }));

const articleInput = (name: string) =>
  builder.inputType(name, {
    description: 'Which article.',
    fields: (t) => ({
      id: t.globalID({ for: KbArticle, description: 'The article.' }),
      expectedVersion: t.int(expectedVersion('article')),
    }),
  });
const KbArticlePublishInput = articleInput('KbArticlePublishInput');
const KbArticleArchiveInput = articleInput('KbArticleArchiveInput');

const KbArticleUpdateInput = builder.inputType('KbArticleUpdateInput', {
  description: 'How an article is to be; what is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: KbArticle, description: 'The article.' }),
    title: t.string({
      required: false,
      validate: { schema: TEXT.title },
      description: 'What it is about; at most 300 characters.',
    }),
    body: t.string({
      required: false,
      validate: { schema: TEXT.article },
      description: 'Its whole text, in Markdown; at most 500,000 characters.',
    }),
    tags: t.stringList({ required: false, validate: { schema: TEXT.tags }, description: TAGS }),
    expectedVersion: t.int(expectedVersion('article')),
  }),
});

const KbArticleVersionRestoreInput = builder.inputType('KbArticleVersionRestoreInput', {
  description: 'Which version.',
  fields: (t) => ({
    id: t.globalID({ for: KbArticleVersion, description: 'The version whose text the article gets.' }),
    expectedVersion: t.int(expectedVersion('article')),
  }),
});

builder.mutationField('kbArticleUpdate', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: changePayload('KbArticleUpdatePayload'),
    description: 'Changes what an article says, as a new version. The same text once more changes nothing.',
    args: { input: t.arg({ type: KbArticleUpdateInput, description: 'The article and its changes.' }) },
    resolve: (_root, { input: { id, expectedVersion, ...text } }, context) =>
      updateArticle(context.db, id.id, text, { ...causeOf(context), expectedVersion }),
  }),
);

builder.mutationField('kbArticlePublish', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: changePayload('KbArticlePublishPayload'),
    description: 'Lets an article be found and cited, a draft or one that was put away.',
    args: { input: t.arg({ type: KbArticlePublishInput, description: 'Which article.' }) },
    resolve: (_root, { input: { id, expectedVersion } }, context) =>
      publishArticle(context.db, id.id, { ...causeOf(context), expectedVersion }),
  }),
);

builder.mutationField('kbArticleArchive', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: changePayload('KbArticleArchivePayload'),
    description: 'Puts an article away: it is kept, and neither found nor cited any more.',
    args: { input: t.arg({ type: KbArticleArchiveInput, description: 'Which article.' }) },
    resolve: (_root, { input: { id, expectedVersion } }, context) =>
      archiveArticle(context.db, id.id, { ...causeOf(context), expectedVersion }),
  }),
);

builder.mutationField('kbArticleVersionRestore', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: changePayload('KbArticleVersionRestorePayload'),
    description: 'Gives an article the text of one of its versions, as a new version; whether it is found stays.',
    args: { input: t.arg({ type: KbArticleVersionRestoreInput, description: 'Which version.' }) },
    resolve: (_root, { input: { id, expectedVersion } }, context) =>
      restoreArticleVersion(context.db, id.id, { ...causeOf(context), expectedVersion }),
  }),
);
