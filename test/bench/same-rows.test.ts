import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addUnboundRole, fillDatabase } from '../../bench/dataset.js';
import { askOnce } from '../../bench/load/closed-loop.js';
import { ROWS, type RowName, requestsFor } from '../../bench/operations.js';
import { CompiledPeers } from '../../bench/peers/compiled-peers.js';
import type { PeerName } from '../../bench/peers/peer-process.js';
import { withPeers } from '../../bench/peers/peer-process.js';
import { canonical, expectSameRows } from '../../bench/same-rows.js';
import { startBenchServices } from '../../bench/services.js';

const SIDES: readonly PeerName[] = ['floor', 'rest', 'rest-untenanted', 'gateway', 'gateway-unbound'];
const SCALE = { tenants: 2, casesPerTenant: 30, messagesPerCase: 4, customersPerTenant: 5 };

describe('the sides of the bench', () => {
  it('answer the same rows before they are measured', { timeout: 120_000 }, async () => {
    await using code = await CompiledPeers.compile();
    await using services = await startBenchServices();
    const secret = randomBytes(48).toString('base64');
    const tenants = await fillDatabase(services, SCALE, secret);
    const unboundUrl = await addUnboundRole(services);
    const settingsOf = (name: PeerName) => ({
      codeDirectory: code.directory,
      databaseUrl: name === 'rest' || name === 'gateway' ? services.databaseUrl : unboundUrl,
      redisUrl: services.redisUrl,
      redisPrefix: `bench-${name}:`,
      accessTokenSecret: secret,
      poolSize: 2,
    });
    await withPeers(SIDES, settingsOf, async (peers) => {
      for (const row of Object.keys(ROWS) as RowName[]) {
        // Without a tenant in the database there is no audit, and without an audit no change: that side only reads.
        const able = peers.filter(({ name }) => name !== 'gateway-unbound' || row !== 'create');
        const sides = able.map(({ name, port }) => ({ name, port, request: requestsFor(row, name, tenants)[0]! }));
        await expectSameRows(row, sides);
      }
      const gateway = peers.find(({ name }) => name === 'gateway')!;
      const list = canonical('list', await askOnce(gateway.port, requestsFor('list', 'gateway', tenants)[0]!));
      expect(list).toHaveLength(20);
      expect(list).toEqual(
        expect.arrayContaining([expect.objectContaining({ messages: expect.any(Array), triage: expect.any(Object) })]),
      );
    });
  });

  it('are refused when they differ', async () => {
    expect(
      canonical('flat', { data: { cases: { nodes: [{ id: 'Q2FzZToxMg==', openedAt: '2026-01-01T00:00:00Z' }] } } }),
    ).toEqual(
      canonical(
        'flat',
        [{ id: '12', openedAt: '2026-01-01T00:00:00.000+00:00' }].map((row) => ({ ...row, id: 'Q2FzZToxMg==' })),
      ),
    );
    expect(canonical('flat', [{ number: 1 }])).not.toEqual(canonical('flat', [{ number: 2 }]));
  });
});
