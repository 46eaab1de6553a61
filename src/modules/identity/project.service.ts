import { isInScope, type ProjectScope, projectScopeOf } from '../../db/project-scope.js';
import { ALL_ROWS } from '../../db/row-rights.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { AlreadyExists, Conflict, Forbidden, NotFound } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Membership, Project } from '../../generated/prisma/client.js';
import type { ReplyMode } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { accessRevoked } from './access-revoked.js';

export interface NewProject {
  readonly key: string;
  readonly name: string;
  readonly replyMode?: ReplyMode | null | undefined;
  readonly triageThreshold?: number | null | undefined;
  readonly lexicalShare?: number | null | undefined;
  readonly isRestricted?: boolean | null | undefined;
}

/** What is left out stays. */
export interface ProjectChange extends Partial<Omit<NewProject, 'key' | 'name'>>, ExpectedVersion {
  readonly name?: string | null | undefined;
}

/**
 * @throws AlreadyExists when the tenant has a project of this key
 * @throws Forbidden in a request that is narrowed to a project: nothing can be made outside of that
 */
export function createProject(db: TenantDb, input: NewProject, cause: Cause): Promise<Project> {
  return transact(db, async (tx) => {
    if (projectScopeOf(db.$rights).only !== null) {
      throw new Forbidden('A request that is narrowed to a project creates no other.', []);
    }
    const taken = await tx.project.findFirst({ where: { key: input.key }, select: { id: true } });
    if (taken) throw new AlreadyExists('There is a project with this key.', ['input', 'key']);
    const project = await tx.project.create({
      data: {
        tenantId: tx.$tenantId,
        key: input.key,
        name: input.name,
        ...(input.replyMode ? { replyMode: input.replyMode } : {}),
        ...(typeof input.triageThreshold === 'number' ? { triageThreshold: input.triageThreshold } : {}),
        ...(typeof input.lexicalShare === 'number' ? { lexicalShare: input.lexicalShare } : {}),
        isRestricted: input.isRestricted ?? false,
      },
    });
    await recordEvent(tx, { kind: 'PROJECT_CREATED', subject: { type: 'Project', id: project.id }, ...cause });
    // Nobody who was looked up a moment ago was told that there is something they must not see.
    if (project.isRestricted) tx.$outbox(accessRevoked({ tenantId: tx.$tenantId }));
    return project;
  });
}

/**
 * Changes a project. Whoever loses or gains sight of it by that is told on open connections, too.
 * @throws NotFound when there is no such project for whoever asks
 * @throws Conflict when somebody else changed it first
 */
export function updateProject(
  db: TenantDb,
  id: string,
  { expectedVersion, ...change }: ProjectChange,
  cause: Cause,
): Promise<Project> {
  return transact(db, async (tx) => {
    const project = await findProject(tx, id);
    const data = {
      name: change.name ?? project.name,
      replyMode: change.replyMode ?? project.replyMode,
      triageThreshold: change.triageThreshold ?? project.triageThreshold,
      lexicalShare: change.lexicalShare ?? project.lexicalShare,
      isRestricted: change.isRestricted ?? project.isRestricted,
    };
    const changed = await tx.project.updateMany({
      where: { id, version: expectedVersion ?? project.version },
      data: { ...data, version: { increment: 1 } },
    });
    const current = await tx.project.findFirstOrThrow({ where: { id } });
    if (changed.count === 0) throw new Conflict('The project has changed since.', { project: current });
    const before = { name: project.name, isRestricted: project.isRestricted };
    const after = { name: data.name, isRestricted: data.isRestricted };
    await recordEvent(tx, {
      kind: 'PROJECT_UPDATED',
      subject: { type: 'Project', id },
      ...cause,
      data: { before, after },
    });
    if (before.isRestricted !== after.isRestricted) tx.$outbox(accessRevoked({ tenantId: tx.$tenantId }));
    return current;
  });
}

/**
 * Puts a project away, or takes it out again. What it holds stays; requests narrowed to it are refused while it is
 * archived, and nothing new comes in. Doing it twice changes nothing.
 * @throws NotFound when there is no such project for whoever asks
 */
export function setProjectArchived(db: TenantDb, id: string, isArchived: boolean, cause: Cause): Promise<Project> {
  return transact(db, async (tx) => {
    await findProject(tx, id);
    const changed = await tx.project.updateMany({
      where: { id, archivedAt: isArchived ? null : { not: null } },
      data: { archivedAt: isArchived ? new Date() : null, version: { increment: 1 } },
    });
    if (changed.count > 0) {
      const kind = isArchived ? 'PROJECT_ARCHIVED' : 'PROJECT_RESTORED';
      await recordEvent(tx, { kind, subject: { type: 'Project', id }, ...cause });
      tx.$outbox(accessRevoked({ tenantId: tx.$tenantId }));
    }
    return tx.project.findFirstOrThrow({ where: { id } });
  });
}

/**
 * Makes a member of the tenant one of a project, or none any more. Doing it twice changes nothing.
 * @throws NotFound when there is no such project or membership for whoever asks
 */
export function setProjectMember(
  db: TenantDb,
  { projectId, membershipId }: { readonly projectId: string; readonly membershipId: string },
  isMember: boolean,
  cause: Cause,
): Promise<{ readonly project: Project; readonly membership: Membership }> {
  return transact(db, async (tx) => {
    const project = await findProject(tx, projectId, ['input', 'projectId']);
    const membership = await tx.membership.findFirst({ where: { id: membershipId } });
    if (!membership) throw new NotFound('The membership', ['input', 'membershipId']);
    const place = { tenantId: tx.$tenantId, projectId, membershipId };
    const { count } = isMember
      ? await tx.projectMember.createMany({ data: [place], skipDuplicates: true })
      : await tx.projectMember.deleteMany({ where: place });
    if (count > 0) {
      const kind = isMember ? 'PROJECT_MEMBER_ADDED' : 'PROJECT_MEMBER_REMOVED';
      await recordEvent(tx, {
        kind,
        subject: { type: 'Project', id: projectId },
        ...cause,
        data: { membershipId },
      });
      tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, userId: membership.userId }));
    }
    return { project, membership };
  });
}

/** The list of projects stays whole in a request that is narrowed to one; the others are not there to be changed. */
async function findProject(tx: Transaction, id: string, path = ['input', 'id']): Promise<Project> {
  const project = await tx.project.findFirst({ where: { id } });
  if (!project || !isInScope(projectScopeOf(tx.$rights), id)) throw new NotFound('The project', path);
  return project;
}

/** Which projects a member reaches, when no request is narrowed; none is hidden from somebody who is no member at all. */
export async function projectsOf(db: TenantDb, userId: string): Promise<ProjectScope> {
  const [row] = await db.$withRights(ALL_ROWS).$queryRaw<{ hidden: string[] }[]>`
    SELECT hidden_projects_of("tenantId", "id") AS "hidden" FROM "Membership" WHERE "userId" = ${userId}::uuid`;
  return { hidden: row?.hidden ?? [], only: null };
}

/** A project to work in. @throws NotFound when there is no such project for whoever asks, or it is archived */
export async function requireProject(
  db: Pick<TenantDb, 'project' | '$rights'>,
  id: string,
  path = ['input', 'projectId'],
): Promise<Project> {
  const project = await db.project.findFirst({ where: { id, archivedAt: null } });
  if (!project || !isInScope(projectScopeOf(db.$rights), id)) throw new NotFound('The project', path);
  return project;
}
