import { handleJob } from '../../jobs/define-job.js';
import { withModels } from '../models/model-failure.service.js';
import { applyVerdict } from './case-triage.service.js';
import { triageText } from './desk-models.js';
import { beginStep, giveUpStep, reportStep } from './pipeline-step.service.js';
import { TriageCase } from './triage-case.job.js';
import { loadTriageModel } from './triage-model-cache.js';
import { replaceOutdated } from './triage-version.service.js';

const KIND = 'TRIAGE';

export const triageCase = handleJob({
  definition: TriageCase,
  async run(payload, run) {
    const { id, projectId, subject, body } = await beginStep(run, KIND, payload);
    const active = await loadTriageModel(run.db, run.ports.models, projectId);
    if (active && 'outdatedId' in active) await replaceOutdated(run.db, projectId, active.outdatedId);
    const model = active && 'model' in active ? active : null;
    const learned = model
      ? `with version ${model.number}, learned from ${model.model.sampleCount} confirmed cases`
      : 'with the general model';
    await reportStep(run, KIND, payload, { stage: 'classify', percent: 20, message: `Classifying ${learned}` });
    const text = { title: subject, body };
    const verdict = await withModels(() => triageText(run, { id, projectId }, text, model));
    const sure = Math.round(verdict.confidence * 100);
    const message = `${verdict.type}, ${verdict.severity}, ${sure} % sure`;
    await reportStep(run, KIND, payload, { stage: 'classify', percent: 90, message });
    return verdict;
  },
  apply: (tx, verdict, payload, run) => applyVerdict(tx, run.jobId, payload, verdict),
  onGiveUp: giveUpStep,
});
