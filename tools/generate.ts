import { runCommand } from './command.js';
import { generatePrismaClient } from './generate/ensure-generated.js';
import { writeGeneratedFiles } from './generate/generated-files.js';

await runCommand(async () => {
  await generatePrismaClient();
  const changed = await writeGeneratedFiles();
  process.stdout.write(
    changed.length > 0 ? `Changed: ${changed.join(', ')}\n` : 'Everything generated is up to date.\n',
  );
  return 0;
});
