import { transact } from '../../db/transaction.js';
import { handleJob, type JobRun } from '../../jobs/define-job.js';
import type { TriageSample } from '../../ports.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { TrainTriage } from './train-triage.job.js';

/** The newest confirmed cases; older ones teach little about today's. */
const MAX_SAMPLES = 3_000;

export const trainTriage = handleJob({
  definition: TrainTriage,
  async run({ projectId }, run) {
    await run.progress({ stage: 'read', percent: 5 });
    const samples = await confirmedCases(run, projectId);
    if (samples.length === 0) return { samples: 0, version: null };
    const message = `Learning from ${samples.length} confirmed cases`;
    await run.progress({ stage: 'train', percent: 20, message });
    run.log.info(message);
    const model = await run.ports.models.trainTriage(samples, { signal: run.signal });
    await run.progress({ stage: 'store', percent: 95 });
    const weights = Uint8Array.from(model.serialize());
    await transact(run.db, async (tx) => {
      const data = { tenantId: tx.$tenantId, projectId, weights, sampleCount: samples.length };
      // The job's own id: a second attempt replaces what the first one stored.
      await tx.triageModel.deleteMany({
        where: { OR: [{ id: run.jobId }, { projectId, trainedAt: { lt: hourAgo() } }] },
      });
      await tx.triageModel.create({ data: { id: run.jobId, ...data }, select: { id: true } });
    });
    return { samples: samples.length, version: model.version };
  },
  async apply(tx, { samples, version }, { projectId }) {
    if (version === null) return;
    await recordEvent(tx, {
      kind: 'TRIAGE_LEARNED',
      subject: { type: 'Project', id: projectId },
      actor: { kind: 'SYSTEM', id: null, label: 'triage training' },
      data: { samples, version },
    });
  },
});

/** Oldest first, as the trainer wants them. */
async function confirmedCases({ db }: Pick<JobRun, 'db'>, projectId: string): Promise<TriageSample[]> {
  const rows = await db.case.findMany({
    where: { projectId, triageDecidedBy: 'PERSON', type: { not: null } },
    orderBy: [{ triagedAt: 'desc' }, { id: 'desc' }],
    take: MAX_SAMPLES,
    select: { subject: true, body: true, type: true },
  });
  return rows.reverse().flatMap(({ subject, body, type }) => (type ? [{ title: subject, body, type }] : []));
}

/** Models older than this are in nobody's hands any more. */
function hourAgo(): Date {
  return new Date(Date.now() - 3_600_000);
}
