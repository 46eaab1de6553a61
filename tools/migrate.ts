import { readMigrationStatus } from '../src/db/migrate.js';
import { openSession } from '../src/db/provision.js';
import { CommandError, runCommand } from './command.js';
import { MIGRATIONS, migrateOrCheck } from './run/migrate-step.js';
import { withServices } from './run/with-services.js';
import { openForMigration } from './services/given-database.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

await runCommand(async (args) => {
  const unknown = args.find((arg) => arg !== '--status');
  if (unknown) throw new CommandError(`"${unknown}" is no option of db:migrate; it knows --status.`);
  let pending = 0;
  const migrate = async (services: { databaseUrl: string; migrationDatabaseUrl?: string }) => {
    if (!args.includes('--status')) {
      await migrateOrCheck(services, say);
      return say('The database is up to date.');
    }
    await using session = await openSession(services.migrationDatabaseUrl ?? services.databaseUrl);
    const status = await readMigrationStatus(session.client, MIGRATIONS);
    for (const [state, names] of Object.entries(status)) for (const name of names) say(`${state}: ${name}`);
    pending = status.pending.length + status.edited.length + status.failed.length;
    if (pending === 0) say('The database is up to date.');
  };
  const { DATABASE_URL: databaseUrl = '', MIGRATION_DATABASE_URL: migrationDatabaseUrl = '' } = process.env;
  const given = await openForMigration({ databaseUrl, migrationDatabaseUrl });
  await (given ? migrate(given) : withServices(process.env, migrate));
  return pending === 0 ? 0 : 1;
});
