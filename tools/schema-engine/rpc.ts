import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Datasource } from './adapter.js';
import { createDatabase, explainDriverError } from './database-command.js';
import { lastPanic, loadEngine } from './wasm.js';

export interface RpcOptions {
  /** Schema files as pairs of path and text. */
  readonly datamodels: [string, string][];
  readonly datasource: Datasource;
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  readonly input: Readable;
  readonly output: Writable;
}

type Handler = (params: never) => Promise<unknown>;

/** Calls that go straight to the method of the same name. */
const PASSED_ON = [
  'applyMigrations',
  'createMigration',
  'dbExecute',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'ensureConnectionValidity',
  'evaluateDataLoss',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
] as const satisfies readonly (keyof SchemaEngine)[];

/** Answers the CLI's JSON-RPC calls, one a line, until it closes the pipe. */
export async function serveRpc(options: RpcOptions): Promise<void> {
  const adapters = bindMigrationAwareSqlAdapterFactory(options.factory);
  const send = (message: object) =>
    new Promise<void>((done) => {
      options.output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`, () => done());
    });
  // One engine for the whole conversation: a later call relies on what an earlier one has cached.
  let engine: Promise<SchemaEngine> | undefined;
  const theEngine = () => (engine ??= startEngine(options.datamodels, adapters));
  const handlers = createHandlers(theEngine, options.datasource, send);

  for await (const line of createInterface({ input: options.input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { id, method, params }: { id: unknown; method?: string; params: never } = JSON.parse(line);
    if (method === undefined) continue; // the CLI's answer to "print"
    try {
      const handler = handlers.get(method);
      if (!handler) throw new Error(`This engine has no method ${method}`);
      await send({ id, result: (await handler(params)) ?? {} });
    } catch (error) {
      const data = describe(error, (key) => adapters.errorRegistry.consumeError(key)?.error);
      await send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
    }
  }
}

async function startEngine(datamodels: [string, string][], adapters: object): Promise<SchemaEngine> {
  const { SchemaEngine: Engine } = await loadEngine();
  return Engine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, adapters);
}

function createHandlers(
  engine: () => Promise<SchemaEngine>,
  { url = '' }: Datasource,
  send: (message: object) => Promise<void>,
): Map<string, Handler> {
  const handlers = new Map<string, Handler>();
  for (const name of PASSED_ON) handlers.set(name, async (params) => (await engine())[name](params));
  handlers.set('getDatabaseVersion', async () => (await engine()).version());
  handlers.set('createDatabase', async () => ({ databaseName: await createDatabase(url) }));
  let prints = 0;
  handlers.set('diff', async (params) => {
    const { stdout, ...result } = await (await engine()).diff(params);
    // The native engine prints its text through the CLI, as a request of its own.
    if (typeof stdout === 'string') {
      prints += 1;
      await send({ id: `print-${prints}`, method: 'print', params: { content: stdout } });
    }
    return { ...result, stdout: null };
  });
  return handlers;
}

/** An error as the CLI expects it. Driver errors come out of WebAssembly as a number to look up. */
function describe(thrown: unknown, lookUp: (id: number) => unknown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const external = /External error id#(\d+)/.exec(error.message);
  const cause = external ? lookUp(Number(external[1])) : undefined;
  if (cause !== undefined) {
    const { code, message } = explainDriverError(cause);
    return { is_panic: false, message, meta: null, error_code: code };
  }
  const isPanic = error instanceof WebAssembly.RuntimeError;
  // Below "0:" follows the engine's own stack, which helps nobody.
  const message = (isPanic ? lastPanic() : error.message).replace(/\n +0: [\s\S]*$/, '\n');
  const named = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const code = named ?? /\b(P\d{4})\b/.exec(error.message)?.[1] ?? null;
  return { is_panic: isPanic, message, meta: null, error_code: code };
}
