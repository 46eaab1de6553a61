import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '../../src/db/transaction.js';
import { Vault } from '../../src/db/vault.js';
import { sendMail } from '../../src/modules/mail/outgoing-mail.service.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const [k1, k2, stranger] = ['k1', 'k2', 'k3'].map((id) => ({ id, secret: randomBytes(32) }));
type Key = NonNullable<typeof k1>;
const asText = ({ id, secret }: Key) => `${id}:${secret.toString('base64')}`;
const keys = (...given: (Key | undefined)[]) => given.map((key) => asText(key as Key)).join(',');

/** More than two batches. */
const ROWS = 450;

describe('the rotation of keys', () => {
  let app: TestApp;
  const tenantIds: string[] = [];
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false, environment: { ENCRYPTION_KEYS: keys(k1) } });
    for (let tenant = 0; tenant < 2; tenant += 1) {
      const { tenantId } = await app.newTenant();
      tenantIds.push(tenantId);
      const db = app.gateway.app.tenants.for(tenantId);
      await transact(db, async (tx) => {
        for (let row = 0; row < ROWS; row += 1) {
          const values = { token: `canary-${tenantId}-${row}`, validForHours: 1 };
          await sendMail(tx, { template: 'EMAIL_VERIFICATION', to: `${row}@mail.test`, values });
        }
      });
    }
  }, 60_000);
  afterAll(() => app[Symbol.asyncDispose]());

  /** Runs the command as a process; `killAfter` lines of it, it is killed. */
  async function rotate(encryptionKeys: string, killAfter = Number.POSITIVE_INFINITY) {
    const { config } = app;
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.rotate-keys.ts'], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: config.DATABASE_URL,
        REDIS_URL: config.REDIS_URL,
        REDIS_PREFIX: config.REDIS_PREFIX,
        ACCESS_TOKEN_SECRET: config.ACCESS_TOKEN_SECRET,
        ENCRYPTION_KEYS: encryptionKeys,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > killAfter) child.kill('SIGKILL');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const [code, signal] = await once(child, 'exit');
    return { output, end: code ?? signal };
  }

  async function keyIds(): Promise<Record<string, number>> {
    const { rows } = await app.owner.query<{ key: string; count: number }>(
      `SELECT split_part("sealedBody", ':', 3) AS key, count(*)::int AS count FROM "OutgoingMail" WHERE "sealedBody" IS NOT NULL GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
  }

  /** Every value, opened where it lies. */
  async function opened(vault: Vault): Promise<string[]> {
    const { rows } = await app.owner.query<{ id: string; tenantId: string; sealedBody: string }>(
      `SELECT "id", "tenantId", "sealedBody" FROM "OutgoingMail" WHERE "sealedBody" IS NOT NULL`,
    );
    return rows.map(({ id, tenantId, sealedBody }) =>
      vault.open({ tenantId, column: 'OutgoingMail.sealedBody', rowId: id }, sealedBody),
    );
  }
  const total = async () => Object.values(await keyIds()).reduce((sum, count) => sum + count, 0);

  it('leaves what its keys do not open, says so, and fails', async () => {
    const before = await keyIds();
    const { output, end } = await rotate(keys(stranger));
    expect(end).toBe(1);
    expect(output).toMatch(/OutgoingMail\.sealedBody: \d+ rows cannot be opened with the keys given/);
    expect(output).toMatch(/0 rows were sealed anew\. \d+ rows are on another key than k3\./);
    expect(output).not.toMatch(/canary/);
    expect(await keyIds()).toEqual(before);
  });

  it('killed in the middle leaves every value readable, and goes on when it is run again', async () => {
    const all = await total();
    expect(all).toBeGreaterThanOrEqual(2 * ROWS);
    expect((await rotate(keys(k2, k1), 1)).end).toBe('SIGKILL');
    const half = await keyIds();
    expect(half.k2).toBeGreaterThan(0);
    expect(half.k1).toBeGreaterThan(0);
    expect(await opened(new Vault([k2 as Key, k1 as Key]))).toHaveLength(all);

    const { output, end } = await rotate(keys(k2, k1));
    expect(output).toMatch(/0 rows are on another key than k2\.\n$/);
    expect(end).toBe(0);
    expect(await keyIds()).toEqual({ k2: all });
    const texts = await opened(new Vault([k2 as Key]));
    for (const tenantId of tenantIds) {
      expect(texts.filter((text) => text.includes(`canary-${tenantId}-`))).toHaveLength(ROWS);
    }
    expect(() =>
      new Vault([k1 as Key]).open({ tenantId: '', column: 'OutgoingMail.sealedBody', rowId: '' }, 'x'),
    ).toThrow();
  });

  it('has nothing to do when it is run once more', async () => {
    const { output, end } = await rotate(keys(k2, k1));
    expect([output, end]).toEqual(['0 rows were sealed anew. 0 rows are on another key than k2.\n', 0]);
  });
});
