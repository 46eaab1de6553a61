// Seals everything that is encrypted at rest anew with the first of ENCRYPTION_KEYS. May be stopped and run again.
// Environment: that of the gateway, with the new key first and the old ones behind it.
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { rotateKeys } from './db/key-rotation.js';
import { createLogger } from './observability/logger.js';
import { refusePowerfulRole } from './readiness.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  await using app = createApp(config, createLogger('warn', 'rotate-keys'));
  await refusePowerfulRole(app);
  const { rotated, unreadable, remaining } = await rotateKeys({
    vault: app.vault,
    tenants: app.tenants,
    directory: app.unscoped,
    onBatch: ({ tenantId, column, rows }) => say(`${column}: ${rows} rows of tenant ${tenantId}`),
  });
  for (const [column, count] of unreadable) say(`${column}: ${count} rows cannot be opened with the keys given`);
  say(`${rotated} rows were sealed anew. ${remaining} rows are on another key than ${config.encryptionKeys[0]?.id}.`);
  if (remaining > 0) process.exitCode = 1;
}

await main().catch((error: unknown) => {
  process.stderr.write(`switchyard: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
