import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { checkVersion } from '../../expected-version.js';
import { Prisma, type Project } from '../../generated/prisma/client.js';
import type { ReplyMode } from '../../generated/prisma/enums.js';
import { requireProject } from '../identity/project.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';

/** What a project lets its pipeline do by itself. Thresholds are 0 to 1. */
export interface SupportSettings {
  readonly replyMode: ReplyMode;
  readonly triageThreshold: number;
  readonly matchThreshold: number;
  readonly sendThreshold: number;
  readonly preparesChanges: boolean;
  readonly approvalHours: number | null;
}

const COLUMNS = {
  replyMode: true,
  triageThreshold: true,
  matchThreshold: true,
  sendThreshold: true,
  preparesChanges: true,
  approvalHours: true,
} as const;

/** The settings that hold for a case. */
export async function settingsOfCase(
  db: Pick<Transaction, 'case'> | Pick<TenantDb, 'case'>,
  caseId: string,
): Promise<SupportSettings> {
  const where = { where: { id: caseId }, select: { project: { select: COLUMNS } } } as const;
  const { project } = await (db as Pick<Transaction, 'case'>).case.findFirstOrThrow(where);
  return project;
}

/** What is left out stays; no hours: as long as it takes. */
export type SupportSettingsChange = {
  readonly [Name in keyof SupportSettings]?: SupportSettings[Name] | null | undefined;
};

/**
 * Changes what a project lets its pipeline do; what is under way goes by what holds when its step ends.
 * @throws NotFound, or Conflict with the current project
 */
export function updateSupportSettings(
  db: TenantDb,
  projectId: string,
  change: SupportSettingsChange,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<Project> {
  return transact(db, async (tx) => {
    await requireProject(tx, projectId);
    const [current] = await tx.$queryRaw<Project[]>(
      Prisma.sql`SELECT * FROM "Project" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${projectId}::uuid FOR UPDATE`,
    );
    if (!current) return tx.project.findFirstOrThrow({ where: { id: projectId } });
    checkVersion('project', { project: current }, { expectedVersion });
    const before = pick(current);
    const { approvalHours } = change;
    const after: SupportSettings = {
      replyMode: change.replyMode ?? before.replyMode,
      triageThreshold: change.triageThreshold ?? before.triageThreshold,
      matchThreshold: change.matchThreshold ?? before.matchThreshold,
      sendThreshold: change.sendThreshold ?? before.sendThreshold,
      preparesChanges: change.preparesChanges ?? before.preparesChanges,
      approvalHours: approvalHours === 0 ? null : (approvalHours ?? before.approvalHours),
    };
    await tx.project.updateMany({ where: { id: projectId }, data: { ...after, version: { increment: 1 } } });
    const subject = { type: 'Project', id: projectId };
    const data = { before: { ...before }, after: { ...after } };
    await recordEvent(tx, { kind: 'SUPPORT_SETTINGS_UPDATED', subject, ...cause, data });
    return tx.project.findFirstOrThrow({ where: { id: projectId } });
  });
}

function pick(project: Project): SupportSettings {
  const { replyMode, triageThreshold, matchThreshold, sendThreshold, preparesChanges, approvalHours } = project;
  return { replyMode, triageThreshold, matchThreshold, sendThreshold, preparesChanges, approvalHours };
}
