import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput } from '../../errors.js';
import type { ExportFile, Job } from '../../generated/prisma/client.js';
import type { Cause } from './actor.js';
import { AuditCriteria } from './audit-criteria.js';
import { AuditExport } from './audit-export.job.js';
import { enqueueJob } from './job.service.js';

/**
 * Makes an empty file and a job that fills it with entries of the audit.
 * @throws InvalidInput when the criteria are more than a job can hold
 */
export function startAuditExport(
  db: TenantDb,
  criteria: AuditCriteria,
  { actor: requestedBy, requestId }: Cause,
): Promise<{ exportFile: ExportFile; job: Job }> {
  const checked = AuditCriteria.safeParse(criteria);
  if (!checked.success) throw InvalidInput.at(['input', 'filter'], 'A text to look for is too long.');
  return transact(db, async (tx) => {
    const name = `audit-${new Date().toISOString().slice(0, 10)}.csv`;
    const exportFile = await tx.exportFile.create({ data: { tenantId: tx.$tenantId, name, contentType: 'text/csv' } });
    const subject = { type: 'ExportFile', id: exportFile.id };
    tx.$audit({ subject });
    const job = await enqueueJob(
      tx,
      AuditExport,
      { fileId: exportFile.id, criteria: checked.data },
      { requestedBy, requestId, subject },
    );
    return { exportFile, job };
  });
}

export interface ReadableFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Its pieces in order, read as they are asked for. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** A file that is whole; null when there is none of this id, or it is not ready. */
export async function openExportFile(db: TenantDb, id: string): Promise<ReadableFile | null> {
  const file = await db.exportFile.findFirst({ where: { id, readyAt: { not: null } } });
  if (!file) return null;
  const { name, contentType, bytes } = file;
  return { name, contentType, bytes, pieces: piecesOf(db, id) };
}

async function* piecesOf(db: TenantDb, fileId: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const piece = await db.exportPiece.findFirst({ where: { fileId, number }, select: { data: true } });
    if (!piece) return;
    yield piece.data;
  }
}
