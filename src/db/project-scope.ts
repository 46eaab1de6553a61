import type { RowRights } from './row-rights.js';

/** Which projects of a tenant somebody reaches. */
export interface ProjectScope {
  /** Restricted projects that are not there for them; ids in order. */
  readonly hidden: readonly string[];
  /** The one project to which everything is narrowed; null: all that are not hidden. */
  readonly only: string | null;
}

/** Every project: what the system itself works with, and whoever runs the tenant. */
export const ALL_PROJECTS: ProjectScope = Object.freeze({ hidden: [], only: null });

/** The same as it stands in rights to rows. */
export interface ProjectRights {
  readonly hiddenProjects?: readonly string[];
  readonly project?: readonly string[];
}

/** The scope of a database handle, by its rights. */
export function projectScopeOf({ text }: RowRights): ProjectScope {
  if (text === '') return ALL_PROJECTS;
  const { hiddenProjects = [], project = [] } = JSON.parse(text) as ProjectRights;
  return { hidden: hiddenProjects, only: project[0] ?? null };
}

/** Whether something of this project, or of none, is there in this scope. The same rule as in the database. */
export function isInScope({ hidden, only }: ProjectScope, projectId: string | null | undefined): boolean {
  return !projectId || (!hidden.includes(projectId) && (only === null || only === projectId));
}
