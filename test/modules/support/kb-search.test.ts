import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './kb-documents.js';

let app: TestApp;
let desk: Desk;
let other: Desk;
const ids: Record<string, string> = {};
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app);
  other = new Desk(app, desk.member);
  ids.router = await desk.write({
    title: 'Router lights',
    body: `# Lights\n\n${'The lights say how the router is. '.repeat(40)}\n\n# Firmware\n\n## Rollback\n\nHold <b>reset</b> for ten seconds to roll the firmware back. \uE000Odd\uE001 signs stay out.`,
  });
  ids.modem = await desk.write({ title: 'Modem', body: 'A modem is no router.' });
  ids.lamp = await other.write({ title: 'Lamp', body: 'The lamp has a switch.' });
  const create = async (input: object) => {
    const whole = { projectId: desk.projectId, title: 'Firmware plans', body: 'Firmware of next year.', ...input };
    const { kbArticleCreate } = await app.run(desk.member, gql.KbArticleCreateWhole, { input: whole });
    return kbArticleCreate.kbArticle?.id ?? '';
  };
  ids.draft = await create({ tags: ['secret', 'plans'] });
  ids.archived = await create({ title: 'Firmware of old', publish: true });
  await app.run(desk.member, gql.KbArticleArchive, { input: { id: ids.archived } });
});
afterAll(() => app[Symbol.asyncDispose]());

const search = async (query: string, more: object = {}, member: Pick<Member, 'token'> = desk.member) =>
  (await app.run(member, gql.KbSearchWhole, { query, ...more })).kbSearch.edges;
const found = async (query: string, filter: object) => (await search(query, { filter })).map(({ node }) => node.id);

describe('a search', () => {
  it('shows where an article says what was looked for, as plain text in parts', async () => {
    const [best] = await search('firmware rollback');
    expect(best?.node.id).toBe(ids.router);
    expect(best?.highlight?.heading).toBe('Firmware › Rollback');
    const parts = best?.highlight?.parts ?? [];
    expect(parts.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['firmware']);
    expect(parts.map(({ text }) => text).join('')).toContain('roll the firmware back');
    expect(parts.map(({ text }) => text).join('')).not.toMatch(/[\uE000\uE001]/);
  });

  it('shows the beginning of what it found by meaning alone', async () => {
    const edges = await search('modemm');
    const modem = edges.find(({ node }) => node.id === ids.modem);
    expect(modem).toMatchObject({ lexicalScore: 0 });
    expect(modem?.semanticScore).toBeGreaterThan(0);
    expect(modem?.highlight?.parts).toEqual([{ text: 'A modem is no router.', isMatch: false }]);
  });

  it('finds a long article by one of its parts as it would find that part alone', async () => {
    const [best] = await search('Hold reset for ten seconds to roll the firmware back');
    expect(best).toMatchObject({ node: { id: ids.router } });
    expect(best?.semanticScore).toBeGreaterThan(0.5);
  });

  it('is narrowed to projects, states and tags', async () => {
    const { router, modem, lamp, draft, archived } = ids;
    expect((await found('lamp router modem', {})).sort()).toEqual([lamp, modem, router].sort());
    expect(await found('lamp router modem', { projectId: { eq: other.projectId } })).toEqual([lamp]);
    expect(await found('firmware', { state: { eq: 'DRAFT' } })).toEqual([draft]);
    expect(await found('firmware', { state: { in: ['ARCHIVED'] } })).toEqual([archived]);
    expect(await found('firmware', { state: { eq: 'DRAFT' }, tags: { in: ['plans', 'none'] } })).toEqual([draft]);
    expect(await found('firmware', { tags: { eq: 'plans' } })).toEqual([]);
    expect(await found('firmware', { projectId: { in: [] } })).toEqual([]);
    const both = { projectId: desk.projectId, filter: { projectId: { eq: other.projectId } } };
    expect(await search('lamp router modem', both)).toEqual([]);
  });

  it('weighs words and meaning as the project says, and refuses other shares', async () => {
    const weigh = (lexicalShare: number) =>
      app.run(desk.member, gql.KbWeigh, { input: { id: desk.projectId, lexicalShare } });
    for (const share of [1, 0, 0.25]) {
      expect((await weigh(share)).projectUpdate).toMatchObject({ project: { lexicalShare: share }, userErrors: [] });
      for (const { node, score, lexicalScore, semanticScore } of await search('lamp router lights')) {
        const own = node.id === ids.lamp ? 0.5 : share;
        expect(score).toBeCloseTo(own * lexicalScore + (1 - own) * semanticScore, 6);
      }
    }
    expect((await weigh(1.1)).projectUpdate.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'lexicalShare'] },
    ]);
    await weigh(0.5);
  });

  it('finds nothing of another tenant, nor by its projects', async () => {
    const stranger = await app.newTenant();
    expect(await search('firmware router lamp', {}, stranger)).toEqual([]);
    expect(await search('firmware', { filter: { projectId: { eq: desk.projectId } } }, stranger)).toEqual([]);
    const hits = `SELECT * FROM kb_word_hits(ARRAY['firmwar', 'router'])`;
    const { rows } = await app.owner.query(hits);
    expect(rows).toEqual([]);
  });

  it.each(['', '   ', 'x'.repeat(2_001), 'a\u0000'])('is refused for %j', async (query) => {
    const { errors } = await app.request(desk.member, gql.KbSearchWhole, { query });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it.each(["'; DROP TABLE", '& | ! <-> :*', 'the of and', '🚉', "o'neil \\ %_"])('takes %j as words', async (query) => {
    await expect(search(query)).resolves.toBeInstanceOf(Array);
  });

  it('takes the exact path where there is no pgvector, or no index for vectors of that length', async () => {
    const { rows: extensions } = await app.owner.query(`SELECT FROM pg_extension WHERE extname = 'vector'`);
    const { rows } = await app.owner.query<{ path: string; none: string }>(
      'SELECT kb_search_path(384) AS path, kb_search_path(7) AS none',
    );
    expect(rows).toEqual([{ path: extensions.length > 0 ? 'INDEX' : 'EXACT', none: 'EXACT' }]);
  });
});
