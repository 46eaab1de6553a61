import { mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError, describeError } from '../command.js';
import { isAlive, startTimeOf } from './processes.js';

/** A data folder that belongs to this process until disposed. */
export interface DataDir extends AsyncDisposable {
  readonly path: string;
}

interface Holder {
  readonly pid: number;
  readonly started?: string;
}

/**
 * Opens the data folder (created when missing) for this process alone.
 * Fails with a sentence when the folder cannot be written or another running copy holds it.
 */
export async function openDataDir(folder: string): Promise<DataDir> {
  const path = resolve(folder);
  const lock = join(path, 'lock');
  try {
    // Readable by others: PostgreSQL may have to run under another account and must be able to walk through.
    await mkdir(join(path, 'logs'), { recursive: true, mode: 0o755 });
    for (let attempt = 0; !(await tryTake(lock)); attempt += 1) await refuseOrClear(path, lock, attempt);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `The data folder ${path} cannot be used (${describeError(error)}); give write permission or set DATA_DIR to another folder.`,
    );
  }
  return { path, [Symbol.asyncDispose]: () => unlink(lock).catch(() => {}) };
}

async function tryTake(lock: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, started: await startTimeOf(process.pid) };
  try {
    await using file = await open(lock, 'wx', 0o644);
    await file.writeFile(JSON.stringify(holder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock whose process is gone; throws when the holder lives. */
async function refuseOrClear(path: string, lock: string, attempt: number): Promise<void> {
  const holder = parseHolder(await readFile(lock, 'utf8').catch(() => ''));
  // A lock just being written is empty for a moment; an empty one that stays is a leftover.
  if (holder === undefined && attempt < 5) return new Promise((done) => setTimeout(done, 20));
  const held = holder !== undefined && isAlive(holder.pid) && holder.started === (await startTimeOf(holder.pid));
  if (held || attempt > 10) {
    throw new CommandError(
      `Another copy (process ${holder?.pid ?? 'unknown'}) already runs on ${path}; stop it, or set DATA_DIR and PORT to run a second one beside it.`,
    );
  }
  await unlink(lock).catch(() => {});
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    if (typeof holder !== 'object' || holder === null || !('pid' in holder)) return undefined;
    const { pid } = holder;
    const started = 'started' in holder && typeof holder.started === 'string' ? holder.started : undefined;
    return typeof pid === 'number' ? { pid, ...(started ? { started } : {}) } : undefined;
  } catch {
    return undefined;
  }
}
