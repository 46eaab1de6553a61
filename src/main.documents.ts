// Publishes or retires documents of a client, from the image: `node dist/main.documents.js publish --client …`.
import { runDocumentsCommand } from './documents-command.js';

async function main(): Promise<void> {
  const { MIGRATION_DATABASE_URL: url } = process.env;
  if (!url) throw new Error('MIGRATION_DATABASE_URL is missing.');
  process.stdout.write(`${await runDocumentsCommand(process.argv.slice(2), url)}\n`);
}

await main().catch((error: unknown) => {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  process.stderr.write(`switchyard: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});
