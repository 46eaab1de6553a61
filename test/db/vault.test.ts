import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEALED_COLUMNS } from '../../src/db/sealed-columns.js';
import { fingerprintOf, NO_VAULT, SealBroken, type SealedPlace, Vault } from '../../src/db/vault.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const key = (id: string) => ({ id, secret: randomBytes(32) });
const [k1, k2] = [key('k1'), key('k2')];
const place: SealedPlace = { tenantId: randomUUID(), column: 'OutgoingMail.sealedBody', rowId: randomUUID() };

describe('the vault', () => {
  const vault = new Vault([k1]);

  it('opens what it sealed, and shows nothing of it', () => {
    const text = 'a secret with ünïcode 🚉';
    const sealed = vault.seal(place, text);
    expect(sealed).toMatch(/^sealed:1:k1:[\w-]+$/);
    expect(Buffer.from(sealed.split(':')[3] ?? '', 'base64url').toString('latin1')).not.toContain('a secret');
    expect(vault.open(place, sealed)).toBe(text);
    expect(vault.open(place, vault.seal(place, ''))).toBe('');
  });

  it('takes a new IV of 96 bits for each value', () => {
    const ivs = Array.from({ length: 500 }, () => (vault.seal(place, 'x').split(':')[3] ?? '').slice(0, 16));
    expect(new Set(ivs).size).toBe(500);
  });

  it.each([
    ['another tenant', { ...place, tenantId: randomUUID() }],
    ['another row', { ...place, rowId: randomUUID() }],
    ['another column', { ...place, column: 'Other.sealedBody' as typeof place.column }],
  ])('does not open a value in %s', (_where, elsewhere) => {
    const sealed = vault.seal(place, 'secret');
    expect(() => vault.open(elsewhere, sealed)).toThrow(SealBroken);
  });

  it('does not open a value of which one bit was changed, nor what is none', () => {
    const [, , , body = ''] = vault.seal(place, 'secret').split(':');
    const bytes = Buffer.from(body, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => vault.open(place, `sealed:1:k1:${changed.toString('base64url')}`), `byte ${index}`).toThrow(
        SealBroken,
      );
    }
    for (const junk of [
      '',
      'secret',
      'sealed:1:k1:',
      'sealed:1:k1:AAAA',
      `sealed:2:k1:${body}`,
      `sealed:1:__proto__:${body}`,
    ]) {
      expect(() => vault.open(place, junk), junk).toThrow(SealBroken);
    }
  });

  it('writes with the first key and reads with all of them', () => {
    const old = vault.seal(place, 'old');
    const both = new Vault([k2, k1]);
    expect(both.open(place, old)).toBe('old');
    expect(both.seal(place, 'new')).toMatch(/^sealed:1:k2:/);
    expect(() => new Vault([k2]).open(place, old)).toThrow(SealBroken);
    expect(() => vault.open(place, both.seal(place, 'new'))).toThrow(SealBroken);
  });

  it('opens what a key sealed before it was given a name', () => {
    const sealed = new Vault([{ ...k1, id: fingerprintOf(k1.secret) }]).seal(place, 'secret');
    expect(new Vault([k2, k1]).open(place, sealed)).toBe('secret');
  });

  it('needs a key of 32 bytes', () => {
    expect(() => new Vault([])).toThrow(RangeError);
    expect(() => new Vault([{ id: 'short', secret: randomBytes(16) }])).toThrow(RangeError);
    expect(() => NO_VAULT.seal(place.column, place.rowId, 'x')).toThrow(SealBroken);
    expect(() => NO_VAULT.open(place.column, place.rowId, 'x')).toThrow(SealBroken);
  });

  it('says neither value nor key when it fails', () => {
    const sealed = vault.seal(place, 'canary');
    try {
      new Vault([k2]).open(place, sealed);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toMatch(/canary|k1|k2/);
    }
  });
});

describe('sealed columns', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('are those of the registry: by their name, and by the constraint that refuses plain text', async () => {
    const named = await app.owner.query<{ name: string }>(`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name LIKE 'sealed%' ORDER BY 1`);
    const constrained = await app.owner.query<{ name: string }>(`
      SELECT c.relname || '.' || substr(k.conname, 8) AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.contype = 'c' AND k.conname LIKE 'sealed\\_%' ORDER BY 1`);
    const registered = [...SEALED_COLUMNS].sort();
    expect(named.rows.map(({ name }) => name)).toEqual(registered);
    expect(constrained.rows.map(({ name }) => name)).toEqual(registered);
  });

  it('take no plain text, whoever writes it', async () => {
    const insert = `INSERT INTO "OutgoingMail" ("id", "tenantId", "recipient", "template", "subject", "jobId", "sealedBody")
      VALUES (gen_random_uuid(), gen_random_uuid(), 'a', 'b', 'c', gen_random_uuid(), $1)`;
    for (const text of ['secret', '', 'sealed:1:k1:short']) {
      await expect(app.owner.query(insert, [text]), text).rejects.toMatchObject({ code: '23514' });
    }
  });
});
