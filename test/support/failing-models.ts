import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { PermanentJobError } from '../../src/jobs/define-job.js';
import type { ModelProvider } from '../../src/ports.js';

/** The offline models, except that the first reply to a case whose subject says "fails once" fails for good. */
export function modelsThatFailOnce(): ModelProvider {
  const models = createOfflineModels();
  const failed = new Set<string>();
  return {
    ...models,
    draftReply: (request, options) => {
      const { subject } = request;
      if (!subject.includes('fails once') || failed.has(subject)) return models.draftReply(request, options);
      failed.add(subject);
      throw new PermanentJobError('MODEL_FAILED', 'The model is not well.');
    },
  };
}
