import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CommandError, describeError } from '../command.js';

/** Numeric ids a service runs under; absent means those of this process. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface ServiceCommand extends Account {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  /** The signal that makes the service finish its work and leave. */
  readonly stopSignal: NodeJS.Signals;
  readonly env?: NodeJS.ProcessEnv;
}

/** A long-running program that this process started and has to stop. */
export interface RunningService extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Resolves with a sentence once the program has ended, however that came about. */
  readonly exited: Promise<string>;
  /** What it complained about since it was started, as one line. */
  complaint(): Promise<string>;
  /** Asks the program to stop; after `graceMs` it is killed. Safe to call twice. */
  stop(graceMs?: number): Promise<void>;
}

const STOP_GRACE_MS = 8_000;

/**
 * Starts a service in a process group of its own, so that a Ctrl-C in the terminal reaches only the command that
 * owns the order of shutdown. A guardian stops the service should this process die without a chance to do so.
 */
export async function startService(service: ServiceCommand): Promise<RunningService> {
  const log = openSync(service.logFile, 'a');
  const logStart = fstatSync(log).size;
  const child = spawn(service.command, service.args, {
    detached: true,
    stdio: ['ignore', log, log],
    ...(service.uid === undefined ? {} : { uid: service.uid, gid: service.gid }),
    env: service.env ?? process.env,
    cwd: '/',
  });
  closeSync(log);
  await spawned(child, service.name);
  const pid = child.pid!;
  const guardian = guard(['kill', '-s', service.stopSignal.replace('SIG', ''), String(pid)]);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      guardian.dismiss();
      resolve(`${service.name} ended ${signal ? `by ${signal}` : `with code ${code}`} (log: ${service.logFile}).`);
    });
  });
  const stop = async (graceMs = STOP_GRACE_MS) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(service.stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(timer);
  };
  const complaint = () => complaintIn(service.logFile, logStart);
  return { name: service.name, pid, exited, complaint, stop, [Symbol.asyncDispose]: () => stop() };
}

/**
 * Runs `command` when this process ends without having called `dismiss`: a tiny shell waits on a pipe that the
 * kernel closes for us even after SIGKILL.
 */
export function guard(command: readonly string[]): { dismiss(): void } {
  const script = 'read -r word; [ "$word" = dismissed ] || "$@"';
  const shell = spawn('/bin/sh', ['-c', script, 'guardian', ...command], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  return { dismiss: () => shell.stdin.end('dismissed\n') };
}

function spawned(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new CommandError(`${name} could not be started: ${describeError(error)}.`)));
  });
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The processes that a process has started. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** Stops the clock of some processes; returns what lets them go on. A guardian does should this process die. */
export function freeze(pids: readonly number[]): () => void {
  const guardian = guard(['kill', '-s', 'CONT', ...pids.map(String)]);
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, signal);
  };
  signalAll('SIGSTOP');
  return () => {
    signalAll('SIGCONT');
    guardian.dismiss();
  };
}

/** When a process started, in the kernel's own units; tells a process from a later one with the same id. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, the name, may hold spaces: count from the parenthesis that closes it. Start time is field 22.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Said by a server to those who ask too early or too late; never the cause of a failed start. */
const COURTESIES = /starting up|shutting down|aborting startup/;

/** The line that says best why a server did not start, out of what it logged from byte `from` on. */
async function complaintIn(logFile: string, from: number): Promise<string> {
  const bytes = await readFile(logFile).catch(() => Buffer.alloc(0));
  const lines = bytes
    .subarray(from)
    .toString()
    .trim()
    .split('\n')
    .filter((line) => !COURTESIES.test(line));
  const best = [/FATAL|PANIC/, /could not|can't|error|# /i, /./].map((sign) =>
    lines.findLast((line) => sign.test(line)),
  );
  const complaint = best.find((line) => line !== undefined) ?? 'it said nothing';
  return `${complaint.replace(/^(.*?(FATAL|PANIC|ERROR):|\d+:\w .*? [#*])\s*/, '').trim()} (log: ${logFile})`;
}
