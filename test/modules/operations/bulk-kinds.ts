import { bulkAction } from '../../../src/modules/operations/bulk-action.worker.js';
import { CRASH_HANDLERS } from '../../jobs/crash-kinds.js';
import { Rig, type RigUrls } from '../../jobs/rig.js';

export const BULK_HANDLERS = [...CRASH_HANDLERS, bulkAction];

/** As a process of its own: a worker that is to be killed in the middle of an action on many. */
if (process.argv[1]?.endsWith('bulk-kinds.ts')) {
  const rig = await Rig.open(BULK_HANDLERS, { urls: JSON.parse(process.argv[2] ?? '{}') as RigUrls });
  rig.startWorker(process.argv[3]);
  process.stdout.write('taking jobs\n');
}
