import type { TenantDb } from '../../src/db/tenant.js';
import { runPeer } from './peer.js';
import { startRest } from './rest-server.js';

// No tenant handle: each query names the tenant itself, and nothing stands behind it.
await runPeer((settings) =>
  startRest(
    settings,
    (prisma, $tenantId, $deliver) => prisma.$extends({ client: { $tenantId, $deliver } }) as unknown as TenantDb,
  ),
);
