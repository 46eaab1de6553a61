import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, without a trailing slash. */
export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** An absolute path inside the project. */
export const inProject = (...parts: string[]) => join(PROJECT_ROOT, ...parts);
