import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDocumentsCommand } from '../../src/documents-command.js';
import { createLogger } from '../../src/observability/logger.js';
import { inProject } from '../../tools/project.js';
import { askHttp, JSON_HEADERS } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { askOver, TRANSPORTS, type TransportName } from '../support/transports.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const apq = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
const VIEWER = 'query PublishedViewer { viewer { role } }';
const REFORMATTED = '# the same\nquery PublishedViewer {\n  viewer {\n    role,\n  }\n}';
const OTHER = 'query Other { viewer { __typename } }';
const FOLLOW = 'subscription PublishedEvents { tenantEvents { kind } }';
const MODES = ['OFF', 'LOG', 'SAFELIST', 'ONLY'] as const;
type Mode = (typeof MODES)[number];

let folder: string;
/** In mode OFF, which signing up needs; the other modes are those of further gateways on the same database. */
let open: TestApp;
let member: Member;
const lines: string[] = [];
const log = createLogger('warn', 'test', { write: (line) => void lines.push(line) });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-documents-'));
  open = await startTestApp({ hasWorker: false, log });
  member = await open.newTenant();
  await publish('web', '1.0.0', await manifest(VIEWER, FOLLOW));
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function manifest(...texts: string[]): Promise<string> {
  const file = join(folder, `${sha256(texts.join())}.json`);
  await writeFile(file, JSON.stringify(Object.fromEntries(texts.map((text) => [`sha256:${sha256(text)}`, text]))));
  return file;
}

const command = (...args: string[]) => {
  const url = new URL(process.env.MIGRATION_DATABASE_URL ?? '');
  url.pathname = new URL(open.config.DATABASE_URL).pathname;
  return runDocumentsCommand(args, url.toString());
};
const publish = (client: string, version: string, file: string) =>
  command('publish', '--client', client, '--version', version, file);

describe.each(MODES)('in mode %s', (mode) => {
  let app: TestApp;
  beforeAll(async () => {
    lines.length = 0;
    const { DATABASE_URL, ACCESS_TOKEN_SECRET } = open.config;
    const environment = { TRUSTED_DOCUMENTS: mode, DATABASE_URL, ACCESS_TOKEN_SECRET };
    app = mode === 'OFF' ? open : await startTestApp({ hasWorker: false, log, environment });
  });
  afterAll(async () => {
    if (app !== open) await app[Symbol.asyncDispose]();
  });

  const ask = async (transport: TransportName, request: object, headers: Record<string, string> = {}) => {
    const answer = await askOver(
      transport,
      app.url,
      { query: '', ...request },
      { authorization: `Bearer ${member.token}`, ...headers },
    );
    return answer.errors ? answer.errors[0]?.extensions.code : answer.data;
  };
  const RUN = { viewer: { role: 'OWNER' } };
  const expected = (by: Record<Mode, unknown>) => by[mode];
  const REQUIRED = 'PERSISTED_DOCUMENT_REQUIRED';

  describe.each(TRANSPORTS)('over %s', (transport) => {
    it('runs a published document by its hash, in both protocols', async () => {
      expect(await ask(transport, { extensions: apq(VIEWER) })).toEqual(RUN);
      expect(await ask(transport, { documentId: `sha256:${sha256(VIEWER)}` })).toEqual(RUN);
      expect(await ask(transport, { query: VIEWER, extensions: apq(VIEWER) })).toEqual(RUN);
    });

    it('runs texts as the mode says', async () => {
      expect(await ask(transport, { query: REFORMATTED })).toEqual(
        expected({ OFF: RUN, LOG: RUN, SAFELIST: RUN, ONLY: REQUIRED }),
      );
      const typename = { viewer: { __typename: 'Viewer' } };
      expect(await ask(transport, { query: OTHER })).toEqual(
        expected({ OFF: typename, LOG: typename, SAFELIST: REQUIRED, ONLY: REQUIRED }),
      );
      const failed = 'GRAPHQL_PARSE_FAILED';
      const none = await ask(transport, { query: 'query { viewer(id: "' });
      expect(none).toBe(expected({ OFF: failed, LOG: failed, SAFELIST: failed, ONLY: REQUIRED }));
    });

    it('answers an unknown hash as the protocol says, and keeps texts where the mode takes them', async () => {
      const text = `query Automatic${transport} { viewer { role } }`;
      const before = await ask(transport, { extensions: apq(text) });
      const missing = 'PERSISTED_QUERY_NOT_FOUND';
      expect(before).toBe(
        expected({ OFF: missing, LOG: missing, SAFELIST: missing, ONLY: 'PERSISTED_QUERY_NOT_SUPPORTED' }),
      );
      expect(await ask(transport, { query: text, extensions: apq(text) })).toEqual(
        expected({ OFF: RUN, LOG: RUN, SAFELIST: REQUIRED, ONLY: REQUIRED }),
      );
      const after = await ask(transport, { extensions: apq(text) });
      expect(after).toEqual(expected({ OFF: RUN, LOG: RUN, SAFELIST: before, ONLY: before }));
      expect(await ask(transport, { documentId: sha256(`${text} `) })).toBe(before);
    });

    it('refuses hashes that are none, or another text’s', async () => {
      expect(await ask(transport, { query: OTHER, extensions: apq(VIEWER) })).toBe('BAD_USER_INPUT');
      for (const hash of ['', 'x', `${sha256(VIEWER)}00`, '../../etc/passwd']) {
        const named = { persistedQuery: { version: 1, sha256Hash: hash } };
        expect(await ask(transport, { query: VIEWER, extensions: named })).toBe('BAD_USER_INPUT');
      }
      for (const named of [{ version: 2, sha256Hash: sha256(VIEWER) }, { version: 1 }, 'x', 1]) {
        expect(await ask(transport, { query: VIEWER, extensions: { persistedQuery: named } })).toBe(
          'PERSISTED_QUERY_NOT_SUPPORTED',
        );
      }
    });

    it('gives a client that says who it is its own documents only', async () => {
      const as = (name: string, version?: string) =>
        ask(
          transport,
          { documentId: sha256(VIEWER) },
          { 'graphql-client-name': name, ...(version && { 'graphql-client-version': version }) },
        );
      expect([await as('web'), await as('web', '1.0.0')]).toEqual([RUN, RUN]);
      expect([await as('web', '2.0.0'), await as('ios')].map(String)).toEqual([
        expect.stringMatching(/^PERSISTED_QUERY/),
        expect.stringMatching(/^PERSISTED_QUERY/),
      ]);
    });

    it('takes everything from the explorer, since this is not production', async () => {
      expect(await ask(transport, { query: OTHER }, { 'graphql-client-name': 'graphiql' })).toEqual({
        viewer: { __typename: 'Viewer' },
      });
      const headers = { 'graphql-client-name': 'graphiql' };
      if (transport === 'WEBSOCKET')
        expect(await ask(transport, { query: OTHER, extensions: { headers } })).toEqual({
          viewer: { __typename: 'Viewer' },
        });
    });
  });

  it('works by GET, with the statuses of the protocol', async () => {
    const get = async (parameters: Record<string, string>, accept = 'application/json') => {
      const path = `/graphql?${new URLSearchParams(parameters)}`;
      const { status, text } = await askHttp(app.url, {
        method: 'GET',
        path,
        headers: { ...JSON_HEADERS, accept, authorization: `Bearer ${member.token}` },
      });
      return [status, JSON.parse(text).data ?? JSON.parse(text).errors[0].message];
    };
    expect(await get({ extensions: JSON.stringify(apq(VIEWER)) })).toEqual([200, RUN]);
    expect(await get({ documentId: `sha256:${sha256(VIEWER)}` })).toEqual([200, RUN]);
    const words = mode === 'ONLY' ? 'PersistedQueryNotSupported' : 'PersistedQueryNotFound';
    const unknown = { extensions: JSON.stringify(apq(`${VIEWER} # unknown`)) };
    expect(await get(unknown)).toEqual([200, words]);
    expect(await get(unknown, 'application/graphql-response+json')).toEqual([400, words]);
  });

  it('opens a published subscription by its hash', async () => {
    const stop = new AbortController();
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${member.token}`,
      },
      body: JSON.stringify({ extensions: apq(FOLLOW) }),
      signal: stop.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    stop.abort();
  });

  it('tells the log what nobody published, without variables', async () => {
    await ask(
      'HTTP',
      { query: 'query Unheard($id: ID!) { job(id: $id) { id } }', variables: { id: 'canary-variable' } },
      { 'graphql-client-name': 'ios' },
    );
    const told = lines.map((line) => JSON.parse(line)).filter(({ operation }) => operation === 'Unheard');
    const line = {
      msg: 'a document that nobody published',
      client: 'ios',
      documentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    };
    expect(told).toMatchObject(mode === 'LOG' ? [line] : []);
    expect(lines.join('')).not.toContain('canary');
  });
});

describe('what is kept of texts', () => {
  it('is bounded, belongs to one tenant, and holds no literal', async () => {
    const [ada, bob] = [await open.newTenant(), await open.newTenant()];
    const ask = async (who: Member | null, text: string, query = '') => {
      const headers: Record<string, string> = who ? { authorization: `Bearer ${who.token}` } : {};
      return (await askOver('HTTP', open.url, { query, extensions: apq(text) }, headers)).errors?.[0]?.message;
    };
    expect(await ask(ada, OTHER, OTHER)).toBeUndefined();
    expect([await ask(ada, OTHER), await ask(bob, OTHER), await ask(null, OTHER)]).toEqual([
      undefined,
      'PersistedQueryNotFound',
      'PersistedQueryNotFound',
    ]);
    const literal = 'query L { __type(name: "literal-canary") { name } }';
    expect([await ask(ada, literal, literal), await ask(ada, literal)]).toEqual([undefined, 'PersistedQueryNotFound']);
    const invalid = 'query { nope }';
    expect([await ask(ada, invalid, invalid), await ask(ada, invalid)]).toEqual([
      expect.stringContaining('nope'),
      'PersistedQueryNotFound',
    ]);
    for (let index = 0; index < 520; index += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, offset) => {
          const text = `query Q${index + offset} { __typename }`;
          return ask(ada, text, text);
        }),
      );
    }
    const { redis } = open.gateway.app;
    const key = `${open.config.REDIS_PREFIX}{${ada.tenantId}}:queries`;
    expect([await redis.hlen(key), await redis.zcard(`${key}:times`)]).toEqual([500, 500]);
    expect(await redis.ttl(key)).toBeGreaterThan(86_000);
    expect((await redis.hvals(key)).join()).not.toContain('canary');
  });
});

describe('publishing', () => {
  const rows = async () =>
    (await open.owner.query(`SELECT count(*)::int AS n FROM "TrustedDocument" WHERE "retiredAt" IS NULL`)).rows[0].n;

  it('takes the manifest of codegen, once', async () => {
    const file = inProject('test/gql/persisted-documents.json');
    const before = await rows();
    const count = Object.keys(JSON.parse(await readFile(file, 'utf8'))).length;
    const said = (added: number) =>
      `Published ${count} documents of web 1.2.3; ${added} of them were not trusted before.`;
    expect(await publish('web', '1.2.3', file)).toBe(said(count));
    expect(await publish('web', '1.2.3', file)).toBe(said(0));
    expect(await publish('web', '1.2.4', file)).toContain(`; ${count} of them`);
    expect(await command('retire', '--client', 'web', '--version', '1.2.4')).toBe(
      `Retired ${count} documents of web 1.2.4.`,
    );
    expect(await rows()).toBe(before + count);
    expect(await publish('web', '1.2.4', file)).toContain(`; ${count} of them`);
  });

  it('stores nothing of a manifest with a fault in it, and says which', async () => {
    const before = await rows();
    const write = async (content: string) => {
      const file = join(folder, 'faulty.json');
      await writeFile(file, content);
      return file;
    };
    const faulty: [string, RegExp][] = [
      ['{', /is not JSON\.$/],
      ['[]', /is no manifest/],
      ['{}', /holds no document\.$/],
      [JSON.stringify({ [sha256('x')]: VIEWER }), /is not the SHA-256 of its document\.$/],
      [
        JSON.stringify({ [sha256(VIEWER)]: VIEWER, [sha256('{ nope }')]: '{ nope }' }),
        /does not fit the schema: Cannot query field "nope"/,
      ],
      [JSON.stringify({ [sha256('{')]: '{' }), /is no GraphQL\.$/],
    ];
    for (const [content, sentence] of faulty)
      await expect(publish('web', '9', await write(content))).rejects.toThrow(sentence);
    await expect(publish('web', '9', join(folder, 'nowhere.json'))).rejects.toThrow(/cannot be read\.$/);
    for (const args of [
      [],
      ['fly'],
      ['publish'],
      ['retire', 'file.json'],
      ['publish', 'a', '--cleint', 'x'],
      ['retire', '--client', 'x y', '--version', '1'],
    ]) {
      await expect(command(...args)).rejects.toThrow(/Use: publish\|retire/);
    }
    expect(await rows()).toBe(before);
  });

  it('is not for the application', async () => {
    const { prisma } = open.gateway.app.database;
    await expect(prisma.trustedDocument.deleteMany({})).rejects.toThrow(/permission denied/);
    await expect(prisma.$executeRaw`UPDATE "TrustedDocument" SET "retiredAt" = NULL`).rejects.toThrow(
      /permission denied/,
    );
  });
});
