import { cp, rm } from 'node:fs/promises';
import { inProject } from '../project.js';
import { runQuietly } from '../run-quietly.js';

/** Compiles the processes into a folder, which is made anew. @param isChecked whether types are looked at, too */
export async function buildInto(folder: string, { isChecked = true } = {}): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const flags = isChecked ? [] : ['--noCheck'];
  const args = ['-p', 'tools/tsconfig.build.json', '--outDir', folder, ...flags];
  await runQuietly(inProject('node_modules/.bin/tsc'), args);
  // What the code reads at run time lies beside it, in the build as in src.
  await cp(inProject('src'), folder, {
    recursive: true,
    filter: (path) => !/\.ts$|\/README\.md$|\/\.made-from$/.test(path),
  });
}
