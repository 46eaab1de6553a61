import type { BenchTenant } from './dataset.js';
import { ClosedLoop, median } from './load/closed-loop.js';
import { type RowName, requestsFor } from './operations.js';
import type { PeerName, PeerProcess } from './peers/peer-process.js';
import { expectSameRows } from './same-rows.js';

const CONNECTIONS = 16;
/** Until the code of a side is compiled well. */
const WARM_UP_SECONDS = 1.5;

export interface RequestSettings {
  readonly rows: readonly RowName[];
  /** Seconds of each side's part of a round. */
  readonly seconds: number;
  readonly rounds: number;
}

/** Medians over the rounds of one side in one row. */
export interface Figure {
  readonly peer: PeerName;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of the side's process, microseconds a request. PostgreSQL's is not in it. */
  readonly cpuMicros: number;
}

export interface RowResult {
  readonly row: RowName;
  readonly figures: readonly Figure[];
}

/**
 * Puts the sides under the same load in turn, in short rounds whose order changes, so that whatever else the machine
 * does meets all of them.
 */
export async function measureRequests(
  peers: readonly PeerProcess[],
  tenants: readonly BenchTenant[],
  settings: RequestSettings,
  say: (line: string) => void,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const row of settings.rows) {
    const sides = peers.map((peer) => ({ peer, requests: requestsFor(row, peer.name, tenants) }));
    await expectSameRows(
      row,
      sides.map(({ peer: { name, port }, requests }) => ({ name, port, request: requests[0]! })),
    );
    results.push({ row, figures: await measureRow(sides, settings) });
    say(`${row} done`);
  }
  return results;
}

async function measureRow(
  sides: readonly { readonly peer: PeerProcess; readonly requests: readonly Buffer[] }[],
  { seconds, rounds }: RequestSettings,
): Promise<Figure[]> {
  const running = await Promise.all(
    sides.map(async ({ peer, requests }) => ({
      peer,
      loop: await ClosedLoop.open(peer.port, requests, CONNECTIONS),
      samples: [] as Omit<Figure, 'peer'>[],
    })),
  );
  for (const { loop } of running) await loop.run(WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % running.length;
    for (const { peer, loop, samples } of [...running.slice(shift), ...running.slice(0, shift)]) {
      const before = await peer.usage();
      const { requests, seconds: took, p50, p99 } = await loop.run(seconds);
      const cpuMicros = ((await peer.usage()).cpuMicros - before.cpuMicros) / requests;
      samples.push({ perSecond: requests / took, p50, p99, cpuMicros });
    }
  }
  for (const { loop } of running) loop.close();
  return running.map(({ peer, samples }) => ({
    peer: peer.name,
    perSecond: median(samples.map((sample) => sample.perSecond)),
    p50: median(samples.map((sample) => sample.p50)),
    p99: median(samples.map((sample) => sample.p99)),
    cpuMicros: median(samples.map((sample) => sample.cpuMicros)),
  }));
}
