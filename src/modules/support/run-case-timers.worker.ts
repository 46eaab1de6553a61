import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { type RanOut, runTimers } from './case-timers.service.js';
import { RunCaseTimers } from './run-case-timers.job.js';

export const runCaseTimers = handleJob({
  definition: RunCaseTimers,
  async run(_payload, { db, signal, progress, ports, logger }) {
    const total = { woken: 0, breached: 0 };
    for (;;) {
      signal.throwIfAborted();
      const ranOut: RanOut = await transact(db, runTimers);
      total.woken += ranOut.woken;
      total.breached += ranOut.firstAnswers + ranOut.resolutions;
      ports.desk.slaBreached('FIRST_ANSWER', ranOut.firstAnswers);
      ports.desk.slaBreached('RESOLUTION', ranOut.resolutions);
      await progress({ stage: 'timers', counters: total });
      if (ranOut.isLast) break;
    }
    if (total.breached > 0) logger.warn(total, 'cases were not answered or resolved in time');
    return total;
  },
});
