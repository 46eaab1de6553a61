import { z } from 'zod';
import type { Membership as MembershipRow, Project as ProjectRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Membership } from './membership.type.js';
import { createProject, setProjectArchived, setProjectMember, updateProject } from './project.service.js';
import { Project, ReplyMode } from './project.type.js';
import { ShortName } from './text-input.js';

const RESTRICTED = 'Whether only its members see it, besides OWNER and ADMIN; everybody does by default.';
const NOW = 'The project as it is now.';

const ProjectCreateInput = builder.inputType('ProjectCreateInput', {
  description: 'A new project.',
  fields: (t) => ({
    key: t.string({
      validate: {
        schema: z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'Start with a letter; then letters, digits, - and _, 40 at most.'),
      },
      description: 'Its short name; unique in the tenant.',
    }),
    name: t.string({ validate: { schema: ShortName }, description: 'Its name for people.' }),
    replyMode: t.field({
      type: ReplyMode,
      required: false,
      description: 'What happens to drafted replies; APPROVAL by default.',
    }),
    triageThreshold: t.float({
      required: false,
      validate: { schema: z.number().min(0).max(1) },
      description: 'Triage that is less sure than this asks a person; 0.5 by default.',
    }),
    lexicalShare: t.float({
      required: false,
      validate: { schema: z.number().min(0).max(1) },
      description: 'What words count in a search of its articles, 0 to 1; meaning counts the rest. 0.5 by default.',
    }),
    isRestricted: t.boolean({ required: false, description: RESTRICTED }),
  }),
});

builder.mutationField('projectCreate', (t) =>
  t.withAuth({ can: 'project:write' }).field({
    type: payloadType<{ readonly project: ProjectRow }>('ProjectCreatePayload', (p) => ({
      project: p.expose('project', { type: Project, nullable: true, description: 'The new project.' }),
    })),
    description: 'Creates a project.',
    args: { input: t.arg({ type: ProjectCreateInput, description: 'The project.' }) },
    resolve: async (_root, { input }, context) => {
      const project = await createProject(context.db, input, causeOf(context));
      if (project.isRestricted) context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { project };
    },
  }),
);

const ProjectUpdateInput = builder.inputType('ProjectUpdateInput', {
  description: 'How a project is to be; what is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: Project, description: 'The project.' }),
    name: t.string({ required: false, validate: { schema: ShortName }, description: 'Its name for people.' }),
    replyMode: t.field({ type: ReplyMode, required: false, description: 'What happens to drafted replies.' }),
    triageThreshold: t.float({
      required: false,
      validate: { schema: z.number().min(0).max(1) },
      description: 'Triage that is less sure than this asks a person.',
    }),
    lexicalShare: t.float({
      required: false,
      validate: { schema: z.number().min(0).max(1) },
      description: 'What words count in a search of its articles, 0 to 1; meaning counts the rest.',
    }),
    isRestricted: t.boolean({
      required: false,
      description: 'Whether only its members see it, besides OWNER and ADMIN.',
    }),
    expectedVersion: t.int(expectedVersion('project')),
  }),
});

builder.mutationField('projectUpdate', (t) =>
  t.withAuth({ can: 'project:write' }).field({
    type: payloadType<{ readonly project: ProjectRow }>('ProjectUpdatePayload', (p) => ({
      project: p.expose('project', { type: Project, nullable: true, description: NOW }),
    })),
    description: 'Changes a project. Restricting it takes it out of the sight of who is no member of it, at once.',
    args: { input: t.arg({ type: ProjectUpdateInput, description: 'The project and its changes.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => {
      const project = await updateProject(context.db, id.id, change, causeOf(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { project };
    },
  }),
);

const archiving = (name: 'Archive' | 'Restore', description: string, isArchived: boolean) => {
  const input = builder.inputType(`Project${name}Input`, {
    description: 'Which project.',
    fields: (t) => ({ id: t.globalID({ for: Project, description: 'The project.' }) }),
  });
  builder.mutationField(`project${name}`, (t) =>
    t.withAuth({ can: 'project:write' }).field({
      type: payloadType<{ readonly project: ProjectRow }>(`Project${name}Payload`, (p) => ({
        project: p.expose('project', { type: Project, nullable: true, description: NOW }),
      })),
      description,
      args: { input: t.arg({ type: input, description: 'Which project.' }) },
      resolve: async (_root, { input: { id } }, context) => {
        const project = await setProjectArchived(context.db, id.id, isArchived, causeOf(context));
        return { project };
      },
    }),
  );
};
archiving('Archive', 'Puts a project away: what it holds stays and is shown, nothing new comes in.', true);
archiving('Restore', 'Takes a project out of the archive.', false);

const placing = (name: 'Add' | 'Remove', description: string, isMember: boolean) => {
  const input = builder.inputType(`ProjectMember${name}Input`, {
    description: 'Who, and which project.',
    fields: (t) => ({
      projectId: t.globalID({ for: Project, description: 'The project.' }),
      membershipId: t.globalID({ for: Membership, description: 'The member of the tenant.' }),
    }),
  });
  builder.mutationField(`projectMember${name}`, (t) =>
    t.withAuth({ can: 'project:write' }).field({
      type: payloadType<{ readonly project: ProjectRow; readonly membership: MembershipRow }>(
        `ProjectMember${name}Payload`,
        (p) => ({
          project: p.expose('project', { type: Project, nullable: true, description: NOW }),
          membership: p.expose('membership', { type: Membership, nullable: true, description: 'The member.' }),
        }),
      ),
      description,
      args: { input: t.arg({ type: input, description: 'Who, and which project.' }) },
      resolve: async (_root, { input: { projectId, membershipId } }, context) => {
        const place = { projectId: projectId.id, membershipId: membershipId.id };
        const changed = await setProjectMember(context.db, place, isMember, causeOf(context));
        context.services.identity.forget({ tenantId: context.viewer.tenantId });
        return changed;
      },
    }),
  );
};
placing('Add', 'Makes a member of the tenant one of a project: they see it, also when it is restricted.', true);
placing('Remove', 'Takes a member of the tenant out of a project.', false);
