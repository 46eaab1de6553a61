import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Algorithm = 'RS256' | 'ES256' | 'EdDSA';
type Json = Record<string, unknown>;

const PAIRS: Record<Algorithm, () => { publicKey: KeyObject; privateKey: KeyObject }> = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with any header and claims, signed with any key. */
export function signedToken(algorithm: Algorithm, key: KeyObject, header: Json, claims: Json): string {
  const content = `${encode({ alg: algorithm, typ: 'JWT', ...header })}.${encode(claims)}`;
  const options = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  return `${content}.${sign(algorithm === 'EdDSA' ? null : 'sha256', Buffer.from(content), options).toString('base64url')}`;
}

/** An issuer of tokens on this machine, which publishes its keys over HTTP as a real one does. */
export async function startFakeIssuer() {
  const keys = new Map<string, { algorithm: Algorithm; publicKey: KeyObject; privateKey: KeyObject }>();
  const issuer = `https://${randomUUID()}.issuer.test`;
  const state = { fetches: 0, answer: undefined as { status: number; body: string } | undefined, extra: [] as Json[] };
  const server = createServer((_request, response) => {
    state.fetches += 1;
    const jwks = [...keys].map(([kid, { algorithm, publicKey }]) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      alg: algorithm,
      use: 'sig',
    }));
    const { status, body } = state.answer ?? { status: 200, body: JSON.stringify({ keys: [...jwks, ...state.extra] }) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self = {
    issuer,
    state,
    jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    /** Publishes a new key. */
    addKey(algorithm: Algorithm, kid: string = randomUUID()): string {
      keys.set(kid, { algorithm, ...PAIRS[algorithm]() });
      return kid;
    },
    removeKey: (kid: string) => keys.delete(kid),
    keyOf: (kid: string) => keys.get(kid) as { algorithm: Algorithm; publicKey: KeyObject; privateKey: KeyObject },
    /** A token of this issuer; `claims` and `header` replace what it would say, undefined takes it away. */
    token(kid: string, claims: Json = {}, header: Json = {}): string {
      const { algorithm, privateKey } = self.keyOf(kid);
      const now = Math.floor(Date.now() / 1_000);
      const said = { iss: issuer, aud: 'switchyard', sub: 'somebody', iat: now, nbf: now, exp: now + 300, ...claims };
      return signedToken(algorithm, privateKey, { kid, ...header }, said);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
  return self;
}
export type FakeIssuer = Awaited<ReturnType<typeof startFakeIssuer>>;
