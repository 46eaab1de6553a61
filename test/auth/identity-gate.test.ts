import { expect, it, vi } from 'vitest';
import type { AccessTokens } from '../../src/auth/access-token.js';
import type { CredentialLookup } from '../../src/auth/credential-lookup.js';
import { IdentityGate } from '../../src/auth/identity-gate.js';
import type { TenantHandles } from '../../src/db/tenant-handles.js';
import { globalId } from '../support/walk-app.js';

const [ACME, OTHER] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];
const PROJECT = '01890000-0000-7000-8000-0000000000cc';
const SESSION = { role: 'OPERATOR', email: 'a@a.test', hidden: [], isVerified: true, lastSeenAt: new Date() };

/** A gate over a database that counts what it is asked. Tokens are `tenant/person`. */
function gateThatCounts() {
  const asked = { sessions: 0, projects: 0 };
  const database = { isAway: false };
  const tokens = {
    async verify(token: string) {
      const [tenantId, userId] = token.split('/');
      return { tenantId, userId, sessionId: token, expiresAt: new Date(Date.now() + 60_000) };
    },
  };
  const tenant = {
    async $queryRaw() {
      asked.sessions += 1;
      return [SESSION];
    },
    project: {
      async findFirst({ where: { id } }: { where: { id: string } }) {
        asked.projects += 1;
        if (database.isAway) throw new Error('the database is away');
        return id === PROJECT ? { id } : null;
      },
    },
  };
  const handles = { for: () => tenant } as unknown as TenantHandles;
  const gate = new IdentityGate(tokens as unknown as AccessTokens, {} as CredentialLookup, handles);
  const who = (bearer: string, project?: string) =>
    gate.authenticate({ cookie: undefined, apiKey: undefined, bearer, project });
  return { gate, asked, database, who };
}

it('asks for the project of a credential once, as it does for the credential', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { gate, asked, who } = gateThatCounts();
  const project = globalId('Project', PROJECT);
  const viewers = await Promise.all([who(`${ACME}/ada`, project), who(`${ACME}/ada`, project)]);
  viewers.push(await who(`${ACME}/ada`, project));
  expect(viewers.map((viewer) => viewer?.projects.only)).toEqual([PROJECT, PROJECT, PROJECT]);
  expect((await who(`${ACME}/ada`))?.projects.only).toBeNull();
  expect(asked).toEqual({ sessions: 1, projects: 1 });
  expect((await who(`${ACME}/ada`, globalId('Project', OTHER)))?.isProjectRefused).toBe(true);
  expect(asked).toEqual({ sessions: 1, projects: 2 });
  gate.forget({ tenantId: ACME });
  await who(`${ACME}/ada`, project);
  expect(asked).toEqual({ sessions: 2, projects: 3 });
  vi.setSystemTime(Date.now() + 901);
  await who(`${ACME}/ada`, project);
  expect(asked).toEqual({ sessions: 3, projects: 4 });
  vi.useRealTimers();
});

it('asks again for a project when the database could not say', async () => {
  const { database, who } = gateThatCounts();
  database.isAway = true;
  await expect(who(`${ACME}/ada`, globalId('Project', PROJECT))).rejects.toThrow('away');
  database.isAway = false;
  expect((await who(`${ACME}/ada`, globalId('Project', PROJECT)))?.projects.only).toBe(PROJECT);
});

it('forgets those concerned, whoever is being looked up, and nobody else', async () => {
  const { gate, asked, who } = gateThatCounts();
  const all = [`${ACME}/ada`, `${ACME}/bob`, `${OTHER}/ada`, `${OTHER}/eve`];
  const askAll = async () => {
    const before = asked.sessions;
    for (const token of all) await who(token);
    return asked.sessions - before;
  };
  expect([await askAll(), await askAll()]).toEqual([4, 0]);
  gate.forget({ tenantId: ACME });
  expect(await askAll()).toBe(2);
  gate.forget({ userId: 'ada' });
  expect(await askAll()).toBe(2);
  gate.forget();
  expect(await askAll()).toBe(4);

  const pending = who(`${OTHER}/new`);
  gate.forget({ tenantId: ACME });
  await pending;
  const before = asked.sessions;
  await who(`${OTHER}/new`);
  expect(asked.sessions).toBe(before + 1);
});
