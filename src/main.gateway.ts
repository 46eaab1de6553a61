import { runProcess } from './run-process.js';

await runProcess('gateway', async () => (await import('./gateway.js')).startGateway);
