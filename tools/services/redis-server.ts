import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Redis } from 'ioredis';
import { CommandError, describeError } from '../command.js';
import { writePrivateFile } from './private-file.js';
import { isAlive, type RunningService, startService } from './processes.js';
import { findRedis } from './redis-binary.js';

export interface RedisOptions {
  /** Holds `redis/` (configuration and append-only file) and `logs/redis.log`. */
  readonly dataDir: string;
  readonly password: string;
  readonly port: number;
  readonly say: (line: string) => void;
}

export interface RedisServer extends RunningService {
  readonly url: string;
}

const START_TIMEOUT_MS = 30_000;

/** Starts a Redis of our own on 127.0.0.1 that keeps its data across restarts and never evicts a key. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { dataDir, password, port } = options;
  const folder = join(dataDir, 'redis');
  const logFile = join(dataDir, 'logs', 'redis.log');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const binary = await findRedis(dataDir, options.say);
  await stopLeftover(join(folder, 'redis.pid'));
  const configuration = {
    bind: '127.0.0.1',
    port: String(port),
    requirepass: password,
    dir: JSON.stringify(folder),
    pidfile: JSON.stringify(join(folder, 'redis.pid')),
    daemonize: 'no',
    appendonly: 'yes',
    save: '""', // the append-only file is the one record
    'maxmemory-policy': 'noeviction', // a queue must not lose keys
  };
  const lines = Object.entries(configuration).map(([name, value]) => `${name} ${value}`);
  await writePrivateFile(join(folder, 'redis.conf'), `${lines.join('\n')}\n`);
  const server = await startService({
    name: 'Redis',
    command: binary.command,
    args: [join(folder, 'redis.conf')],
    env: binary.env,
    logFile,
    stopSignal: 'SIGTERM',
  });
  const url = `redis://:${password}@127.0.0.1:${port}/0`;
  await waitUntilReady(url, server);
  return { ...server, url };
}

/** Stops a Redis that outlived a killed parent. */
async function stopLeftover(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  if (!pid || !isAlive(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!/redis|valkey/.test(basename(command.split(/[\0 ]/)[0] ?? ''))) return;
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new CommandError(`Redis (process ${pid}) of an earlier run does not stop.`);
    await pause(20);
  }
}

async function waitUntilReady(url: string, server: RunningService): Promise<void> {
  let ended = false;
  void server.exited.then(() => (ended = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const problem = await redisProblem(url);
    if (ended) throw new CommandError(`Redis did not start: ${await server.complaint()}`);
    if (problem === undefined) return;
    if (Date.now() > deadline) {
      await server.stop();
      throw new CommandError(`Redis started but does not answer: ${problem}.`);
    }
    await pause(15);
  }
}

/** Why the Redis at `url` cannot be used right now, or undefined when it answers. */
export async function redisProblem(url: string): Promise<string | undefined> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 3_000,
    enableReadyCheck: true, // "loading the dataset" is not yet an answer
  });
  let cause: unknown;
  redis.on('error', (error) => (cause = error)); // the rejection below only says that the connection is closed
  try {
    await redis.connect();
    await redis.ping();
    return undefined;
  } catch (error) {
    return describeError(cause ?? error);
  } finally {
    redis.disconnect();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
