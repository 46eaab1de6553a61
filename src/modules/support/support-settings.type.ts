import { z } from 'zod';
import type { Project as ProjectRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project, ReplyMode } from '../identity/project.type.js';
import { decisionOf } from './case.mutations.js';
import { type SupportSettings as SettingsShape, updateSupportSettings } from './support-settings.service.js';

const DESCRIPTIONS = {
  triageThreshold: 'Triage that is less sure than this (0 to 1) asks a person.',
  matchThreshold: 'An article whose score is below this (0 to 1) does not fit a case.',
  sendThreshold: 'With SEND, a reply that is less sure than this (0 to 1) waits for a person.',
  preparesChanges: 'Whether a change is prepared, in the place of a reply, for a bug that no article knows.',
} as const;

const SupportSettings = builder.objectRef<SettingsShape>('SupportSettings').implement({
  description: 'What a project lets its pipeline do by itself.',
  authScopes: { can: 'project:read' },
  fields: (t) => ({
    replyMode: t.expose('replyMode', { type: ReplyMode, description: 'What happens to drafted replies.' }),
    triageThreshold: t.exposeFloat('triageThreshold', { description: DESCRIPTIONS.triageThreshold }),
    matchThreshold: t.exposeFloat('matchThreshold', { description: DESCRIPTIONS.matchThreshold }),
    sendThreshold: t.exposeFloat('sendThreshold', { description: DESCRIPTIONS.sendThreshold }),
    preparesChanges: t.exposeBoolean('preparesChanges', { description: DESCRIPTIONS.preparesChanges }),
    approvalHours: t.exposeInt('approvalHours', {
      nullable: true,
      description: 'Hours a person has to decide on a reply or a change before it expires; null: as long as it takes.',
    }),
  }),
});

builder.prismaObjectField(Project, 'supportSettings', (t) =>
  t.field({
    type: SupportSettings,
    description: 'What it lets its pipeline do by itself; `supportSettingsUpdate` changes it.',
    select: {
      replyMode: true,
      triageThreshold: true,
      matchThreshold: true,
      sendThreshold: true,
      preparesChanges: true,
      approvalHours: true,
    },
    resolve: (project) => project,
  }),
);

const Share = z.number().min(0).max(1);

const SupportSettingsUpdateInput = builder.inputType('SupportSettingsUpdateInput', {
  description: 'What a project should let its pipeline do; what is left out stays.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project.' }),
    replyMode: t.field({ type: ReplyMode, required: false, description: 'What happens to drafted replies.' }),
    triageThreshold: t.float({
      required: false,
      validate: { schema: Share },
      description: DESCRIPTIONS.triageThreshold,
    }),
    matchThreshold: t.float({ required: false, validate: { schema: Share }, description: DESCRIPTIONS.matchThreshold }),
    sendThreshold: t.float({ required: false, validate: { schema: Share }, description: DESCRIPTIONS.sendThreshold }),
    preparesChanges: t.boolean({ required: false, description: DESCRIPTIONS.preparesChanges }),
    approvalHours: t.int({
      required: false,
      validate: { schema: z.int().min(0).max(8_760) },
      description: 'Hours a person has to decide, a year at most; 0: as long as it takes.',
    }),
    expectedVersion: t.int(expectedVersion('project')),
  }),
});

builder.mutationField('supportSettingsUpdate', (t) =>
  t.withAuth({ can: 'project:write' }).field({
    type: payloadType<{ readonly project: ProjectRow }>('SupportSettingsUpdatePayload', (p) => ({
      project: p.expose('project', {
        type: Project,
        nullable: true,
        description: 'The project as it is now, also after a conflict.',
      }),
    })),
    description: 'Says what a project lets its pipeline do by itself.',
    args: { input: t.arg({ type: SupportSettingsUpdateInput, description: 'The project and its settings.' }) },
    resolve: async (_root, { input: { projectId, ...change } }, context) => ({
      project: await updateSupportSettings(context.db, projectId.id, change, decisionOf(context, change)),
    }),
  }),
);
