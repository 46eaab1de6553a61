import { v7 as newId } from 'uuid';
import { type Transaction, transact } from '../../db/transaction.js';
import { handleJob, type JobRun } from '../../jobs/define-job.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { emptyPayload, type ImportedCaseRow, insertImportedCases } from './import.sql.js';
import { ImportCases, type ImportedCase } from './import-cases.job.js';
import { requestTraining } from './triage-learning.service.js';

const IMPORT_ACTOR = { kind: 'SYSTEM', id: null, label: 'case import' } as const;

/** Stands for everybody whose address is not known. */
const UNKNOWN_CUSTOMER = { email: 'imported@switchyard.invalid', name: 'Imported' };

/** Batches follow each other; training waits for the next. */
const NEXT_BATCH_MS = 3_000;

export const importCases = handleJob({
  definition: ImportCases,
  async run({ projectId, cases }, run) {
    await run.progress({ stage: 'assess', percent: 0, counters: { cases: cases.length } });
    const rows: ImportedCaseRow[] = [];
    for (const [index, imported] of cases.entries()) {
      rows.push(await assess(imported, run));
      if (index % 25 === 24) await run.progress({ stage: 'assess', percent: (index / cases.length) * 80 });
    }
    await run.progress({ stage: 'store', percent: 80 });
    const imported = await transact(run.db, async (tx) => {
      const count = await insertImportedCases(tx, projectId, rows);
      // Told of with the rows: another attempt finds them here, and would have nothing to tell.
      if (count > 0) await tellOf(tx, projectId, { imported: count, known: cases.length - count });
      return count;
    });
    const known = cases.length - imported;
    await run.progress({ stage: 'store', percent: 100, counters: { cases: cases.length, imported, known } });
    run.log.info(`${imported} cases imported, ${known} were here already`);
    return { imported, known };
  },
  apply: (tx, _result, _payload, { jobId }) => emptyPayload(tx, jobId, 'cases'),
});

async function tellOf(tx: Transaction, projectId: string, data: { imported: number; known: number }): Promise<void> {
  const subject = { type: 'Project', id: projectId };
  await recordEvent(tx, { kind: 'CASES_IMPORTED', subject, actor: IMPORT_ACTOR, data });
  await requestTraining(tx, projectId, { actor: IMPORT_ACTOR }, NEXT_BATCH_MS);
}

/** A case's row. What its source does not say about severity, the model does. */
async function assess(
  imported: ImportedCase,
  { ports, signal }: Pick<JobRun, 'ports' | 'signal'>,
): Promise<ImportedCaseRow> {
  const { sourceKey, subject, body, type, openedAt } = imported;
  const severity =
    imported.severity ?? (await ports.models.triage({ title: subject, body }, null, { signal })).severity;
  const { email, name } = imported.customer ?? UNKNOWN_CUSTOMER;
  const customer = { email: email.trim().toLowerCase(), name };
  return { id: newId(), messageId: newId(), sourceKey, subject, body, type, severity, openedAt, ...customer };
}
