import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../tools/project.js';

/** Runs a command as `npm run` would and returns what the user sees. */
async function runCommand(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [inProject('tools/bootstrap.mjs'), ...args], {
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, errors };
}

describe('a command that cannot do its work', () => {
  it('says so in one sentence when it does not exist', async () => {
    expect(await runCommand(['fly'])).toEqual({
      code: 1,
      errors: 'switchyard: There is no command "fly" (see "npm run").\n',
    });
  });

  it('says so in one sentence when the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
    const { port } = server.address() as AddressInfo;
    expect(await runCommand(['start'], { PORT: String(port) })).toEqual({
      code: 1,
      errors: `switchyard: Port ${port} is taken by another program; set PORT to a free one.\n`,
    });
    await new Promise((closed) => server.close(closed));
  });

  it('says so in one sentence when the database is out of reach', async () => {
    const env = { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c', MIGRATION_DATABASE_URL: '' };
    expect(await runCommand(['migrate'], env)).toEqual({
      code: 1,
      errors: 'switchyard: DATABASE_URL (127.0.0.1:1/c) cannot be used: connect ECONNREFUSED 127.0.0.1:1.\n',
    });
  });

  it('says so in one sentence when a test file does not exist', async () => {
    expect(await runCommand(['test', 'test/nowhere.test.ts'])).toMatchObject({
      code: 1,
      errors: 'switchyard: There is no test file test/nowhere.test.ts.\n',
    });
  });
});
