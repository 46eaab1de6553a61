import { forTenant } from '../../src/db/tenant.js';
import { runPeer } from './peer.js';
import { startRest } from './rest-server.js';

await runPeer((settings) => startRest(settings, forTenant));
