import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { InvalidConfiguration, readConfig } from '../../src/config.js';
import { addressOf, type ProxyTrust } from '../../src/http/proxy-trust.js';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

const NETWORKS = ['10.0.0.0/8', '2001:db8::/32', '127.0.0.1'];
const CASES: readonly [string, ProxyTrust, string, string | undefined, string][] = [
  ['nobody is trusted', false, '9.9.9.9', '1.1.1.1', '9.9.9.9'],
  ['an IPv4 address inside IPv6 is that address', false, '::ffff:9.9.9.9', undefined, '9.9.9.9'],
  ['one proxy wrote the last', 1, '10.0.0.1', '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  ['two proxies wrote the last two', 2, '10.0.0.1', '6.6.6.6, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  ['fewer wrote than there should be', 3, '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['a proxy wrote no address', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
  ['a proxy wrote nothing', 1, '10.0.0.1', '', '10.0.0.1'],
  ['the header is missing', 2, '10.0.0.1', undefined, '10.0.0.1'],
  ['who connects is no proxy', NETWORKS, '9.9.9.9', '1.1.1.1', '9.9.9.9'],
  [
    'proxies are skipped from the end',
    NETWORKS,
    '10.0.0.1',
    '6.6.6.6, 1.1.1.1, 2001:db8::5, ::ffff:10.1.2.3',
    '1.1.1.1',
  ],
  ['a single address is a network, too', NETWORKS, '127.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['everybody is a proxy', NETWORKS, '10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9'],
  ['nonsense ends the search', NETWORKS, '10.0.0.1', '1.1.1.1, nonsense', '10.0.0.1'],
];

describe('the address of a caller', () => {
  it.each(CASES)('where %s', (_name, trust, remote, forwarded, expected) => {
    expect(addressOf(from(remote, forwarded), trust)).toBe(expected);
  });
});

describe('TRUST_PROXY', () => {
  const parsed = (TRUST_PROXY: string) =>
    readConfig({
      DATABASE_URL: 'postgresql://a@b/c',
      REDIS_URL: 'redis://a',
      ACCESS_TOKEN_SECRET: Buffer.alloc(32).toString('base64'),
      TRUST_PROXY,
    }).TRUST_PROXY;

  it.each([
    ['', false],
    ['false', false],
    ['true', 1],
    ['1', 1],
    ['3', 3],
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  ])('%j is taken', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.each(['yes', '10', '-1', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.internal', '10.0.0.0/x', ','])(
    '%j is refused',
    (text) => {
      expect(() => parsed(text)).toThrow(InvalidConfiguration);
      expect(() => parsed(text)).toThrow(/TRUST_PROXY: must be true, false, a number/);
    },
  );
});
