import type { AddressInfo } from 'node:net';

/** What a side is told when it starts. */
export interface PeerSettings {
  /** Where its compiled code lies. */
  readonly codeDirectory: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly accessTokenSecret: string;
  readonly poolSize: number;
}

/** What a side says about itself. CPU in microseconds since its start, memory in bytes. */
export interface PeerUsage {
  readonly cpuMicros: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

export interface RunningPeer {
  readonly port: number;
  stop(): Promise<void>;
}

/** The variable that carries a side's settings into its process. */
export const SETTINGS_VARIABLE = 'BENCH_PEER';

/**
 * The main function of a side's process: starts it, tells its port, answers questions about its use of CPU and memory,
 * and stops when told to, or when its parent is gone.
 */
export async function runPeer(start: (settings: PeerSettings) => Promise<RunningPeer>): Promise<void> {
  const peer = await start(JSON.parse(process.env[SETTINGS_VARIABLE] ?? '{}') as PeerSettings);
  const stop = async () => {
    await peer.stop();
    process.exit(0); // whatever a library keeps open must not keep a side alive
  };
  process.on('disconnect', () => void stop());
  process.on('message', (message) => {
    if (message === 'stop') void stop();
    else if (message === 'usage') process.send?.(usage());
  });
  process.send?.({ port: peer.port });
}

function usage(): PeerUsage {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMicros: user + system, rssBytes: rss, heapBytes: heapUsed };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}
