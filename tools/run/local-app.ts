import { CommandError } from '../command.js';
import { openDataDir } from '../services/data-dir.js';
import { startServices } from '../services/services.js';
import type { AppProcess } from './app-process.js';
import { type DemoSignIn, seedOnce } from './demo.js';
import { appEnvironment, dataFolder, gatewayPort } from './environment.js';
import { migrateOrCheck } from './migrate-step.js';
import type { StopRequest } from './stop-request.js';
import { startSupervisedProcess } from './supervised-process.js';

export interface LocalApp {
  readonly port: number;
  readonly demo: DemoSignIn | undefined;
  /** Starts gateway and worker; resolves when both are ready, rejects when one ends before. */
  startProcesses(): Promise<AppProcess[]>;
  /** Resolves with a sentence when a database service keeps ending by itself. */
  readonly servicesEnded: Promise<string>;
}

const READY_TIMEOUT_MS = 90_000;

/**
 * Brings up everything below the processes (services, migrations, demo data), runs `work`, and takes it all down
 * again whichever way `work` ends. A stop request ends it between two steps.
 */
export async function withLocalApp(
  env: NodeJS.ProcessEnv,
  stop: StopRequest,
  say: (line: string) => void,
  work: (app: LocalApp) => Promise<void>,
): Promise<void> {
  const port = await gatewayPort(env);
  await using dataDir = await openDataDir(dataFolder(env));
  await using services = await startServices({ dataDir, env, say });
  if (stop.requested) return;
  await migrateOrCheck(services, say);
  if (stop.requested) return;
  const appEnv = { ...appEnvironment(env, services), PORT: String(port) };
  const demo = await seedOnce(dataDir.path, services, appEnv);
  if (stop.requested) return;
  await work({
    port,
    demo,
    servicesEnded: services.ended,
    startProcesses: () => startBoth(appEnv, stop, say),
  });
}

async function startBoth(
  env: NodeJS.ProcessEnv,
  stop: StopRequest,
  say: (line: string) => void,
): Promise<AppProcess[]> {
  const gateway = startSupervisedProcess('gateway', env, say);
  // A metrics port of the environment is the gateway's; on one machine the two cannot share it.
  const worker = startSupervisedProcess('worker', { ...env, METRICS_PORT: '0' }, say);
  const processes = [gateway, worker];
  stop.onForce(() => {
    for (const child of processes) child.kill();
  });
  const end = Promise.race(processes.map(({ exited }) => exited)).then((sentence) => {
    throw new CommandError(sentence);
  });
  const deadline = AbortSignal.timeout(READY_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () =>
      reject(new CommandError('The gateway or the worker did not become ready.')),
    );
  });
  try {
    const ready = Promise.all([answersReady(env, gateway), worker.ready]);
    await Promise.race([ready, end, late, stop.promise]);
    return processes;
  } catch (error) {
    await Promise.all(processes.map((child) => child[Symbol.asyncDispose]()));
    throw error;
  }
}

/** Resolves once the gateway says that it, PostgreSQL and Redis are ready. */
async function answersReady({ HOST, PORT }: NodeJS.ProcessEnv, gateway: AppProcess): Promise<void> {
  const host = !HOST || HOST === '0.0.0.0' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  let ended = false;
  void gateway.exited.then(() => (ended = true));
  while (!ended) {
    const answer = await fetch(`http://${host}:${PORT}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
