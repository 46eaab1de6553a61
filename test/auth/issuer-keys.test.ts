import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IssuerKeys, IssuerUnreachable, type KeyLimits } from '../../src/auth/issuer-keys.js';
import { readIssuers } from '../../src/auth/issuer-settings.js';
import { readConfig } from '../../src/config.js';
import { type FakeIssuer, startFakeIssuer } from '../support/fake-issuer.js';

let issuer: FakeIssuer;
const failed = vi.fn();
beforeEach(async () => {
  issuer = await startFakeIssuer();
  failed.mockClear();
});
afterEach(() => issuer[Symbol.asyncDispose]());
const keysWith = (limits: Partial<KeyLimits> = {}) =>
  new IssuerKeys(issuer.jwksUri, ['RS256', 'ES256', 'EdDSA'], failed, limits);

describe('the keys of an issuer', () => {
  it('are fetched once for all who ask at once, and then kept', async () => {
    const kid = issuer.addKey('ES256');
    const keys = keysWith();
    await Promise.all(Array.from({ length: 50 }, () => keys.find(kid, 'ES256')));
    expect(await keys.find(kid, 'ES256')).toBeDefined();
    expect(issuer.state.fetches).toBe(1);
  });

  it('are not fetched over and over for ids that nobody knows', async () => {
    issuer.addKey('RS256');
    const keys = keysWith({ cooldownMs: 60_000 });
    for (let n = 0; n < 200; n += 1) expect(await keys.find(`unknown-${n}`, 'RS256')).toBeUndefined();
    expect(issuer.state.fetches).toBe(1);
  });

  it('follow a rotation: a new id has them fetched, one that was withdrawn is gone', async () => {
    const old = issuer.addKey('RS256');
    const keys = keysWith({ cooldownMs: 0 });
    expect(await keys.find(old, 'RS256')).toBeDefined();
    const fresh = issuer.addKey('RS256');
    issuer.removeKey(old);
    expect(await keys.find(fresh, 'RS256')).toBeDefined();
    expect(await keys.find(old, 'RS256')).toBeUndefined();
  });

  it('go on while the issuer is away, are fetched behind the back of their users, and end at last', async () => {
    const kid = issuer.addKey('EdDSA');
    const keys = keysWith({ freshMs: 0, cooldownMs: 0, staleMs: 60_000 });
    expect(await keys.find(kid, 'EdDSA')).toBeDefined();
    issuer.state.answer = { status: 503, body: '' };
    expect(await keys.find(kid, 'EdDSA')).toBeDefined();
    await vi.waitUntil(() => failed.mock.calls.length > 0);
    expect(await keys.find(kid, 'EdDSA')).toBeDefined();
    const shortLived = keysWith({ staleMs: 0, cooldownMs: 0 });
    await expect(shortLived.find(kid, 'EdDSA')).rejects.toThrow(IssuerUnreachable);
  });

  it.each([
    ['too much', { status: 200, body: JSON.stringify({ keys: [], junk: 'x'.repeat(100_000) }) }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['something else', { status: 200, body: '[]' }],
    ['a failure', { status: 500, body: '{"keys":[]}' }],
    ['a redirect', { status: 302, body: '' }],
  ])('are none when the issuer answers %s', async (_name, answer) => {
    issuer.state.answer = answer;
    await expect(keysWith().find('x', 'RS256')).rejects.toThrow(IssuerUnreachable);
    expect(failed).toHaveBeenCalledTimes(1);
  });

  it('are public keys of the kind that their algorithm takes, and for signatures', async () => {
    const [rsa, ec] = [issuer.addKey('RS256'), issuer.addKey('ES256')];
    issuer.state.extra = [
      { kty: 'oct', k: 'c2VjcmV0', kid: 'secret', alg: 'HS256' },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'disguised', alg: 'RS256' },
      { ...issuer.keyOf(rsa).publicKey.export({ format: 'jwk' }), kid: 'for-encryption', use: 'enc' },
      { kty: 'RSA', kid: 'broken', n: '!', e: 'AQAB' },
    ];
    const keys = keysWith({ cooldownMs: 60_000 });
    expect(await keys.find(rsa, 'RS256')).toBeDefined();
    for (const kid of ['secret', 'disguised', 'for-encryption', '__proto__', 'constructor', ec]) {
      expect([kid, await keys.find(kid, 'RS256')]).toEqual([kid, undefined]);
    }
    for (const kid of [undefined, null, 7, {}, '', 'x'.repeat(1_000)])
      expect(await keys.find(kid, 'RS256')).toBeUndefined();
  });
});

describe('AUTH_ISSUERS', () => {
  const good = { issuer: 'https://id.test', audience: 'a', jwksUri: 'https://id.test/jwks' };

  it.each([
    ['no JSON', '[{'],
    ['a file that is not there', '/nowhere/issuers.json'],
    ['keys without TLS', JSON.stringify([{ ...good, jwksUri: 'http://id.test/jwks' }])],
    ['an HMAC', JSON.stringify([{ ...good, algorithms: ['HS256'] }])],
    ['no audience', JSON.stringify([{ ...good, audience: undefined }])],
    ['a word nobody knows', JSON.stringify([{ ...good, linkByMail: true }])],
    ['the same issuer twice', JSON.stringify([good, good])],
    [
      'an OWNER just in time',
      JSON.stringify([{ ...good, claims: { tenant: 't' }, tenants: 'AS_NAMED', justInTime: { role: 'OWNER' } }]),
    ],
    [
      'joining without saying where',
      JSON.stringify([{ ...good, claims: { tenant: 't' }, justInTime: { role: 'VIEWER' } }]),
    ],
  ])('with %s stops the start, naming the variable and no value', (_name, text) => {
    const environment = {
      DATABASE_URL: 'postgres://a@b/c',
      REDIS_URL: 'redis://b',
      ACCESS_TOKEN_SECRET: Buffer.alloc(32).toString('base64'),
      AUTH_ISSUERS: text,
    };
    expect(() => readConfig(environment)).toThrow(/AUTH_ISSUERS: /);
    expect(() => readConfig(environment)).not.toThrow(/id\.test/);
  });

  it('gives paths, defaults and lists', () => {
    const [issuer] = readIssuers(
      JSON.stringify([{ ...good, claims: { tenant: 'o.slg', role: ['https://x.test/role'] } }]),
    );
    expect(issuer).toMatchObject({
      audience: ['a'],
      algorithms: ['RS256'],
      claims: { email: ['email'], tenant: ['o', 'slg'], role: ['https://x.test/role'] },
      justInTime: false,
      linkByEmail: false,
    });
    expect(readIssuers(undefined)).toEqual([]);
  });
});
