import { stringify } from 'csv-stringify/sync';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import type { AuditEntry, Prisma } from '../../generated/prisma/client.js';
import { handleJob, type JobRun, PermanentJobError } from '../../jobs/define-job.js';
import { auditConditions } from './audit-criteria.js';
import { AuditExport } from './audit-export.job.js';

const BATCH = 1_000;
const MAX_ROWS = 1_000_000;

const COLUMNS = [
  'at',
  'action',
  'outcome',
  'codes',
  'actorKind',
  'actorId',
  'actorLabel',
  'subjectType',
  'subjectId',
  'requestId',
  'address',
  'userAgent',
  'changeCount',
  'changes',
] as const;

export const auditExport = handleJob({
  definition: AuditExport,
  async run({ fileId, criteria }, run) {
    const where = auditConditions(criteria);
    const total = await run.db.auditEntry.count({ where });
    if (total > MAX_ROWS)
      throw new PermanentJobError('TOO_MANY_ROWS', `More than ${MAX_ROWS} entries; narrow it down.`);
    // Another attempt may have begun: every attempt writes the file from its beginning.
    await transact(run.db, (tx) => tx.exportPiece.deleteMany({ where: { fileId } }));
    let written = { rows: 0, bytes: await write(run, fileId, 0, `${COLUMNS.join(',')}\n`) };
    let last: AuditEntry | undefined;
    for (let number = 1; ; number += 1) {
      run.signal.throwIfAborted();
      const batch = await nextBatch(run.db, where, last);
      if (batch.length === 0) break;
      const bytes = await write(run, fileId, number, csvOf(batch));
      written = { rows: written.rows + batch.length, bytes: written.bytes + bytes };
      last = batch.at(-1);
      const percent = Math.min(99, (written.rows / Math.max(1, total)) * 100);
      await run.progress({ stage: 'writing', percent, counters: { rows: written.rows } });
    }
    return written;
  },
  async apply(tx, { rows, bytes }, { fileId }) {
    await tx.exportFile.updateMany({ where: { id: fileId }, data: { rows, bytes, readyAt: new Date() } });
  },
});

/** Oldest first, behind the last one: an entry that comes meanwhile is newer and does not move the others. */
function nextBatch(
  db: TenantDb,
  where: Prisma.AuditEntryWhereInput,
  last: AuditEntry | undefined,
): Promise<AuditEntry[]> {
  const behind = last ? { OR: [{ at: { gt: last.at } }, { at: last.at, id: { gt: last.id } }] } : {};
  return db.auditEntry.findMany({
    where: { AND: [where, behind] },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: BATCH,
  });
}

/** Rows of CSV. A cell that a spreadsheet would take for a formula is quoted away. */
export function csvOf(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => ({
    ...entry,
    at: entry.at.toISOString(),
    codes: entry.codes.join(' '),
    changes: JSON.stringify(entry.changes),
  }));
  return stringify(rows, { columns: [...COLUMNS], escape_formulas: true });
}

async function write({ db }: Pick<JobRun, 'db'>, fileId: string, number: number, text: string): Promise<number> {
  const data = Buffer.from(text);
  await transact(db, (tx) => tx.exportPiece.create({ data: { tenantId: tx.$tenantId, fileId, number, data } }));
  return data.length;
}
