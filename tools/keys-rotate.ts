import { runInForeground } from './child.js';
import { CommandError, runCommand } from './command.js';
import { appEnvironment } from './run/environment.js';
import { withServices } from './run/with-services.js';

await runCommand(async () => {
  if (!process.env.ENCRYPTION_KEYS) {
    throw new CommandError('Say which key to write with and which to read with: ENCRYPTION_KEYS=k2:NEW,k1:OLD.');
  }
  let code = 1;
  await withServices(process.env, async (services) => {
    const env = appEnvironment(process.env, services);
    code = await runInForeground(['--import', 'tsx', 'src/main.rotate-keys.ts'], env);
  });
  return code;
});
