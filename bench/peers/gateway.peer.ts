import { startGateway } from '../../src/gateway.js';
import { gatewayConfig } from './gateway-config.js';
import { runPeer } from './peer.js';

await runPeer(async (settings) => {
  const gateway = await startGateway(gatewayConfig(settings));
  return { port: gateway.port, stop: () => gateway.stop() };
});
