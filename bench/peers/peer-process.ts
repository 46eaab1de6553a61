import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type PeerSettings, type PeerUsage, SETTINGS_VARIABLE } from './peer.js';

export type PeerName =
  | 'floor'
  | 'rest'
  | 'rest-untenanted'
  | 'gateway'
  | 'gateway-unbound'
  | 'relay'
  | 'event-relay'
  | 'worker';

/** A side in a process of its own. */
export class PeerProcess implements AsyncDisposable {
  readonly name: PeerName;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(name: PeerName, port: number, child: ChildProcess) {
    this.name = name;
    this.port = port;
    this.#child = child;
  }

  /**
   * @param nodeFlags for the process, for example `--cpu-prof`
   * @throws Error when it ends before it listens; what it says is on stderr
   */
  static async start(name: PeerName, settings: PeerSettings, nodeFlags: readonly string[] = []): Promise<PeerProcess> {
    const child = fork(join(settings.codeDirectory, 'bench/peers', `${name}.peer.js`), [], {
      execArgv: [...nodeFlags],
      env: { ...process.env, NODE_ENV: 'production', [SETTINGS_VARIABLE]: JSON.stringify(settings) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The side "${name}" ended before it was ready`);
    });
    const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
    ended.catch(() => {});
    return new PeerProcess(name, port, child);
  }

  async usage(): Promise<PeerUsage> {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    return (await answer)[0] as PeerUsage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.send('stop');
    const cut = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(cut);
  }
}

/** Runs the sides for as long as `work` takes. */
export async function withPeers<T>(
  names: readonly PeerName[],
  settingsOf: (name: PeerName) => PeerSettings,
  work: (peers: readonly PeerProcess[]) => Promise<T>,
): Promise<T> {
  const peers: PeerProcess[] = [];
  try {
    for (const name of names) peers.push(await PeerProcess.start(name, settingsOf(name)));
    return await work(peers);
  } finally {
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  }
}
