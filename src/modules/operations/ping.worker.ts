import { setTimeout as pause } from 'node:timers/promises';
import { handleJob } from '../../jobs/define-job.js';
import { Ping } from './ping.job.js';

const STEP_MS = 100;

export const ping = handleJob({
  definition: Ping,
  async run({ steps }, { progress, log, signal }) {
    for (let step = 1; step <= steps; step += 1) {
      await progress({ stage: 'pinging', percent: (step / steps) * 100, counters: { step } });
      await pause(STEP_MS, undefined, { signal });
    }
    log.info('The worker is well.');
    return { steps };
  },
});
