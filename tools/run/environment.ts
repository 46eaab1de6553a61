import { resolve } from 'node:path';
import { CommandError } from '../command.js';
import { PROJECT_ROOT } from '../project.js';
import { portProblem } from '../services/ports.js';
import type { Secrets } from '../services/secrets.js';

/** The data folder of this installation. */
export const dataFolder = (env: NodeJS.ProcessEnv) => resolve(PROJECT_ROOT, env.DATA_DIR || '.data');

/** The gateway's port, checked to be free, so that the failure is a sentence and comes before any work. */
export async function gatewayPort(env: NodeJS.ProcessEnv): Promise<number> {
  const port = Number(env.PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandError('PORT is not a port number (1 to 65535).');
  const problem = await portProblem(port, env.HOST || '0.0.0.0');
  if (problem === 'EADDRINUSE')
    throw new CommandError(`Port ${port} is taken by another program; set PORT to a free one.`);
  if (problem === 'EACCES') throw new CommandError(`Port ${port} needs special rights; set PORT to one above 1023.`);
  if (problem)
    throw new CommandError(`The gateway cannot listen on ${env.HOST}:${port} (${problem}); check HOST and PORT.`);
  return port;
}

/** The environment of gateway and worker: the caller's, completed by what this installation knows. */
export function appEnvironment(
  env: NodeJS.ProcessEnv,
  services: { databaseUrl: string; redisUrl: string; secrets?: Secrets },
): NodeJS.ProcessEnv {
  // The application has no business with the owner's URL.
  const { MIGRATION_DATABASE_URL: _owner, ...rest } = env;
  return {
    ...rest,
    NODE_ENV: env.NODE_ENV || 'development',
    DATA_DIR: dataFolder(env),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    ...(services.secrets && {
      ACCESS_TOKEN_SECRET: env.ACCESS_TOKEN_SECRET || services.secrets.accessTokenSecret,
      ENCRYPTION_KEY: env.ENCRYPTION_KEY || services.secrets.encryptionKey,
    }),
    SHUTDOWN_SECONDS: env.SHUTDOWN_SECONDS || '5',
  };
}
