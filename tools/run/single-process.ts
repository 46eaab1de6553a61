import { runInForeground } from '../child.js';
import { appEnvironment } from './environment.js';
import { requireRunningServices } from './running-services.js';

/** Runs one gateway or worker in the foreground on services that run already; its log stays JSON. */
export async function runSingleProcess(name: 'gateway' | 'worker', env: NodeJS.ProcessEnv): Promise<number> {
  const services = await requireRunningServices(env);
  return runInForeground(['--import', 'tsx', `src/main.${name}.ts`], appEnvironment(env, services));
}
