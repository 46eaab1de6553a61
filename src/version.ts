import { readFileSync } from 'node:fs';

/** The release this process runs, as package.json has it. */
export const VERSION = String(
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version?: unknown }).version,
);
