import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../command.js';
import { writePrivateFile } from './private-file.js';

/** Everything secret that a local installation needs; made once, kept in `secrets.json` (mode 0600). */
export interface Secrets {
  readonly postgresPassword: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly redisPassword: string;
  /** 48 random bytes, base64. */
  readonly accessTokenSecret: string;
  /** 32 random bytes, base64. */
  readonly encryptionKey: string;
}

/** Reads the secrets of a data folder, making the ones that are missing. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new CommandError(`${file} cannot be read (${error.code}); run as the user who owns it, or set DATA_DIR.`);
  });
  const known = parse(text, file);
  const password = () => randomBytes(24).toString('base64url'); // safe inside a URL
  const secrets: Secrets = {
    postgresPassword: known.postgresPassword ?? password(),
    ownerPassword: known.ownerPassword ?? password(),
    appPassword: known.appPassword ?? password(),
    redisPassword: known.redisPassword ?? password(),
    accessTokenSecret: known.accessTokenSecret ?? randomBytes(48).toString('base64'),
    encryptionKey: known.encryptionKey ?? randomBytes(32).toString('base64'),
  };
  const complete = `${JSON.stringify(secrets, null, 2)}\n`;
  if (complete !== text) await writePrivateFile(file, complete);
  return secrets;
}

function parse(text: string, file: string): Partial<Record<keyof Secrets, string>> {
  try {
    return JSON.parse(text) as Partial<Record<keyof Secrets, string>>;
  } catch {
    throw new CommandError(`${file} is damaged; restore it, or remove the data folder to begin anew.`);
  }
}
