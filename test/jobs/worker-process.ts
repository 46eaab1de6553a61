import { Watchdog } from '../../src/jobs/watchdog.js';
import { CRASH_HANDLERS } from './crash-kinds.js';
import { Rig, type RigUrls } from './rig.js';

/** A worker as a process of its own, to be killed: `node --import tsx worker-process.ts '<RigUrls as JSON>' <worker id>`. */
const [urls, workerId] = process.argv.slice(2);
const rig = await Rig.open(CRASH_HANDLERS, { urls: JSON.parse(urls ?? '{}') as RigUrls });
const worker = rig.startWorker(workerId);
const watchdog = new Watchdog({ blockedMs: 2_500 });
process.on('SIGTERM', async () => {
  await worker.close(0);
  await rig[Symbol.asyncDispose]();
  await watchdog[Symbol.asyncDispose]();
  process.exit(0);
});
process.stdout.write('taking jobs\n');
