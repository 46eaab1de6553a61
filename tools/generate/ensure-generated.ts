import { createHash } from 'node:crypto';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { describeError } from '../command.js';
import { inProject } from '../project.js';
import { runQuietly } from '../run-quietly.js';

const STAMP = inProject('src/generated/.made-from');

/** Makes the Prisma client and types when they are missing or made from another schema. False when that failed. */
export async function ensureGenerated(): Promise<boolean> {
  try {
    const wanted = await fingerprint();
    const made = await readFile(STAMP, 'utf8').catch(() => '');
    const present = await access(inProject('src/generated/prisma/client.ts')).then(
      () => true,
      () => false,
    );
    if (!present || made !== wanted) await generatePrismaClient();
    return true;
  } catch (error) {
    process.stderr.write(`switchyard: ${describeError(error)}\n`);
    process.exitCode = 1;
    return false;
  }
}

/** Runs `prisma generate`, offline, and notes what it was made from. */
export async function generatePrismaClient(): Promise<void> {
  const wanted = await fingerprint();
  await runQuietly(process.execPath, [
    inProject('node_modules/prisma/build/index.js'),
    'generate',
    '--config',
    'prisma/prisma.config.ts',
  ]);
  await writeFile(STAMP, wanted);
}

/** Changes with the schema's text and with the generator's version. */
async function fingerprint(): Promise<string> {
  const folder = inProject('prisma/schema');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  const version = await readFile(inProject('node_modules/prisma/package.json'), 'utf8');
  return createHash('sha256')
    .update([version, ...names, ...texts].join('\0'))
    .digest('hex');
}
