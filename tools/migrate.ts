import { readMigrationStatus } from '../src/db/migrate.js';
import { openSession } from '../src/db/provision.js';
import { CommandError, runCommand } from './command.js';
import { MIGRATIONS, migrateOrCheck } from './run/migrate-step.js';
import { withServices } from './run/with-services.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

await runCommand(async (args) => {
  const unknown = args.find((arg) => arg !== '--status');
  if (unknown) throw new CommandError(`"${unknown}" is no option of db:migrate; it knows --status.`);
  let pending = 0;
  await withServices(process.env, async (services) => {
    if (!args.includes('--status')) {
      await migrateOrCheck(services, say);
      return say('The database is up to date.');
    }
    await using session = await openSession(services.migrationDatabaseUrl ?? services.databaseUrl);
    const status = await readMigrationStatus(session.client, MIGRATIONS);
    for (const [state, names] of Object.entries(status)) for (const name of names) say(`${state}: ${name}`);
    pending = status.pending.length + status.edited.length + status.failed.length;
    if (pending === 0) say('The database is up to date.');
  });
  return pending === 0 ? 0 : 1;
});
