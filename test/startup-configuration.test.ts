import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readConfig } from '../src/config.js';

const REQUIRED = {
  DATABASE_URL: 'postgresql://app:canary@127.0.0.1:5432/switchyard',
  REDIS_URL: 'redis://:canary@127.0.0.1:6379',
  ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  NODE_ENV: 'production',
};
const CANARY = 'canary value that fits no variable at all';

it('starts with what is required in production', () => {
  expect(readConfig(REQUIRED).NODE_ENV).toBe('production');
});

it.each(Object.keys(REQUIRED).filter((name) => name !== 'NODE_ENV'))(
  'does not start in production without %s, and names it',
  (name) => {
    for (const absent of [undefined, '']) {
      expect(() => readConfig({ ...REQUIRED, [name]: absent })).toThrow(new RegExp(`\\b${name}\\b`));
    }
  },
);

/** Those that are one of a few words, a number, an address or a secret; what is left takes any text. */
const CHECKED = Object.keys(readConfig(REQUIRED)).filter(
  (name) => name === name.toUpperCase() && !['HOST', 'METRICS_HOST', 'MAIL_FROM', 'ALLOWED_ORIGINS'].includes(name),
);

it.each(CHECKED)('does not start with nonsense in %s, and prints no value', (name) => {
  const start = () => readConfig({ ...REQUIRED, [name]: CANARY });
  expect(start).toThrow(new RegExp(`\\b${name}\\b`));
  expect(start).not.toThrow(/canary/);
});

it('names all variables at fault at once', () => {
  const bad = Object.fromEntries(CHECKED.map((name) => [name, CANARY]));
  let message = '';
  try {
    readConfig(bad);
  } catch (error) {
    message = String(error);
  }
  for (const name of CHECKED) expect(message).toContain(name);
  expect(message).not.toContain('canary');
});
