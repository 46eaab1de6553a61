import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidConfiguration, readConfig } from '../src/config.js';

const BASE = {
  DATABASE_URL: 'postgresql://app@127.0.0.1/switchyard',
  REDIS_URL: 'redis://127.0.0.1',
  ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
};
const key = () => randomBytes(32).toString('base64');
const read = (extra: Record<string, string>) => readConfig({ ...BASE, ...extra });
const faultOf = (extra: Record<string, string>): string => {
  try {
    read(extra);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfiguration);
    return (error as Error).message;
  }
};

describe('the key for what is sealed at rest', () => {
  it('is needed in production, and derived elsewhere, alike in every process', () => {
    expect(faultOf({ NODE_ENV: 'production' })).toContain('ENCRYPTION_KEY is missing');
    expect(faultOf({ NODE_ENV: 'production', ENCRYPTION_KEY: '' })).toContain('ENCRYPTION_KEY is missing');
    expect(faultOf({ NODE_ENV: 'production', ENCRYPTION_KEY: key() })).toBe('');
    expect(faultOf({ NODE_ENV: 'production', ENCRYPTION_KEYS: `k1:${key()}` })).toBe('');
    const [one, two] = [read({}).encryptionKeys, read({}).encryptionKeys];
    expect(one).toEqual(two);
    expect(Buffer.from(one[0]?.secret ?? []).equals(Buffer.from(BASE.ACCESS_TOKEN_SECRET, 'base64'))).toBe(false);
  });

  it('may be one or several, named or not; the list counts', () => {
    const [a, b, c] = [key(), key(), key()];
    const { encryptionKeys } = read({ ENCRYPTION_KEY: c, ENCRYPTION_KEYS: `k2:${a}, k1:${b},${c}` });
    expect(encryptionKeys.map(({ id }) => id)).toEqual(['k2', 'k1', expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(encryptionKeys.map(({ secret }) => Buffer.from(secret).toString('base64'))).toEqual([a, b, c]);
    expect(read({ ENCRYPTION_KEY: c }).encryptionKeys[0]?.id).toBe(encryptionKeys[2]?.id);
  });

  it.each([
    'canary',
    'k1:canary',
    `canary key:${key()}`,
    randomBytes(16).toString('base64'),
    `k1:${key()},k1:${key()}`,
  ])('is refused by name and without its value: %#', (value) => {
    const fault = faultOf({ ENCRYPTION_KEY: value });
    expect(fault).toMatch(/^The configuration cannot be used\. ENCRYPTION_KEY: /);
    expect(fault).not.toContain('canary');
    expect(fault).not.toContain(value);
  });
});

describe('mail', () => {
  it('needs a sender and the address of the pages in production, and TLS unless told otherwise', () => {
    const production = { NODE_ENV: 'production', ENCRYPTION_KEY: key() };
    const SMTP_URL = 'smtp://mail.example.com:587';
    expect(faultOf({ ...production, SMTP_URL })).toMatch(/MAIL_FROM is missing.*APP_URL is missing/);
    const whole = { ...production, SMTP_URL, MAIL_FROM: 'desk@example.com', APP_URL: 'https://desk.example.com' };
    expect(read(whole).mail).toMatchObject({ smtpUrl: SMTP_URL, requireTls: true });
    expect(read({ ...whole, SMTP_REQUIRE_TLS: 'false' }).mail.requireTls).toBe(false);
    expect(read({ SMTP_URL }).mail.requireTls).toBe(false);
    expect(faultOf({ SMTP_URL: 'http://user:canary@mail' })).toMatch(/SMTP_URL/);
    expect(faultOf({ SMTP_URL: 'http://user:canary@mail' })).not.toMatch(/canary/);
  });
});
