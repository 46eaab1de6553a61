import { runProcess } from './run-process.js';

await runProcess('worker', async () => (await import('./worker.js')).startWorker);
