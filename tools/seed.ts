import { CommandError, runCommand } from './command.js';
import { seedOnce } from './run/demo.js';
import { appEnvironment, dataFolder } from './run/environment.js';
import { migrateOrCheck } from './run/migrate-step.js';
import { withServices } from './run/with-services.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

await runCommand(async () => {
  await withServices(process.env, async (services) => {
    if (!services.migrationDatabaseUrl) {
      throw new CommandError("Seeding needs the owner's URL; set MIGRATION_DATABASE_URL.");
    }
    await migrateOrCheck(services, say);
    const demo = await seedOnce(dataFolder(process.env), services, appEnvironment(process.env, services));
    say(
      demo
        ? `The demo tenant is there: ${demo.email}, password ${demo.password}`
        : 'This database has tenants already.',
    );
  });
  return 0;
});
