import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSmokeOptions } from '../../tools/client/gateway-options.js';
import { PROJECT_ROOT } from '../../tools/project.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp();
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

/** The command as somebody runs it. */
async function smoke(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'smoke', ...args], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code: code as number, out, err };
}

const asPerson = () => ['--email', member.email, '--password', member.password];

describe('npm run smoke', () => {
  it('says step by step that a deployment works', async () => {
    const { code, out, err } = await smoke(app.url, ...asPerson());
    expect([code, err]).toEqual([0, '']);
    for (const step of ['healthz', 'readyz', 'sign-in', 'query', 'mutation', 'WebSocket', 'SSE'])
      expect(out).toContain(step);
    expect(out).toContain('Everything works.');
    expect(out).not.toContain(member.password);
  });

  it('does the same with an API key', async () => {
    const made = await postRaw(
      app.url,
      {
        query: `mutation { apiKeyCreate(input: { name: "smoke", scopes: [IDENTITY_READ, OPERATIONS_READ, OPERATIONS_WRITE] }) { secret userErrors { message } } }`,
      },
      { authorization: `Bearer ${member.token}` },
    );
    const secret = textAt(made, 'apiKeyCreate.secret');
    const { code, out, err } = await smoke(app.url, '--api-key', secret);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain(secret);
  });

  it('says in one sentence what does not work', async () => {
    const wrong = await smoke(app.url, '--email', member.email, '--password', 'not the password');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/^switchyard: sign-in failed: .+\n$/)]);
    const nobody = await smoke('http://127.0.0.1:1', ...asPerson());
    expect([nobody.code, nobody.err]).toEqual([1, 'switchyard: healthz failed: 127.0.0.1:1 cannot be reached\n']);
    const careless = await smoke(app.url);
    expect([careless.code, careless.err]).toEqual([2, expect.stringContaining('Usage: npm run smoke')]);
    for (const patience of ['0', '601', '1.5', 'x']) {
      const hasty = [app.url, ...asPerson(), '--patience', patience];
      expect(() => readSmokeOptions(hasty, {})).toThrow('--patience takes whole seconds, 1 to 600.');
    }
  });

  it('fails where no worker runs jobs, and names that step', { timeout: 90_000 }, async () => {
    await using broken = await startTestApp({ hasWorker: false });
    const owner = await broken.newTenant();
    const person = ['--email', owner.email, '--password', owner.password];
    const { code, out, err } = await smoke(broken.url, ...person, '--patience', '5');
    expect(code).toBe(1);
    expect(out).toContain('✓ mutation');
    expect(err).toBe('switchyard: job, followed over WebSocket failed: nothing came for 5 seconds\n');
  });
});
