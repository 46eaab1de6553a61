import { z } from 'zod';
import type { Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import { IMPORT_MAX_ROWS, importArchive, importArticles, importCases } from './import.service.js';
import { CaseSeverity, CaseType } from './support-enums.type.js';
import { TEXT } from './text-input.js';

const SOURCE_KEY = {
  validate: { schema: TEXT.key },
  description: 'Names where it comes from; the same source is stored once.',
} as const;

const jobPayload = (name: 'CaseImportPayload' | 'KbImportPayload' | 'KbArchiveImportPayload') =>
  payloadType<{ readonly job: JobRow }>(name, (p) => ({
    job: p.expose('job', { type: Job, nullable: true, description: 'Stores the batch; its result tells the counts.' }),
  }));

const CaseImportCustomerInput = builder.inputType('CaseImportCustomerInput', {
  description: 'Who wrote, if it is known.',
  fields: (t) => ({
    email: t.field({ type: 'EmailAddress', description: 'Their address.' }),
    name: t.string({
      required: false,
      validate: { schema: TEXT.name },
      description: 'Their name; used when none is known yet.',
    }),
  }),
});

const CaseImportRowInput = builder.inputType('CaseImportRowInput', {
  description: 'A case from elsewhere whose type a person has confirmed.',
  fields: (t) => ({
    sourceKey: t.string(SOURCE_KEY),
    subject: t.string({
      validate: { schema: TEXT.subject },
      description: 'What it was about, in one line of at most 300.',
    }),
    body: t.string({
      validate: { schema: TEXT.importedMessage },
      description: 'The first message, at most 100,000 characters.',
    }),
    type: t.field({ type: CaseType, description: 'The confirmed type.' }),
    severity: t.field({
      type: CaseSeverity,
      required: false,
      description: 'How much it hurt; estimated when left out.',
    }),
    openedAt: t.field({ type: 'DateTime', description: 'When it was opened.' }),
    customer: t.field({ type: CaseImportCustomerInput, required: false, description: 'Who wrote.' }),
  }),
});

const CaseImportInput = builder.inputType('CaseImportInput', {
  description: 'A batch of cases.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project they belong to.' }),
    cases: t.field({ type: [CaseImportRowInput], description: `The cases, ${IMPORT_MAX_ROWS} at most.` }),
  }),
});

builder.mutationField('caseImport', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: jobPayload('CaseImportPayload'),
    description: 'Imports closed cases with confirmed types in a job; triage of the project learns from them.',
    args: { input: t.arg({ type: CaseImportInput, description: 'The batch.' }) },
    resolve: async (_root, { input }, context) => {
      const cases = input.cases.map(({ severity, customer, openedAt, ...row }) => ({
        ...row,
        severity: severity ?? null,
        openedAt: openedAt.toISOString(),
        customer: customer ? { email: customer.email, name: customer.name ?? null } : null,
      }));
      const cause = causeOf(context);
      return { job: await importCases(context.db, input.projectId.id, cases, cause) };
    },
  }),
);

const KbImportRowInput = builder.inputType('KbImportRowInput', {
  description: 'An article from elsewhere.',
  fields: (t) => ({
    sourceKey: t.string(SOURCE_KEY),
    title: t.string({ validate: { schema: TEXT.title }, description: 'What it is about; at most 300 characters.' }),
    body: t.string({ validate: { schema: TEXT.article }, description: 'Its text, in Markdown.' }),
  }),
});

const KbImportInput = builder.inputType('KbImportInput', {
  description: 'A batch of articles.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project they belong to.' }),
    articles: t.field({ type: [KbImportRowInput], description: `The articles, ${IMPORT_MAX_ROWS} at most.` }),
  }),
});

builder.mutationField('kbImport', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: jobPayload('KbImportPayload'),
    description: 'Publishes articles in a job; those that are known by their source are updated in place.',
    args: { input: t.arg({ type: KbImportInput, description: 'The batch.' }) },
    resolve: async (_root, { input }, context) => {
      const cause = causeOf(context);
      return { job: await importArticles(context.db, input.projectId.id, input.articles, cause) };
    },
  }),
);

const KbArchiveImportInput = builder.inputType('KbArchiveImportInput', {
  description: 'An archive of articles.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project they belong to.' }),
    archive: t.string({
      validate: { schema: z.string().max(1_000_000) },
      description:
        'A zip file in base64, 700,000 bytes before that at most: up to 2,000 files, each of 2 MB and together of 50 MB once they are unpacked. Its Markdown files become articles, known by their paths; the rest is left out.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: TEXT.key },
      description: 'The same key with the same archive starts one import only, however often it is sent.',
    }),
  }),
});

builder.mutationField('kbArchiveImport', (t) =>
  t.withAuth({ can: 'kb:write' }).field({
    type: jobPayload('KbArchiveImportPayload'),
    description:
      'Publishes the Markdown files of a zip archive in a job; those that are known by their path are updated in place.',
    args: { input: t.arg({ type: KbArchiveImportInput, description: 'The archive.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await importArchive(context.db, { ...input, projectId: input.projectId.id }, causeOf(context)),
    }),
  }),
);
