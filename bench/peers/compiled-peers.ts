import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from '../../tools/project.js';
import { runQuietly } from '../../tools/run-quietly.js';

/** The sides as plain JavaScript, as the product is shipped: a loader's marks on every function would be measured too. */
export class CompiledPeers implements AsyncDisposable {
  /** Holds `bench/peers/*.peer.js`. */
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async compile(): Promise<CompiledPeers> {
    const cache = inProject('node_modules/.cache'); // inside the project, so that packages are found
    await mkdir(cache, { recursive: true });
    const directory = await mkdtemp(join(cache, 'switchyard-bench-'));
    await runQuietly(inProject('node_modules/.bin/tsc'), [
      '-p',
      'bench/peers/tsconfig.json',
      '--noCheck',
      '--outDir',
      directory,
    ]);
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    await cp(inProject('src'), join(directory, 'src'), { recursive: true, filter: (path) => !/\.(ts|md)$/.test(path) });
    // A process is ready once the migrations it knows are applied.
    await cp(inProject('prisma/migrations'), join(directory, 'prisma/migrations'), { recursive: true });
    return new CompiledPeers(directory);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
