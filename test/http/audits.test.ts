import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
});
afterAll(() => app[Symbol.asyncDispose]());

/** The suite asks its questions while it runs, so the address is looked up late. */
const audits = serverAudits({ url: () => `${app.url}/graphql` });

describe('GraphQL over HTTP', () => {
  it.each(audits.map(({ id, name, fn }) => ({ title: `${id} ${name}`, fn })))('$title', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' });
  });
});
