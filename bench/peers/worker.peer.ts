import { startWorker } from '../../src/worker.js';
import { DEFINITIONS, HANDLERS } from '../jobs/trivial.job.js';
import { gatewayConfig } from './gateway-config.js';
import { runPeer } from './peer.js';

await runPeer(async (settings) => {
  const worker = await startWorker(gatewayConfig(settings), undefined, {
    definitions: DEFINITIONS,
    handlers: HANDLERS,
  });
  return { port: 0, stop: () => worker.stop() };
});
