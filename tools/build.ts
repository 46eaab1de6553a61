import { runCommand } from './command.js';
import { inProject } from './project.js';
import { buildInto } from './run/build-into.js';

await runCommand(async () => {
  await buildInto(inProject('dist'));
  process.stdout.write('Built dist/.\n');
  return 0;
});
