import { type Transaction, transact } from '../../db/transaction.js';
import { handleJob, type JobRun } from '../../jobs/define-job.js';
import type { TriageModel } from '../../ports.js';
import { type HeldOutFigures, TrainTriage } from './train-triage.job.js';
import { type ConfirmedCase, measureTriage, type Split, splitCases } from './triage-measure.js';
import { loadVersion } from './triage-model-cache.js';
import { judgeVersion } from './triage-version.service.js';

/** The newest confirmed cases; older ones teach little about today's. */
const MAX_SAMPLES = 3_000;
/** Versions of a project that can be gone back to. */
const MAX_VERSIONS = 20;

type Run = JobRun<(typeof TrainTriage)['stages'][number]>;

interface Comparison {
  readonly comparedWithId: string | null;
  readonly before: HeldOutFigures | null;
  readonly after: HeldOutFigures | null;
}

export const trainTriage = handleJob({
  definition: TrainTriage,
  async run({ projectId }, run) {
    await run.progress({ stage: 'read', percent: 5 });
    const cases = await confirmedCases(run, projectId);
    if (cases.length === 0) return { samples: 0, version: null, comparedWithId: null, before: null, after: null };
    const split = splitCases(cases);
    const message = `Learning from ${split.learned.length} confirmed cases, holding out ${split.heldOut.length}`;
    await run.progress({ stage: 'train', percent: 20, message });
    run.log.info(message);
    const model = await run.ports.models.trainTriage(split.learned, { signal: run.signal });
    await run.progress({ stage: 'measure', percent: 70 });
    const compared = await compare(run, projectId, model, cases, split);
    await run.progress({ stage: 'store', percent: 95 });
    const knownUntil = cases.at(-1)?.confirmedAt ?? null;
    await transact(run.db, (tx) => storeVersion(tx, run.jobId, { projectId, model, split, compared, knownUntil }));
    return { samples: split.learned.length, version: model.version, ...compared };
  },
  async apply(tx, result, { projectId }, run) {
    if (result.version === null) return;
    const { outcome, number } = await judgeVersion(tx, projectId, run.jobId, run.attempt, result);
    run.log.info(`Version ${number}: ${outcome}`);
    run.logger.info({ projectId, number, outcome, samples: result.samples }, 'triage learned');
  },
});

/** Oldest first, as the trainer wants them. */
async function confirmedCases({ db }: Pick<JobRun, 'db'>, projectId: string): Promise<ConfirmedCase[]> {
  const rows = await db.case.findMany({
    where: { projectId, triageDecidedBy: 'PERSON', type: { not: null }, triagedAt: { not: null } },
    orderBy: [{ triagedAt: 'desc' }, { id: 'desc' }],
    take: MAX_SAMPLES,
    select: { id: true, subject: true, body: true, type: true, triagedAt: true },
  });
  return rows
    .reverse()
    .flatMap(({ id, subject, body, type, triagedAt }) =>
      type && triagedAt ? [{ id, title: subject, body, type, confirmedAt: triagedAt }] : [],
    );
}

/** Measures the new version and the one in use on the same cases, none of which either has learned from. */
async function compare(
  run: Run,
  projectId: string,
  model: TriageModel,
  cases: readonly ConfirmedCase[],
  { heldOut }: Split,
): Promise<Comparison> {
  const { models } = run.ports;
  const active = await run.db.triageModel.findFirst({
    where: { projectId, state: 'ACTIVE' },
    select: { id: true, heldOutCount: true, knownUntil: true },
  });
  const comparedWithId = active?.id ?? null;
  if (heldOut.length === 0) return { comparedWithId, before: null, after: null };
  let inUse: TriageModel | null = null;
  if (active && active.heldOutCount > 0) {
    inUse = (await loadVersion(run.db, models, active.id))?.model ?? null;
  } else if (active) {
    // It was trained when nothing was held out, and knows the answers. What it would be without them stands in for it.
    const known = splitCases(cases).learned.filter(({ confirmedAt }) => confirmedAt <= (active.knownUntil ?? 0));
    if (known.length > 0) inUse = await models.trainTriage(known, { signal: run.signal });
  }
  return {
    comparedWithId,
    before: await measureTriage(models, inUse, heldOut, run.signal),
    after: await measureTriage(models, model, heldOut, run.signal),
  };
}

interface NewVersion {
  readonly projectId: string;
  readonly model: TriageModel;
  readonly split: Split;
  readonly compared: Comparison;
  readonly knownUntil: Date | null;
}

/**
 * Stores a version that is in nobody's use yet. Its id is the job's: a second attempt replaces what the first one left.
 * So are versions of trainings that ended without a verdict, and the oldest ones.
 */
async function storeVersion(tx: Transaction, id: string, version: NewVersion): Promise<void> {
  const { projectId, model, split, compared, knownUntil } = version;
  await tx.$executeRaw`SELECT support_lock_triage_models(${projectId}::uuid)`;
  await tx.$executeRaw`
    DELETE FROM "TriageModel" m
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "projectId" = ${projectId}::uuid AND "state" <> 'ACTIVE' AND (
      "id" = ${id}::uuid
      OR ("state" = 'TRAINING' AND NOT EXISTS (
        SELECT FROM "Job" j WHERE j."tenantId" = m."tenantId" AND j."id" = m."id" AND j."finishedAt" IS NULL))
      OR "id" IN (SELECT "id" FROM "TriageModel" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "projectId" = ${projectId}::uuid
                  ORDER BY "number" DESC OFFSET ${MAX_VERSIONS - 1}::int))`;
  await tx.triageModel.create({
    data: {
      id,
      tenantId: tx.$tenantId,
      projectId,
      state: 'TRAINING',
      weights: Uint8Array.from(model.serialize()),
      contentVersion: model.version,
      sampleCount: split.learned.length,
      heldOutCount: split.heldOut.length,
      knownUntil,
      comparedWithId: compared.comparedWithId,
      ...(compared.before ? { before: compared.before } : {}),
      ...(compared.after ? { after: compared.after } : {}),
    },
    select: { id: true },
  });
}
