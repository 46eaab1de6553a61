import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessRuleOf, passes, rootFieldAccess } from '../../src/graphql/access-rules.js';
import { schema } from '../../src/graphql/schema.js';
import { renderAccessMatrix } from '../../tools/generate/access-matrix.js';
import { inProject } from '../../tools/project.js';
import { type Asker, everyAsker } from '../support/askers.js';
import { codesOf, postRaw } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, nodeTypes, rootFields, slotsOf } from '../support/schema-walk.js';
import { globalId, globalIds, startWalkApp, type WalkApp } from '../support/walk-app.js';

/*
 * Everybody asks everything. What is expected comes from two places that are written by hand: the rule of each field
 * (`t.withAuth({ can: '…' })`) and the table of permissions. Nothing has to be added here for a new field.
 */

const HOW_TO_ADD = `A new root field needs a rule that the table of permissions can tell:
  t.withAuth({ can: 'thing:verb' })   with a line for 'thing:verb' in src/auth/permissions.ts, or
  t.withAuth({ signedIn: true })      for everybody who is signed in, or
  authScopes: { public: true }        and a place on the public list of test/schema.test.ts.
Then run "npm run generate" and commit docs/access-matrix.md: its diff shows who may do what is new.
Rules of ownership belong behind it, into the service.`;

const KINDS = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' } as const;
const FIELDS = (['Query', 'Mutation', 'Subscription'] as const).flatMap((parent) =>
  rootFields(schema, parent).map((field) => ({ path: `${parent}.${field.name}`, parent, field })),
);

describe('the matrix of access', () => {
  it('has a rule for every root field', () => {
    const without = rootFieldAccess(schema).filter(({ rule }) => !rule);
    expect(
      without.map(({ parent, field }) => `${parent}.${field}`),
      HOW_TO_ADD,
    ).toEqual([]);
    expect(rootFieldAccess(schema)).toHaveLength(FIELDS.length);
  });

  it('is committed as docs/access-matrix.md', () => {
    expect(readFileSync(inProject('docs/access-matrix.md'), 'utf8'), HOW_TO_ADD).toBe(renderAccessMatrix(schema));
  });
});

describe('everybody', () => {
  let walk: WalkApp;
  let askers: Asker[];
  /** An id of the other tenant, for each type. */
  const foreign = new Map<string, string>();
  beforeAll(async () => {
    walk = await startWalkApp();
    askers = await everyAsker(walk.app, await walk.app.newTenant());
    for (const type of nodeTypes(schema)) foreign.set(type, (await globalIds(walk.app, type, walk.a))[0] as string);
  });
  afterAll(() => walk[Symbol.asyncDispose]());

  it.each(FIELDS)('is told of $path what the matrix says', async ({ path, parent, field }) => {
    const rule = accessRuleOf(field);
    if (!rule) throw new Error(HOW_TO_ADD);
    const takesIds = slotsOf(field, 'ID').length > 0;
    const wrong = askers.map(async (asker) => {
      const unknown = await ask(asker, (type) => globalId(type, randomUUID()));
      const isRefused = unknown.codes.includes(asker.rights ? 'FORBIDDEN' : 'UNAUTHENTICATED');
      const faults = [];
      if (isRefused === passes(rule, asker.rights)) faults.push(isRefused ? 'is refused' : 'is let in');
      if (unknown.codes.includes('INTERNAL')) faults.push('breaks it');
      if (takesIds) {
        const other = await ask(asker, (type) => foreign.get(type));
        if (other.verdict !== unknown.verdict) faults.push(`learns of a foreign id: ${other.verdict}`);
        if (other.text.includes(walk.a.canary)) faults.push('sees the other tenant');
      }
      return faults.map((fault) => `${asker.name} ${fault}`);
    });
    expect([path, ...(await Promise.all(wrong)).flat()]).toEqual([path]);

    /** Asks with valid arguments; ids are of a type that the field takes. */
    async function ask(asker: Asker, idOf: (type: string) => string | undefined) {
      const given = argumentsWith(field, [], undefined, (name, type, [wanted]) => {
        if (type === 'ID') return idOf(wanted ?? 'Project');
        return /[kK]ey$|[sS]lug$/.test(name) ? `k${randomUUID().slice(0, 8)}` : undefined;
      });
      const request = { query: documentFor(schema, KINDS[parent], field, given, -1), variables: given };
      const once = () =>
        parent === 'Subscription' ? openStream(request, asker.headers()) : post(request, asker.headers());
      const answer = await once();
      if (!asker.rights || !answer.codes.includes('UNAUTHENTICATED')) return answer;
      await asker.signInAgain(); // an earlier field has ended the sign-in: that is what it is for
      return once();
    }
  });

  async function post(request: { query: string; variables: Record<string, unknown> }, headers: Record<string, string>) {
    const answer = await postRaw(walk.app.url, request, headers);
    const errors = answer.errors?.map(({ message, path, extensions }) => [message, path, extensions.code]);
    const verdict = JSON.stringify([answer.status, answer.data, errors]);
    return { codes: codesOf(answer), verdict, text: answer.text };
  }

  /** The codes with which a subscription is refused; none when it is opened. */
  async function openStream(request: object, headers: Record<string, string>) {
    const stop = new AbortController();
    const response = await fetch(`${walk.app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(request),
      signal: stop.signal,
    });
    let text = '';
    const first = response.body
      ?.getReader()
      .read()
      .then(({ value }) => (text = Buffer.from(value ?? []).toString()));
    // What is refused is told at once; what is opened has something to say when something happens.
    const whenever = { timeout: 40_000, interval: 200 };
    await vi.waitUntil(async () => {
      const query = `mutation { projectCreate(input: { key: "k${randomUUID().slice(0, 8)}", name: "n" }) { userErrors { code } } }`;
      await post({ query, variables: {} }, askers[0]?.headers() ?? {});
      return text !== '';
    }, whenever);
    stop.abort();
    await first?.catch(() => {});
    const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
    return { codes, verdict: codes.join(), text };
  }
});
