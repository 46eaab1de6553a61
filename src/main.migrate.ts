// The one-shot step of a deployment: makes roles and database when it is given a superuser, then migrates.
import { fileURLToPath } from 'node:url';
import { applyMigrations } from './db/migrate.js';
import { APP_ROLE, OWNER_ROLE, provisionDatabase } from './db/provision.js';

const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
const say = (fields: object) =>
  void process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), ...fields })}\n`);

/** The password in the URL of `variable`, which has to sign in as `role`. */
function passwordOf(variable: string, role: string): string {
  const url = process.env[variable] ?? '';
  if (!URL.canParse(url) || decodeURIComponent(new URL(url).username) !== role || !new URL(url).password) {
    throw new Error(
      `${variable} has to be a URL that signs in as ${role} with a password, because ADMIN_DATABASE_URL is set.`,
    );
  }
  return decodeURIComponent(new URL(url).password);
}

async function main(): Promise<void> {
  const { ADMIN_DATABASE_URL: adminUrl, MIGRATION_DATABASE_URL: url } = process.env;
  if (!url) throw new Error('MIGRATION_DATABASE_URL is missing.');
  if (adminUrl) {
    await provisionDatabase(adminUrl, {
      ownerPassword: passwordOf('MIGRATION_DATABASE_URL', OWNER_ROLE),
      appPassword: passwordOf('DATABASE_URL', APP_ROLE),
      database: decodeURIComponent(new URL(url).pathname.slice(1)),
    });
  }
  const onApplied = (migration: string, ms: number) => say({ msg: 'migration applied', migration, ms: Math.round(ms) });
  const applied = await applyMigrations({ url, directory: MIGRATIONS, onApplied });
  say({ msg: 'database up to date', applied: applied.length });
}

await main().catch((error: unknown) => {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  process.stderr.write(`switchyard: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});
