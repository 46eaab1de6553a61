import { GatewayClient } from './client/gateway-client.js';
import { readSmokeOptions, UsageError } from './client/gateway-options.js';
import { smokeTest } from './client/smoke-test.js';
import { runCommand } from './command.js';

const USAGE = `Usage: npm run smoke -- URL --email ADDRESS --password PASSWORD
       npm run smoke -- URL --api-key KEY   (scopes OPERATIONS_READ and OPERATIONS_WRITE, IDENTITY_READ)
       or set SWITCHYARD_TOKEN; --patience SECONDS is how long each step is waited for (30).
Uses a running deployment as a client does; exit code 0 when all of it works.`;

await runCommand(async (args) => {
  try {
    const options = readSmokeOptions(args, process.env);
    await smokeTest({
      url: options.url,
      signIn: () => GatewayClient.signIn(options),
      patienceSeconds: options.patienceSeconds,
      say: (step, ms) => void process.stdout.write(`✓ ${step} (${Math.round(ms)} ms)\n`),
    });
    process.stdout.write('Everything works.\n');
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`switchyard: ${error.message}\n${USAGE}\n`);
    return 2;
  }
});
