import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { AlreadyExists, NotFound } from '../../errors.js';
import type { Project } from '../../generated/prisma/client.js';
import type { ReplyMode } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';

export interface NewProject {
  readonly key: string;
  readonly name: string;
  readonly replyMode?: ReplyMode | null | undefined;
  readonly triageThreshold?: number | null | undefined;
}

/** @throws AlreadyExists when the tenant has a project of this key */
export function createProject(db: TenantDb, input: NewProject, actor: Actor, requestId: string): Promise<Project> {
  return transact(db, async (tx) => {
    const taken = await tx.project.findFirst({ where: { key: input.key }, select: { id: true } });
    if (taken) throw new AlreadyExists('There is a project with this key.', ['input', 'key']);
    const project = await tx.project.create({
      data: {
        tenantId: tx.$tenantId,
        key: input.key,
        name: input.name,
        ...(input.replyMode ? { replyMode: input.replyMode } : {}),
        ...(typeof input.triageThreshold === 'number' ? { triageThreshold: input.triageThreshold } : {}),
      },
    });
    await recordEvent(tx, { kind: 'PROJECT_CREATED', subject: { type: 'Project', id: project.id }, actor, requestId });
    return project;
  });
}

/** @throws NotFound when the tenant has no such project */
export async function requireProject(
  db: Pick<TenantDb, 'project'>,
  id: string,
  path = ['input', 'projectId'],
): Promise<Project> {
  const project = await db.project.findFirst({ where: { id } });
  if (!project) throw new NotFound('The project', path);
  return project;
}
