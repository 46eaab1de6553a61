import { readFile } from 'node:fs/promises';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

let panic = '';

/** Text of the latest panic inside the module; JavaScript itself only learns that it trapped. */
export const lastPanic = () => panic;

/** Instantiates the schema engine that Prisma publishes as WebAssembly. */
export async function loadEngine(): Promise<typeof glue> {
  const file = new URL('./schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'));
  const imports = { './schema_engine_bg.js': glue };
  const { instance } = await WebAssembly.instantiate(await readFile(file), imports);
  const { __wbindgen_start: start } = instance.exports;
  glue.__wbg_set_wasm(instance.exports);
  if (typeof start !== 'function') throw new Error('@prisma/schema-engine-wasm is not laid out as expected');
  start();
  // The module reports panics through this global, which Prisma's own loader defines as well.
  const setMessage = (text: string) => {
    panic = text;
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: setMessage } });
  return glue;
}
