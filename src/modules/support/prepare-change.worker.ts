import { handleJob } from '../../jobs/define-job.js';
import { withModels } from '../models/model-failure.service.js';
import { neighboursOf } from './change-neighbours.service.js';
import { applyChange } from './change-request.service.js';
import { prepareChangeText } from './desk-models.js';
import { beginStep, giveUpStep, reportStep } from './pipeline-step.service.js';
import { PrepareChange } from './prepare-change.job.js';

const KIND = 'CHANGE_PREP';

export const prepareChange = handleJob({
  definition: PrepareChange,
  async run(payload, run) {
    const found = await beginStep(run, KIND, payload);
    const neighbours = await neighboursOf(run, found);
    const alike = neighbours.length === 0 ? 'no case' : neighbours.map(({ number }) => `#${number}`).join(', ');
    await reportStep(run, KIND, payload, { stage: 'read', percent: 30, message: `Much alike: ${alike}` });
    const { id, projectId, subject: title, body, severity } = found;
    const matter = { title, body, severity: severity ?? 'MEDIUM', neighbours };
    const proposal = await withModels(() => prepareChangeText(run, { id, projectId }, matter));
    const { affectedSurfaces: surfaces, riskLevel } = proposal;
    const message = `${surfaces.length} surface${surfaces.length === 1 ? '' : 's'}, risk ${riskLevel}`;
    await reportStep(run, KIND, payload, { stage: 'prepare', percent: 95, message });
    return {
      ...proposal,
      affectedSurfaces: [...surfaces],
      testIdeas: [...proposal.testIdeas],
      reasons: [...proposal.reasons],
    };
  },
  apply: (tx, proposal, payload, run) => applyChange(tx, run.jobId, payload, proposal),
  onGiveUp: giveUpStep,
});
