import { parentPort } from 'node:worker_threads';
import { doHeavyWork, type HeavyWork } from './heavy-work.js';

/** Entry point of the worker thread: one message in, one answer out. */
parentPort?.on('message', (work: HeavyWork) => {
  try {
    const bytes = Uint8Array.from(doHeavyWork(work));
    parentPort?.postMessage({ bytes }, [bytes.buffer]);
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
