import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_SCOPES, grantOf, PERMISSIONS, permissionsOf } from '../../src/auth/permissions.js';
import { MemberRole } from '../../src/generated/prisma/enums.js';
import { schema } from '../../src/graphql/schema.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const ROLES = Object.values(MemberRole);
interface Line {
  readonly permission: string;
  readonly key: string;
  readonly description: string;
  readonly roles: readonly string[];
  readonly scope: string | null;
  readonly isGranted: boolean;
}

describe('the table of permissions', () => {
  let app: TestApp;
  let owner: Member;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
    owner = await app.newTenant();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function table(headers: Record<string, string>): Promise<readonly Line[]> {
    const query = '{ permissions { permission key description roles scope isGranted } }';
    return ((await postRaw(app.url, { query }, headers)).data as { permissions: Line[] }).permissions;
  }

  it('is shown whole to everybody who is signed in, with what they have of it', async () => {
    for (const role of ROLES) {
      const member = role === 'OWNER' ? owner : await app.newColleague(owner, role);
      const lines = await table({ authorization: `Bearer ${member.token}` });
      expect(lines.map(({ key }) => key)).toEqual(PERMISSIONS);
      for (const { key, roles, isGranted } of lines) {
        expect([role, key, isGranted]).toEqual([role, key, roles.includes(role)]);
      }
    }
  });

  it('shows a key what its scopes leave of its creator’s permissions', async () => {
    const query = 'mutation { apiKeyCreate(input: { name: "k", scopes: [SUPPORT_READ] }) { secret } }';
    const made = await postRaw(app.url, { query }, { authorization: `Bearer ${owner.token}` });
    const lines = await table({ 'x-api-key': textAt(made, 'apiKeyCreate.secret') });
    for (const { key, scope, isGranted } of lines) expect([key, isGranted]).toEqual([key, scope === 'SUPPORT_READ']);
  });

  it('says each permission in a sentence, and gives it to somebody', () => {
    for (const permission of PERMISSIONS) {
      const { description, roles } = grantOf(permission);
      expect([permission, description]).toEqual([permission, expect.stringMatching(/^[A-Z].{10,}\.$/)]);
      expect(roles).toContain('OWNER');
    }
  });

  it('grows with the role: who stands higher has all that lower ones have', () => {
    const order = ['VIEWER', 'EMPLOYEE', 'OPERATOR', 'ADMIN', 'OWNER'] as const;
    for (const [index, role] of order.slice(1).entries()) {
      const below = permissionsOf(order[index] ?? 'VIEWER');
      expect([role, [...below].filter((permission) => !permissionsOf(role).has(permission))]).toEqual([role, []]);
    }
  });

  it('lets VIEWER change nothing but what is about themselves, which no key may either', () => {
    expect([...permissionsOf('VIEWER')].filter((permission) => grantOf(permission).scope?.endsWith('_WRITE'))).toEqual(
      [],
    );
  });

  it('has scopes by module and action, each of which opens something, reading and changing apart', () => {
    for (const scope of Object.keys(API_SCOPES)) {
      expect(scope).toMatch(/^[A-Z]+_(READ|WRITE)$/);
      const opened = PERMISSIONS.filter((permission) => grantOf(permission).scope === scope);
      expect([scope, opened]).not.toEqual([scope, []]);
      expect([scope, opened.filter((name) => name.endsWith(':read') !== scope.endsWith('_READ'))]).toEqual([scope, []]);
    }
  });

  it('is named by the fields of the schema, each line by one at least', () => {
    const used = new Set<string>();
    for (const type of Object.values(schema.getTypeMap())) {
      const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
      for (const { extensions } of [type, ...fields]) {
        const { pothosOptions } = extensions as { pothosOptions?: { authScopes?: { can?: string } } };
        if (pothosOptions?.authScopes?.can) used.add(pothosOptions.authScopes.can);
      }
    }
    expect(PERMISSIONS.filter((permission) => !used.has(permission))).toEqual([]);
    expect([...used].filter((name) => !(PERMISSIONS as readonly string[]).includes(name))).toEqual([]);
  });
});
