import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chown, lstat, mkdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { CommandError, describeError } from '../command.js';
import { canEnter, postgresAccount } from './postgres-account.js';
import { findPostgres, type PostgresBinaries, SHARED_FOLDER } from './postgres-binaries.js';
import { type Account, isAlive, type RunningService, startService } from './processes.js';

export interface PostgresOptions {
  /** Holds `postgres/` (the cluster) and `logs/postgres.log`. */
  readonly dataDir: string;
  /** Password of the superuser `postgres`. */
  readonly password: string;
  readonly port: number;
  /** Trades crash safety for speed; for throw-away clusters. */
  readonly ephemeral?: boolean;
}

export interface PostgresServer extends RunningService {
  /** Superuser URL of the maintenance database. */
  readonly adminUrl: string;
}

const run = promisify(execFile);
const START_TIMEOUT_MS = 60_000;
/** Safe when the server crashes, as some tests let it: only the machine must not. So commits are not put off. */
const FAST_BUT_UNSAFE = ['fsync=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'];

/** Starts a PostgreSQL of our own on 127.0.0.1, making its cluster on the first call. Resolves once it answers. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = await postgresAccount();
  const cluster = await placeCluster(join(options.dataDir, 'postgres'), account);
  const logFile = join(options.dataDir, 'logs', 'postgres.log');
  const major = await clusterVersion(cluster);
  const binaries = await findPostgres(account, major);
  if (!binaries) throw new CommandError(notFound(cluster, major));
  if (major === undefined) await createCluster(cluster, binaries, options, account);
  await stopLeftover(cluster);

  const settings = [
    `port=${options.port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_checkpoints=off',
    ...(options.ephemeral ? FAST_BUT_UNSAFE : []),
  ];
  const server = await startService({
    name: 'PostgreSQL',
    command: join(binaries.binDir, 'postgres'),
    args: ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    logFile,
    stopSignal: 'SIGINT', // PostgreSQL's "fast" shutdown: ends sessions, writes a checkpoint
    ...account,
  });
  const adminUrl = `postgresql://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  await waitUntilReady(adminUrl, server);
  return { ...server, adminUrl };
}

/** Makes sure the server's account can reach its cluster; where it cannot, the cluster lives outside, behind a link. */
async function placeCluster(wanted: string, account: Account): Promise<string> {
  if (!(await lstat(wanted).catch(() => undefined))) {
    if (await canEnter(dirname(wanted), account)) {
      await mkdir(wanted, { mode: 0o700 });
    } else {
      const id = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
      const outside = join(SHARED_FOLDER, id, 'postgres');
      await mkdir(outside, { recursive: true, mode: 0o755 });
      await symlink(outside, wanted);
    }
    if (account.uid !== undefined) await chown(await realpath(wanted), account.uid, account.gid ?? account.uid);
  }
  const cluster = await realpath(wanted).catch(() => {
    throw new CommandError(`${wanted} points to a folder that is gone; restore it or remove the link to begin anew.`);
  });
  const owner = (await stat(cluster)).uid;
  const expected = account.uid ?? process.getuid?.();
  if (expected !== undefined && owner !== expected) {
    throw new CommandError(
      `${cluster} belongs to user id ${owner}, but PostgreSQL would run as ${expected}; run as the user who made it, or set DATA_DIR.`,
    );
  }
  return cluster;
}

/** Major version of an existing cluster; undefined when none was made yet. */
async function clusterVersion(cluster: string): Promise<number | undefined> {
  return readFile(join(cluster, 'PG_VERSION'), 'utf8').then(Number, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`The database folder ${cluster} cannot be read (${error.code}).`);
  });
}

const notFound = (cluster: string, major?: number) =>
  major === undefined
    ? 'No PostgreSQL can run here: the npm package has none for this system and none is installed; run everything with "docker compose up -d", or set DATABASE_URL.'
    : `${cluster} was made by PostgreSQL ${major}, which is no longer here; install that version, or set DATA_DIR to begin anew.`;

async function createCluster(cluster: string, binaries: PostgresBinaries, options: PostgresOptions, account: Account) {
  const passwordFile = join(dirname(cluster), `.initdb-${randomUUID()}`);
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account.uid !== undefined) await chown(passwordFile, account.uid, account.gid ?? account.uid);
  const flags = ['--encoding=UTF8', '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const initdb = (locale: string) =>
    run(join(binaries.binDir, 'initdb'), ['-D', cluster, '--no-sync', `--locale=${locale}`, ...flags], {
      ...account,
      cwd: '/',
    });
  try {
    // macOS and musl systems may not know C.UTF-8.
    await initdb('C.UTF-8').catch(() => initdb('C'));
  } catch (error) {
    throw new CommandError(`PostgreSQL could not create its database folder ${cluster}: ${initdbComplaint(error)}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function initdbComplaint(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : describeError(error);
  return (text.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? text).replace(/^initdb: /, '').trim();
}

/** Stops a server that outlived a killed parent. Its lock file names it; ours says that no sibling owns it. */
async function stopLeftover(cluster: string): Promise<void> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, folder] = text.split('\n');
  if (!Number(pid) || folder !== cluster || !isAlive(Number(pid)) || !(await isPostgres(Number(pid)))) return;
  process.kill(Number(pid), 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (isAlive(Number(pid))) {
    if (Date.now() > deadline) throw new CommandError(`PostgreSQL (process ${pid}) of an earlier run does not stop.`);
    await pause(20);
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres');
  return /postgres|postmaster/.test(basename(command.split('\0')[0] ?? ''));
}

async function waitUntilReady(adminUrl: string, server: RunningService): Promise<void> {
  let ended: string | undefined;
  void server.exited.then((sentence) => (ended = sentence));
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (ended) throw new CommandError(`PostgreSQL did not start: ${await server.complaint()}`);
    const client = new pg.Client({ connectionString: adminUrl });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      const code = (error as { code?: string }).code;
      const passing = code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
      if (passing && Date.now() < deadline) await pause(15);
      else {
        await server.stop();
        throw new CommandError(`PostgreSQL started but does not let us in: ${describeError(error)}.`);
      }
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
