import { runDocumentsCommand } from '../../src/documents-command.js';
import { CommandError, runCommand } from '../command.js';
import { withServices } from './with-services.js';

/** Runs one of the commands about documents on the services that run already, or on the local ones. */
export async function documents(action: 'publish' | 'retire'): Promise<void> {
  await runCommand(async (args) => {
    const work = async (ownerUrl: string) => {
      process.stdout.write(`${await runDocumentsCommand([action, ...args], ownerUrl)}\n`);
    };
    const { MIGRATION_DATABASE_URL: given } = process.env;
    if (given) await work(given);
    else {
      await withServices(process.env, ({ migrationDatabaseUrl }) => {
        if (!migrationDatabaseUrl) throw new CommandError("This needs the owner's URL; set MIGRATION_DATABASE_URL.");
        return work(migrationDatabaseUrl);
      });
    }
    return 0;
  });
}
