import { openDataDir } from '../services/data-dir.js';
import { startServices } from '../services/services.js';
import { dataFolder } from './environment.js';
import { findRunningServices, type RunningServices } from './running-services.js';

/** Runs `work` on the services that run already, or on the local ones, started for as long as it takes. */
export async function withServices(
  env: NodeJS.ProcessEnv,
  work: (services: RunningServices) => Promise<void>,
): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const running = env.DATABASE_URL ? undefined : await findRunningServices(env);
  if (running) return work(running);
  await using dataDir = await openDataDir(dataFolder(env));
  await using services = await startServices({ dataDir, env, say });
  await work(services);
}
