import { fileURLToPath } from 'node:url';
import type { App } from './app.js';
import { pendingMigrations } from './db/migrate.js';
import type { ReadinessCheck } from './http/health.js';

const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/** What must work before this process can: the database, its migrations, Redis. */
export function readinessChecks(app: App): readonly ReadinessCheck[] {
  const { database, redis } = app;
  const countPending = pendingMigrationsOf(app);
  let isRoleSafe = false;
  return [
    {
      name: 'postgres',
      check: async () => {
        if (!isRoleSafe && (await roleFault(app)) !== null) throw new Error('the role is not bound by row security');
        isRoleSafe = true;
        await database.pool.query('SELECT 1');
      },
    },
    {
      name: 'migrations',
      check: async () => {
        const pending = await countPending();
        if (pending > 0) throw new Error(`${pending} migrations are pending`);
      },
    },
    { name: 'redis', check: async () => void (await redis.ping()) },
  ];
}

/** Counts migrations this code expects and the database does not have. Once there is none, it need not look again. */
export function pendingMigrationsOf({ database }: App): () => Promise<number> {
  let isMigrated = false;
  return async () => {
    if (isMigrated) return 0; // migrations only go forward
    const pending = await pendingMigrations(database.pool, MIGRATIONS);
    isMigrated = pending.length === 0;
    return pending.length;
  };
}

/** The sentence that says why a role must not be used; null when row security binds it. */
export async function roleFault({ database }: App): Promise<string | null> {
  const { rows } = await database.pool.query<{ name: string; powerful: boolean; owns: boolean }>(`
    SELECT rolname AS name, rolsuper OR rolbypassrls AS powerful,
      EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relowner = r.oid AND relnamespace = 'public'::regnamespace) AS owns
    FROM pg_roles r WHERE rolname = current_user`);
  const role = rows[0];
  if (!role?.powerful && !role?.owns) return null;
  return `DATABASE_URL signs in as "${role.name}", which row security does not bind. Use the application role, switchyard_app.`;
}

/**
 * Refuses to start with a role that row security does not bind. A database that is away is no reason to give up: the
 * process is not ready until the role has been looked at.
 * @throws Error with the sentence
 */
export async function refusePowerfulRole(app: App): Promise<void> {
  const fault = await roleFault(app).catch((error: unknown) => {
    app.log.warn({ err: error }, 'the database cannot be reached yet');
    return null;
  });
  if (fault) throw new Error(fault);
}
