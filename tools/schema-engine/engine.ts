import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createAdapterFactory, type Datasource } from './adapter.js';
import { runCliCommand } from './database-command.js';
import { logLine } from './engine-log.js';
import { serveRpc } from './rpc.js';
import { lastPanic, loadEngine } from './wasm.js';

// The command line of Prisma's native schema engine, as its CLI uses it.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    version: { type: 'boolean' },
  },
});

// A panic inside WebAssembly ends up here, outside of the call that caused it.
process.on('uncaughtException', (error) => {
  logLine('ERROR', lastPanic() || error.message, { backtrace: error.stack });
  process.exit(101);
});

const datasource: Datasource = typeof values.datasource === 'string' ? JSON.parse(values.datasource) : {};

if (values.version) {
  process.stdout.write(`schema-engine-cli ${(await loadEngine()).version()}\n`);
} else if (positionals[0] === 'cli') {
  process.exitCode = await runCliCommand(positionals[1] ?? '', datasource);
} else {
  const paths = (values.datamodels ?? []) as string[];
  const datamodels = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')]),
  );
  await serveRpc({
    datamodels,
    datasource,
    factory: createAdapterFactory(datasource),
    input: process.stdin,
    output: process.stdout,
  });
  process.exit(0); // the engine keeps its connection for as long as the process lives
}
