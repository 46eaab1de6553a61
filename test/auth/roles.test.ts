import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MemberRole } from '../../src/generated/prisma/enums.js';
import { schema } from '../../src/graphql/schema.js';
import { codesOf, postRaw } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, nodeTypes, rootFields } from '../support/schema-walk.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

const ROLES: readonly MemberRole[] = ['OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER'];
const [ADMINS, OPERATORS] = [ROLES.slice(0, 2), ROLES.slice(0, 3)];
const ANYBODY = [...ROLES, 'NOBODY'] as const;

/** Who may use which field: the whole schema, so that a new field has to be thought about here. */
const MATRIX: Record<string, readonly (MemberRole | 'NOBODY')[]> = {
  'Query.apiKeys': ADMINS,
  'Query.case': ROLES,
  'Query.cases': ROLES,
  'Query.deadLetters': ROLES,
  'Query.job': ROLES,
  'Query.jobEventLog': ROLES,
  'Query.jobs': ROLES,
  'Query.kbArticle': ROLES,
  'Query.kbArticles': ROLES,
  'Query.kbSearch': ROLES,
  'Query.node': ROLES,
  'Query.nodes': ROLES,
  'Query.projects': ROLES,
  'Query.queues': OPERATORS,
  'Query.schedules': ROLES,
  'Query.systemHealth': OPERATORS,
  'Query.viewer': ROLES,
  'Mutation.apiKeyCreate': ADMINS,
  'Mutation.apiKeyRevoke': ADMINS,
  'Mutation.caseClose': OPERATORS,
  'Mutation.caseImport': OPERATORS,
  'Mutation.caseOpen': OPERATORS,
  'Mutation.caseReopen': OPERATORS,
  'Mutation.caseResolve': OPERATORS,
  'Mutation.caseTriageCorrect': OPERATORS,
  'Mutation.deadLetterReplay': OPERATORS,
  'Mutation.jobCancel': OPERATORS,
  'Mutation.jobRetry': OPERATORS,
  'Mutation.kbArticleCreate': OPERATORS,
  'Mutation.kbImport': OPERATORS,
  'Mutation.pipelineStepRetry': OPERATORS,
  'Mutation.projectCreate': ADMINS,
  'Mutation.replyApprove': OPERATORS,
  'Mutation.replyEdit': OPERATORS,
  'Mutation.replyReject': OPERATORS,
  'Mutation.scheduleUpdate': OPERATORS,
  'Mutation.signIn': ANYBODY,
  'Mutation.signOut': ROLES,
  'Mutation.signUp': ANYBODY,
  'Mutation.tokenRefresh': ANYBODY,
  'Subscription.caseEvents': ROLES,
  'Subscription.jobEvents': ROLES,
  'Subscription.tenantEvents': OPERATORS,
};

const KINDS = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' } as const;
const FIELDS = (['Query', 'Mutation', 'Subscription'] as const).flatMap((parent) =>
  rootFields(schema, parent).map((field) => ({ path: `${parent}.${field.name}`, parent, field })),
);

describe('the matrix of roles', () => {
  let app: TestApp;
  const members = new Map<string, Member | null>([['NOBODY', null]]);
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
    const owner = await app.newTenant();
    members.set('OWNER', owner);
    for (const role of ROLES.slice(1)) members.set(role, await app.newColleague(owner, role));
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('names every field there is', () => {
    expect(FIELDS.map(({ path }) => path).sort()).toEqual(Object.keys(MATRIX).sort());
  });

  /** The type whose ids a field takes: the one it is named after. */
  function typeFor(field: string, argument: string): string {
    if (!/^ids?$/.test(argument)) return `${argument.charAt(0).toUpperCase()}${argument.slice(1, -2)}`;
    if (field.startsWith('reply')) return 'ReplyDraft';
    const named = nodeTypes(schema).filter((type) => field.toLowerCase().startsWith(type.toLowerCase()));
    return named.sort((a, b) => b.length - a.length)[0] ?? 'Project';
  }

  /** Valid arguments that name nothing which exists, so that whoever may ask is told NOT_FOUND. */
  const suggestFor = (field: string) => (name: string, type: string) => {
    if (type === 'ID') return globalId(typeFor(field, name), randomUUID());
    return name === 'key' ? `k${randomUUID().slice(0, 8)}` : undefined;
  };

  it.each(FIELDS)('holds for $path', async ({ path, parent, field }) => {
    if (field.name === 'signOut') return; // it would end the sessions that the others are asked with
    const given = argumentsWith(field, [], undefined, suggestFor(field.name));
    const request = { query: documentFor(schema, KINDS[parent], field, given, -1), variables: given };
    const allowed = [];
    for (const [role, member] of members) {
      const bearer: Record<string, string> = member ? { authorization: `Bearer ${member.token}` } : {};
      const codes =
        parent === 'Subscription'
          ? await codesOfStream(request, bearer)
          : codesOf(await postRaw(app.url, request, bearer));
      const isRefused = codes.includes(member ? 'FORBIDDEN' : 'UNAUTHENTICATED');
      if (!isRefused) allowed.push(role);
      expect([path, role, codes.filter((code) => code === 'INTERNAL')]).toEqual([path, role, []]);
    }
    expect([path, allowed.sort()]).toEqual([path, [...(MATRIX[path] ?? [])].sort()]);
  });

  /** The codes with which a subscription is refused; none when it is opened. */
  async function codesOfStream(request: object, bearer: Record<string, string>): Promise<unknown[]> {
    const stop = new AbortController();
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer },
      body: JSON.stringify(request),
      signal: stop.signal,
    });
    let text = '';
    const first = response.body
      ?.getReader()
      .read()
      .then(({ value }) => (text = Buffer.from(value ?? []).toString()));
    // What is refused is told at once; what is opened has something to say when something happens.
    await vi.waitUntil(async () => {
      const query = `mutation { projectCreate(input: { key: "k${randomUUID().slice(0, 8)}", name: "n" }) { userErrors { code } } }`;
      await postRaw(app.url, { query }, { authorization: `Bearer ${members.get('OWNER')?.token}` });
      return text !== '';
    });
    stop.abort();
    await first?.catch(() => {});
    return [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
  }
});
