import { cp, rm } from 'node:fs/promises';
import { runCommand } from './command.js';
import { inProject } from './project.js';
import { runQuietly } from './run-quietly.js';

await runCommand(async () => {
  await rm(inProject('dist'), { recursive: true, force: true });
  await runQuietly(inProject('node_modules/.bin/tsc'), ['-p', 'tools/tsconfig.build.json']);
  // What the code reads at run time lies beside it, in dist as in src.
  await cp(inProject('src'), inProject('dist'), {
    recursive: true,
    filter: (path) => !/\.ts$|\/README\.md$|\/\.made-from$/.test(path),
  });
  process.stdout.write('Built dist/.\n');
  return 0;
});
