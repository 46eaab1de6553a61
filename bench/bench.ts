import { cpus } from 'node:os';
import { addUnboundRole, fillDatabase, type Scale } from './dataset.js';
import type { RowName } from './operations.js';
import type { PeerSettings } from './peers/peer.js';
import { type PeerName, withPeers } from './peers/peer-process.js';
import { requestTable } from './report.js';
import { measureRequests, type RowResult } from './requests-suite.js';
import { type BenchServices, startBenchServices } from './services.js';

export const SUITES = ['reads'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface BenchSettings {
  readonly only: readonly SuiteName[];
  readonly seconds: number;
  readonly scale: Scale;
  /** What access tokens are signed with, base64. */
  readonly secret: string;
  /** Progress. */
  readonly say: (line: string) => void;
  /** Results. */
  readonly print: (text: string) => void;
}

export interface BenchOutcome {
  readonly node: string;
  readonly cpu: string;
  readonly at: string;
  readonly scale: Scale;
  readonly requests: readonly RowResult[];
  /** What must not happen and did. */
  readonly faults: readonly string[];
}

const ROUNDS = 5;
const ORDER: readonly RowName[] = ['trivial', 'flat', 'one', 'list', 'create'];
const SIDES: readonly PeerName[] = ['floor', 'rest', 'rest-untenanted', 'gateway'];

/** Runs the parts of the bench that are asked for on services of its own, and prints each part as it is done. */
export async function runBench(settings: BenchSettings): Promise<BenchOutcome> {
  await using services = await startBenchServices();
  const faults: string[] = [];
  const { scale, say } = settings;
  say(`filling ${scale.tenants} tenants with ${scale.casesPerTenant} cases each …`);
  const startedAt = performance.now();
  const tenants = await fillDatabase(services, scale, settings.secret);
  const unboundUrl = await addUnboundRole(services);
  say(`filled in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);

  const requests = await withPeers(
    SIDES,
    (name) => settingsOf(name, services, unboundUrl, settings.secret),
    (peers) => measureRequests(peers, tenants, { rows: ORDER, seconds: settings.seconds, rounds: ROUNDS }, say),
  );
  settings.print(requestTable(requests));
  return { node: process.version, cpu: cpus()[0]?.model ?? '', at: new Date().toISOString(), scale, requests, faults };
}

function settingsOf(name: PeerName, services: BenchServices, unboundUrl: string, secret: string): PeerSettings {
  const isBound = name === 'rest' || name === 'gateway';
  return {
    databaseUrl: isBound ? services.databaseUrl : unboundUrl,
    redisUrl: services.redisUrl,
    redisPrefix: `bench-${name}:`,
    accessTokenSecret: secret,
    poolSize: 10,
  };
}
