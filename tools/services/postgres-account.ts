import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandError } from '../command.js';
import type { Account } from './processes.js';

const run = promisify(execFile);

/**
 * The account PostgreSQL runs under. It refuses to run as root, so root lends it the system's `postgres` account,
 * made when missing, or `nobody` where accounts cannot be made. Everybody else runs it as themselves.
 */
export async function postgresAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const known = await accountNamed('postgres');
  if (known) return known;
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', 'postgres'])
    .catch(() => run('adduser', ['-S', '-D', '-H', 'postgres'])) // Alpine's busybox
    .catch(() => {});
  const account = (await accountNamed('postgres')) ?? (await accountNamed('nobody'));
  if (account) return account;
  throw new CommandError(
    'PostgreSQL does not run as root and this machine has neither a "postgres" nor a "nobody" account; run as an ordinary user or set DATABASE_URL.',
  );
}

async function accountNamed(name: string): Promise<Account | undefined> {
  const id = (flag: string) => run('id', [flag, name]).then(({ stdout }) => Number(stdout.trim()));
  return Promise.all([id('-u'), id('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => undefined,
  );
}

/** Whether a program answers `--version` when it is run under `account`; that needs every folder above it open. */
export async function answersVersion(program: string, account: Account): Promise<string | undefined> {
  return run(program, ['--version'], { ...account, cwd: '/', timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** Whether `account` can walk into `folder`. */
export async function canEnter(folder: string, account: Account): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
