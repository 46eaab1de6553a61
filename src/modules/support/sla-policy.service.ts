import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { Conflict, InvalidInput } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Project } from '../../generated/prisma/client.js';
import type { CasePriority } from '../../generated/prisma/enums.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';

export interface PromisedTimes {
  readonly priority: CasePriority;
  /** Null: nothing is promised. */
  readonly firstAnswerMinutes?: number | null | undefined;
  readonly resolutionMinutes?: number | null | undefined;
}

/** An expected version is one of the project. */
export interface SlaPolicy extends ExpectedVersion {
  readonly projectId: string;
  /** Of priorities that are left out nothing is promised. */
  readonly targets: readonly PromisedTimes[];
}

/**
 * Says how soon cases of a project are answered and resolved. It holds for those that are opened or reopened, or get
 * another priority, from then on.
 * @throws NotFound, Conflict with the current project, InvalidInput when a priority stands twice
 */
export function setSlaPolicy(db: TenantDb, policy: SlaPolicy, cause: Cause): Promise<Project> {
  const { projectId, targets, expectedVersion } = policy;
  return transact(db, async (tx) => {
    const project = await requireProject(tx, projectId);
    const again = targets.findIndex(({ priority }, index) => {
      return targets.findIndex((other) => other.priority === priority) !== index;
    });
    if (again >= 0) {
      throw InvalidInput.at(['input', 'targets', String(again), 'priority'], 'This priority stands there twice.');
    }
    const changed = await tx.project.updateMany({
      where: { id: projectId, version: expectedVersion ?? project.version },
      data: { version: { increment: 1 } },
    });
    const current = await tx.project.findFirstOrThrow({ where: { id: projectId } });
    if (changed.count === 0) throw new Conflict('The project has changed since.', { project: current });
    await tx.slaTarget.deleteMany({ where: { projectId } });
    const rows = targets.map(({ priority, firstAnswerMinutes = null, resolutionMinutes = null }) => {
      return { tenantId: tx.$tenantId, projectId, priority, firstAnswerMinutes, resolutionMinutes };
    });
    await tx.slaTarget.createMany({ data: rows });
    const data = { targets: targets.map((target) => ({ ...target })) };
    await recordEvent(tx, { kind: 'SLA_POLICY_SET', subject: { type: 'Project', id: projectId }, ...cause, data });
    return current;
  });
}
