import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
let desk: Desk;
let ids: Record<keyof typeof ARTICLES, string>;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app, { replyMode: 'OFF' });
  const { password, invoice, printer } = ARTICLES;
  ids = {
    password: await desk.write(password),
    invoice: await desk.write(invoice),
    printer: await desk.write(printer),
  };
});
afterAll(() => app[Symbol.asyncDispose]());

describe('the knowledge base', () => {
  it.each([
    ['How do I reset my pasword? I forgt it and cannot sign in.', 'password'],
    ['Printer ofline since monday', 'printer'],
    ['where can I downlod my invoices as pdf', 'invoice'],
  ] as const)('finds the right article for “%s”', async (query, article) => {
    const { kbSearch } = await app.run(desk.member, gql.KbSearch, { query, first: 2 });
    const [best, second] = kbSearch.edges;
    expect(best?.node.id).toBe(ids[article]);
    expect(best?.score).toBeGreaterThan(2 * (second?.score ?? 0));
    for (const { score, lexicalScore, semanticScore } of kbSearch.edges) {
      expect(Math.min(score, lexicalScore, semanticScore)).toBeGreaterThanOrEqual(0);
      expect(Math.max(score, lexicalScore, semanticScore)).toBeLessThanOrEqual(1);
    }
  });

  it('gives the articles of a search page by page, best first', async () => {
    const query = 'password invoice printer';
    const all = await app.run(desk.member, gql.KbSearch, { query });
    const first = await app.run(desk.member, gql.KbSearch, { query, first: 2 });
    expect(first.kbSearch.pageInfo.hasNextPage).toBe(true);
    const after = first.kbSearch.pageInfo.endCursor;
    const rest = await app.run(desk.member, gql.KbSearch, { query, first: 2, after });
    expect([...first.kbSearch.edges, ...rest.kbSearch.edges]).toEqual(all.kbSearch.edges);
    const scores = all.kbSearch.edges.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it('says so when nothing fits: the case is unmatched', async () => {
    const opened = await desk.openCase('Do you sell gift cards?', 'I want to buy one for my aunt.');
    await desk.jobEnds(opened.job.id);
    const found = await desk.case(opened.case.id);
    expect(found.state).toBe('UNMATCHED');
    for (const { score } of found.matches.edges) expect(score).toBeLessThan(0.25);
  });

  it('does not find drafts, nor articles of another project when one is named', async () => {
    const { member, projectId } = desk;
    const input = { projectId, title: 'Password secrets', body: 'A draft on passwords.' };
    const { kbArticleCreate } = await app.run(member, gql.KbArticleCreate, { input });
    expect(kbArticleCreate).toMatchObject({ kbArticle: { state: 'DRAFT', embeddingState: 'STALE' }, job: null });
    const query = 'password secrets';
    const { kbSearch } = await app.run(member, gql.KbSearch, { query });
    expect(kbSearch.edges.map(({ node }) => node.title)).not.toContain('Password secrets');
    const elsewhere = await app.run(member, gql.KbSearch, { query, projectId: member.projectId });
    expect(elsewhere.kbSearch.edges).toEqual([]);
    const drafts = await app.run(member, gql.KbArticles, { filter: { state: { eq: 'DRAFT' } } });
    expect(drafts.kbArticles.nodes.map(({ title }) => title)).toEqual(['Password secrets']);
  });
});
