import { z } from 'zod';
import { NotFound } from '../../errors.js';
import type { Council as CouncilRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf, type ViewerContext } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { Model, ModelRoute } from '../models/model.type.js';
import { Job } from '../operations/job.type.js';
import type { Subject } from '../operations/tenant-event.service.js';
import { Case } from '../support/case.type.js';
import { KbArticle } from '../support/kb-article.type.js';
import { askCouncil, cancelCouncil } from './council.service.js';
import { Council } from './council.type.js';
import { CouncilBuiltInEnum } from './council-enums.type.js';
import { MAX_MEMBERS } from './council-seats.service.js';
import { type Criterion, MAX_CRITERIA } from './rubric.js';

/** PostgreSQL stores neither the zero character nor half a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'It is empty.')
    .refine((text) => !UNSTORABLE.test(text), 'It has characters that cannot be stored.');

const CouncilMemberInput = builder.inputType('CouncilMemberInput', {
  description: 'Who is to be a member: a model, a route or one of Switchyard; exactly one of them.',
  fields: (t) => ({
    modelId: t.globalID({ for: Model, required: false, description: 'A model of the tenant, with nobody behind it.' }),
    routeId: t.globalID({
      for: ModelRoute,
      required: false,
      description: 'A route of the tenant: its next model takes over when the first fails.',
    }),
    builtIn: t.field({ type: CouncilBuiltInEnum, required: false, description: 'One that comes with Switchyard.' }),
  }),
});

const CouncilCriterionInput = builder.inputType('CouncilCriterionInput', {
  description: 'One thing by which answers are to be judged.',
  fields: (t) => ({
    name: t.string({ validate: { schema: words(60) }, description: 'Its name; unique in the council.' }),
    description: t.string({ validate: { schema: words(300) }, description: 'What an answer has to be like.' }),
    weight: t.float({
      validate: { schema: z.number().min(0.01).max(100) },
      description: 'How much it counts, 0.01 to 100.',
    }),
  }),
});

const uniqueNames = z
  .array(z.custom<Criterion>())
  .min(1)
  .max(MAX_CRITERIA)
  .refine(
    (criteria) => new Set(criteria.map(({ name }) => name)).size === criteria.length,
    'A name stands there twice.',
  );

const CouncilAskInput = builder.inputType('CouncilAskInput', {
  description: 'A question to several models.',
  fields: (t) => ({
    question: t.string({ validate: { schema: words(8_000) }, description: 'What is asked, 8,000 characters at most.' }),
    subjectId: t.globalID({
      for: [Case, KbArticle],
      required: false,
      description: 'A case or an article that it is about: the members read it as it is now.',
    }),
    projectId: t.globalID({
      for: Project,
      required: false,
      description: 'The project it belongs to; by default that of the subject, or none.',
    }),
    members: t.field({
      type: [CouncilMemberInput],
      required: false,
      validate: { schema: z.array(z.custom<object>()).min(1).max(MAX_MEMBERS) },
      description:
        'Who is asked, 7 at most; by default the models of the COUNCIL route of the tier COMPLEX. Where they are fewer than two, those of Switchyard make them three.',
    }),
    criteria: t.field({
      type: [CouncilCriterionInput],
      required: false,
      validate: { schema: uniqueNames },
      description: 'By what answers are judged, 8 at most; relevance, grounding, completeness and clarity by default.',
    }),
    quorum: t.int({
      required: false,
      validate: { schema: z.number().int().min(2).max(MAX_MEMBERS) },
      description: 'How many members have to answer, and to vote; by default more than half, two at least.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: z.string().min(1).max(500) },
      description: 'The same key with the same request asks once only, however often it is sent.',
    }),
  }),
});

builder.mutationField('councilAsk', (t) =>
  t.withAuth({ can: 'council:ask' }).field({
    type: payloadType<{ readonly council: CouncilRow; readonly job: JobRow; readonly deduplicated: boolean }>(
      'CouncilAskPayload',
      (p) => ({
        council: p.expose('council', { type: Council, nullable: true, description: 'The council.' }),
        job: p.expose('job', { type: Job, nullable: true, description: 'Asks, lets vote, and decides.' }),
        deduplicated: p.boolean({
          description: 'True when an earlier call with the same idempotency key asked it.',
          resolve: ({ deduplicated }) => deduplicated ?? false,
        }),
      }),
    ),
    description: 'Puts a question to several models, which then vote on each other’s answers. Costs what they cost.',
    args: { input: t.arg({ type: CouncilAskInput, description: 'The question.' }) },
    resolve: (_root, { input }, context) =>
      askCouncil(
        context.db,
        {
          question: input.question,
          subject: subjectFor(context, input.subjectId),
          projectId: input.projectId?.id ?? null,
          members:
            input.members?.map(({ modelId, routeId, builtIn }) => ({
              modelId: modelId?.id ?? null,
              routeId: routeId?.id ?? null,
              builtIn: builtIn ?? null,
            })) ?? null,
          criteria: input.criteria ?? null,
          quorum: input.quorum ?? null,
          idempotencyKey: input.idempotencyKey ?? null,
        },
        causeOf(context),
      ),
  }),
);

const CouncilCancelInput = builder.inputType('CouncilCancelInput', {
  description: 'Which council to end.',
  fields: (t) => ({
    id: t.globalID({ for: Council, description: 'The council.' }),
    expectedVersion: t.int(expectedVersion('council')),
  }),
});

builder.mutationField('councilCancel', (t) =>
  t.withAuth({ can: 'council:ask' }).field({
    type: payloadType<{ readonly council: CouncilRow; readonly job: JobRow }>('CouncilCancelPayload', (p) => ({
      council: p.expose('council', {
        type: Council,
        nullable: true,
        description: 'The council; it is CANCELLED as soon as a worker has let go of it.',
      }),
      job: p.expose('job', { type: Job, nullable: true, description: 'Its job, which ends.' }),
    })),
    description: 'Ends a council that is under way; whoever is being asked is hung up on.',
    args: { input: t.arg({ type: CouncilCancelInput, description: 'Which one.' }) },
    resolve: (_root, { input: { id, expectedVersion } }, context) =>
      cancelCouncil(context.db, id.id, { ...causeOf(context), expectedVersion }),
  }),
);

/** What it is about; to somebody who may not read such things it is not there. */
function subjectFor(
  { viewer }: ViewerContext,
  id: { readonly typename: string; readonly id: string } | null | undefined,
): Subject | null {
  if (!id) return null;
  const needed = id.typename === 'Case' ? 'case:read' : 'kb:read';
  if (!viewer.permissions.has(needed)) throw new NotFound('The subject', ['input', 'subjectId']);
  return { type: id.typename, id: id.id };
}
