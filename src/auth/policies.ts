import { ALL_PROJECTS, type ProjectRights, type ProjectScope } from '../db/project-scope.js';
import { ALL_ROWS, type RowRights, rowRights } from '../db/row-rights.js';
import type { MemberRole } from '../generated/prisma/enums.js';

/** Somebody as far as the rows they may see are concerned. */
export interface RowViewer {
  readonly userId: string;
  readonly role: MemberRole;
  /** Set for a machine. */
  readonly apiKeyId: string | null;
  /** Which projects they reach; all, where nothing is said. */
  readonly projects?: ProjectScope;
}

/**
 * A rule about single rows, on top of the permissions. The predicate itself is a restrictive policy of row security in
 * the database, of the same name, on the table of each type: so it holds for lists, ids, nested reads, counts, raw SQL
 * and subscriptions alike, and there is no second one to differ from it. What is here says whom it binds and what
 * the database is told of them. A test compares this list with the policies that stand in the database.
 */
export interface RowPolicy {
  /** Of the policies in the database. */
  readonly name: string;
  /** What it lets one see, in a sentence. */
  readonly description: string;
  /** The types, which are the tables, that it is about. */
  readonly types: readonly string[];
  binds(viewer: RowViewer): boolean;
  /** The ids the database compares rows with, by name, in the setting `app.rights`. */
  rights(viewer: RowViewer): Readonly<Record<string, readonly string[]>>;
  /** Conditions by model that say the same of lists that begin there, so that an index serves them. */
  filters(viewer: RowViewer): RowRights['filters'];
}

/** Who opens a case or asks for a job owns it; what hangs on it comes along. */
const OWN_ROWS: RowPolicy = {
  name: 'own_rows',
  description:
    'An EMPLOYEE sees the cases they opened, the jobs they asked for or that are about such a case, and what hangs on these.',
  types: [
    'Case',
    'CaseMessage',
    'CaseAttachment',
    'CaseTag',
    'CaseMatch',
    'Customer',
    'Pipeline',
    'PipelineStep',
    'ReplyDraft',
    'ReplyCitation',
    'ChangeRequest',
    'CaseDecision',
    'Approval',
    'ChannelThread',
    'ChannelMessage',
    'InboundEvent',
    'Job',
    'JobAttempt',
    'JobLog',
    'DeadLetter',
  ],
  binds: ({ role }) => role === 'EMPLOYEE',
  rights: (viewer) => ({ owners: ownersOf(viewer) }),
  filters: (viewer) => ({
    Case: { openedById: { in: ownersOf(viewer) } },
    Job: { ownerId: { in: ownersOf(viewer) } },
  }),
};

/** A restricted project is for its members, and for those who run the tenant; a request may be narrowed to one project. */
const PROJECT_SCOPE: RowPolicy = {
  name: 'project_scope',
  description:
    'A restricted project, and what belongs to it, is seen by its members, OWNER and ADMIN; a request that is narrowed to a project sees nothing of others.',
  types: [
    'Project',
    'ProjectMember',
    'Case',
    'CaseMessage',
    'CaseAttachment',
    'CaseTag',
    'CaseMatch',
    'Pipeline',
    'PipelineStep',
    'ReplyDraft',
    'ReplyCitation',
    'ChangeRequest',
    'CaseDecision',
    'Approval',
    'KbArticle',
    'KbArticleVersion',
    'KbChunk',
    'KbVector',
    'KbImport',
    'KbSuggestion',
    'KbSuggestionCase',
    'TriageModel',
    'SlaTarget',
    'Channel',
    'ChannelThread',
    'ChannelMessage',
    'InboundEvent',
    'Job',
    'JobAttempt',
    'JobLog',
    'DeadLetter',
    'TenantEvent',
    'LlmCall',
    'LlmCallAttempt',
    'UsageBucket',
    'Budget',
    'Schedule',
    'Council',
    'CouncilMember',
    'CouncilVote',
  ],
  binds: ({ projects = ALL_PROJECTS }) => projects.hidden.length > 0 || projects.only !== null,
  rights: ({ projects = ALL_PROJECTS }) =>
    ({
      ...(projects.hidden.length > 0 ? { hiddenProjects: projects.hidden } : {}),
      ...(projects.only === null ? {} : { project: [projects.only] }),
    }) satisfies ProjectRights,
  // A list that is asked for one project is not to become one of another.
  filters: () => ({}),
};

/** Every rule about rows. A further one is a line here and a restrictive policy in a migration. */
export const ROW_POLICIES: readonly RowPolicy[] = [PROJECT_SCOPE, OWN_ROWS];

/**
 * What somebody may see of their tenant's rows, by all policies or by some.
 * @returns ALL_ROWS when none of them binds the viewer
 */
export function rowRightsOf(viewer: RowViewer, policies: readonly RowPolicy[] = ROW_POLICIES): RowRights {
  const binding = policies.filter((policy) => policy.binds(viewer));
  if (binding.length === 0) return ALL_ROWS;
  const filters: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const policy of binding) {
    for (const [model, filter] of Object.entries(policy.filters(viewer)))
      filters[model] = { ...filters[model], ...filter };
  }
  return rowRights(Object.assign({}, ...binding.map((policy) => policy.rights(viewer))), filters);
}

/** Under which ids somebody's things are filed: a person's own, and a key's besides its creator's. */
function ownersOf({ userId, apiKeyId }: RowViewer): string[] {
  return apiKeyId ? [userId, apiKeyId] : [userId];
}
