import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cloneTestDatabase } from '../../tools/services/test-services.js';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The gateway or worker as a process of its own, for what cannot be seen from inside: signals, exits, output. */
export interface AppChild {
  readonly process: ChildProcess;
  readonly lines: readonly LogLine[];
  readonly errors: () => string;
  /** Resolves with the first line that matches, also one that was written before. Rejects when the process ends first. */
  line(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

/** The environment of a process on a database and key space of its own. */
export async function childEnvironment(extra: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const id = randomBytes(6).toString('hex');
  const {
    DATABASE_URL = '',
    MIGRATION_DATABASE_URL = '',
    TEST_ADMIN_DATABASE_URL = '',
    REDIS_URL = '',
    PATH = '',
  } = process.env;
  const urls = await cloneTestDatabase(
    {
      databaseUrl: DATABASE_URL,
      migrationDatabaseUrl: MIGRATION_DATABASE_URL,
      adminDatabaseUrl: TEST_ADMIN_DATABASE_URL,
    },
    `child_${id}`,
  );
  return {
    PATH,
    NODE_ENV: 'test',
    DATABASE_URL: urls.databaseUrl,
    MIGRATION_DATABASE_URL: urls.migrationDatabaseUrl,
    REDIS_URL,
    REDIS_PREFIX: `child-${id}:`,
    HOST: '127.0.0.1',
    PORT: '0',
    ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
    SIGN_INS_PER_MINUTE: '1000',
    DATABASE_REQUEST_WAIT_MS: '20000', // the machine may be busy with other tests
    ...extra,
  };
}

export function startChild(name: 'gateway' | 'worker', env: Readonly<Record<string, string>>): AppChild {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/main.${name}.ts`], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  let [rest, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.filter((part) => part.length > 0).map((part) => JSON.parse(part) as LogLine));
    for (const look of waiting) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    lines,
    errors: () => errors,
    exit,
    line: (matches) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(matches);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        void exit.then((code) => reject(new Error(`The ${name} ended with ${code}: ${errors}`)));
        look();
      }),
  };
}
