import { type Config, readConfig } from './config.js';
import { Watchdog } from './jobs/watchdog.js';
import { startTracing } from './observability/tracing.js';

/** A process that computes without pause for longer is taken to be in an endless loop, and ends itself. */
const BLOCKED_MS = 60_000;

/** A process that is up; `stop` drains it. */
export interface RunningProcess {
  stop(): Promise<void>;
}

export type StartProcess = (config: Config) => Promise<RunningProcess>;

/**
 * The life of a process: tracing, configuration, start, drain on a signal. What cannot work is said in one sentence
 * on standard error, with exit code 1.
 * @param load imports the process late, so that tracing sees what it imports
 */
export async function runProcess(name: 'gateway' | 'worker', load: () => Promise<StartProcess>): Promise<void> {
  const stopTracing = await startTracing(process.env, name);
  try {
    const config = readConfig(process.env); // before the rest is loaded: a wrong value is told at once
    const start = await load();
    const running = await start(config);
    const watchdog = new Watchdog({ blockedMs: BLOCKED_MS });
    stopOnSignal(async () => {
      await running.stop();
      await watchdog[Symbol.asyncDispose]();
      await stopTracing();
    }, config.SHUTDOWN_SECONDS);
  } catch (error) {
    process.stderr.write(`switchyard ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function stopOnSignal(stop: () => Promise<void>, withinSeconds: number): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) return; // the first one is being obeyed
    isStopping = true;
    // Not process.exit(), whose listeners could wait, too.
    const overdue = setTimeout(() => process.kill(process.pid, 'SIGKILL'), withinSeconds * 1000 + 5_000);
    stop().then(
      () => {
        clearTimeout(overdue);
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`switchyard: stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
