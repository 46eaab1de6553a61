import { execFile } from 'node:child_process';
import { access, constants, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CommandError } from '../command.js';

/** A redis-server that answers `--version`, and the environment it needs. */
export interface RedisBinary {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 180_000;
const DEBIAN_PACKAGES = [
  'redis-server',
  'redis-tools',
  'libjemalloc2',
  'liblzf1',
  'libatomic1',
  'liblua5.1-0',
  'lua-cjson',
];

/** System package managers that work without a question, for root. The first one present is used. */
const MANAGERS: { readonly program: string; readonly steps: readonly (readonly string[])[] }[] = [
  {
    program: 'apt-get',
    steps: [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'],
    ],
  },
  { program: 'apk', steps: [['add', '--no-cache', 'redis']] },
  { program: 'dnf', steps: [['install', '-y', '-q', 'redis']] },
];

/**
 * Finds redis-server: on the PATH, else one unpacked here before, else installed now.
 * `say` is told when something is about to be installed, because that takes a while.
 */
export async function findRedis(dataDir: string, say: (line: string) => void): Promise<RedisBinary> {
  const found = (await onPath()) ?? (await unpacked(dataDir));
  if (found) return found;
  say('Redis is not installed; installing it with the system package manager …');
  const installed = (await installAsRoot()) ?? (await unpackDebian(dataDir));
  if (installed) return installed;
  throw new CommandError(
    'Redis is neither installed nor installable without asking; install redis-server, or run everything with "docker compose up -d", or set REDIS_URL and DATABASE_URL.',
  );
}

async function probe(command: string, env: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> {
  return run(command, ['--version'], { env, timeout: 10_000 }).then(
    () => ({ command, env }),
    () => undefined,
  );
}

async function onPath(): Promise<RedisBinary | undefined> {
  for (const name of ['redis-server', 'valkey-server']) {
    const program = await findProgram(name);
    const found = program === undefined ? undefined : await probe(program, process.env);
    if (found) return found;
  }
  return undefined;
}

async function findProgram(name: string): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].filter(Boolean);
  for (const folder of folders) {
    const file = join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

async function installAsRoot(): Promise<RedisBinary | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  // RUNLEVEL=1 keeps Debian from starting a second Redis as a system service.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const { program, steps } of MANAGERS) {
    if (!(await findProgram(program))) continue;
    try {
      for (const args of steps) await run(program, args, { env, timeout: INSTALL_TIMEOUT_MS });
    } catch {
      return undefined; // the message at the end names the ways out
    }
    return onPath();
  }
  return undefined;
}

const unpackedRoot = (dataDir: string) => join(dataDir, 'redis-package');

async function unpacked(dataDir: string): Promise<RedisBinary | undefined> {
  const root = unpackedRoot(dataDir);
  const libraries = await readdir(join(root, 'usr/lib')).catch(() => []);
  const path = libraries.filter((name) => name.includes('-linux-')).map((name) => join(root, 'usr/lib', name));
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [...path, process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':'),
  };
  return probe(join(root, 'usr/bin/redis-server'), env);
}

/** An ordinary user on Debian may still download packages and unpack them into a folder. */
async function unpackDebian(dataDir: string): Promise<RedisBinary | undefined> {
  if (!(await findProgram('apt-get')) || !(await findProgram('dpkg'))) return undefined;
  const work = join(dataDir, `redis-download-${process.pid}`);
  try {
    const packages = await downloadDebian(work);
    for (const file of packages) await run('dpkg', ['-x', file, join(work, 'root')]);
    await rm(unpackedRoot(dataDir), { recursive: true, force: true });
    await rename(join(work, 'root'), unpackedRoot(dataDir));
  } catch {
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return unpacked(dataDir);
}

async function downloadDebian(work: string): Promise<string[]> {
  const [lists, cache] = [join(work, 'lists'), join(work, 'cache')];
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const own = [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`, 'Debug::NoLocking=1', 'APT::Sandbox::User='];
  const apt = (settings: string[], args: string[]) =>
    run('apt-get', [...settings.flatMap((setting) => ['-o', setting]), '-qq', ...args], {
      cwd: work,
      timeout: INSTALL_TIMEOUT_MS,
    });
  // The machine's own package lists will do when an administrator fetched them.
  let settings = ['APT::Sandbox::User='];
  await apt(settings, ['download', 'redis-server']).catch(async () => {
    settings = own;
    await apt(settings, ['update']);
    await apt(settings, ['download', 'redis-server']);
  });
  // Which libraries it needs differs between releases; take those this release has.
  for (const name of DEBIAN_PACKAGES.slice(1)) await apt(settings, ['download', name]).catch(() => {});
  return (await readdir(work)).filter((name) => name.endsWith('.deb')).map((name) => join(work, name));
}
