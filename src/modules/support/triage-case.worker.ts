import { handleJob } from '../../jobs/define-job.js';
import { applyVerdict } from './case-triage.service.js';
import { beginStep, giveUpStep, reportStep } from './pipeline-step.service.js';
import { TriageCase } from './triage-case.job.js';
import { loadTriageModel } from './triage-model-cache.js';

const KIND = 'TRIAGE';

export const triageCase = handleJob({
  definition: TriageCase,
  async run(payload, run) {
    const { projectId, subject, body } = await beginStep(run, KIND, payload);
    const model = await loadTriageModel(run.db, run.ports.models, projectId);
    const learned = model ? `on ${model.sampleCount} confirmed cases of the project` : 'with the general model';
    await reportStep(run, KIND, payload, { stage: 'classify', percent: 20, message: `Classifying ${learned}` });
    const verdict = await run.ports.models.triage({ title: subject, body }, model, { signal: run.signal });
    const sure = Math.round(verdict.confidence * 100);
    const message = `${verdict.type}, ${verdict.severity}, ${sure} % sure`;
    await reportStep(run, KIND, payload, { stage: 'classify', percent: 90, message });
    return verdict;
  },
  apply: (tx, verdict, payload, run) => applyVerdict(tx, run.jobId, payload, verdict),
  onGiveUp: giveUpStep,
});
