import { randomUUID } from 'node:crypto';
import { API_SCOPES } from '../../src/auth/permissions.js';
import { newApiKey, secretHash } from '../../src/auth/secrets.js';
import { MemberRole } from '../../src/generated/prisma/enums.js';
import type { Asker as Rights } from '../../src/graphql/access-rules.js';
import { type Member, rowId, type TestApp } from './test-app.js';

/** Somebody who asks, as the table of permissions knows them, and the headers with which they ask now. */
export interface Asker {
  readonly name: string;
  readonly rights: Rights;
  headers(): Record<string, string>;
  /** Gives new headers to somebody whose sign-in has ended; nothing can be done for a key or for nobody. */
  signInAgain(): Promise<void>;
}

const ROLES = Object.values(MemberRole);
const SCOPES = Object.keys(API_SCOPES);

/**
 * Everybody there is: a person of each role, an API key with no scope, with each scope, and with all of them, a key
 * with all scopes of somebody who may only look, and nobody.
 */
export async function everyAsker(app: TestApp, owner: Member): Promise<Asker[]> {
  const people = await Promise.all(ROLES.map((role) => person(app, owner, role)));
  const viewer = await app.newColleague(owner, 'VIEWER');
  const keys = [[], ...SCOPES.map((scope) => [scope]), SCOPES];
  return [
    ...people,
    ...(await Promise.all(keys.map((scopes) => key(app, owner, 'OWNER', scopes)))),
    await key(app, viewer, 'VIEWER', SCOPES),
    { name: 'nobody', rights: null, headers: () => ({}), signInAgain: async () => {} },
  ];
}

async function person(app: TestApp, owner: Member, role: MemberRole): Promise<Asker> {
  let token = role === 'OWNER' ? owner.token : (await app.newColleague(owner, role)).token;
  return {
    name: role,
    rights: { role },
    headers: () => ({ authorization: `Bearer ${token}` }),
    async signInAgain() {
      token = (await app.newColleague(owner, role)).token;
    },
  };
}

/** A key that lies in the table, whatever scopes the API would give it. */
async function key(app: TestApp, { tenantId, userId }: Member, role: MemberRole, scopes: string[]): Promise<Asker> {
  const { prefix, secret } = newApiKey();
  const name = `${role}'s key with ${scopes.length === SCOPES.length ? 'all scopes' : (scopes[0] ?? 'no scope')}`;
  await app.owner.query(
    `INSERT INTO "ApiKey" ("id", "tenantId", "name", "prefix", "hash", "scopes", "createdById")
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [randomUUID(), tenantId, name, prefix, secretHash(secret), scopes, rowId(userId)],
  );
  return { name, rights: { role, scopes }, headers: () => ({ 'x-api-key': secret }), signInAgain: async () => {} };
}
