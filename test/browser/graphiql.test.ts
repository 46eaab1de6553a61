import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProject } from '../../tools/project.js';
import { postRaw } from '../support/raw-graphql.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];
const EMAIL = 'demo@switchyard.example';
const PASSWORD = 'a password for the demo';
const EXAMPLES = readFileSync(inProject('src/http/graphiql/examples.graphql'), 'utf8').split(/\n(?=# \d)/);
/** Where the picture of the explorer at work is left, to be looked at. */
const SCREENSHOT = process.env.GRAPHIQL_SCREENSHOT;

function findChromium(): string {
  const found = [process.env.CHROMIUM_PATH, ...PATHS].find((path) => path && existsSync(path));
  if (!found) throw new Error('Chromium is needed: install it ("apt-get install chromium") or set CHROMIUM_PATH');
  return found;
}

describe('GraphiQL', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const strayed: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    await seedDemoTenant();
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage({ viewport: { width: 1_500, height: 1_000 } });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    // No network but the gateway.
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(localUrl()) || /^(data|blob):/.test(url)) return route.continue();
      strayed.push(url);
      return route.abort();
    });
  });
  afterAll(async () => {
    await browser?.close();
    await app[Symbol.asyncDispose]();
  });

  /** Browsers count localhost as secure, which the cookies ask for. */
  const localUrl = () => app.url.replace('127.0.0.1', 'localhost');

  /** The account that the examples sign in with. */
  async function seedDemoTenant(): Promise<void> {
    const query = 'mutation($input: SignUpInput!) { signUp(input: $input) { userErrors { message } } }';
    const input = { tenantName: 'Demo', tenantSlug: 'demo', email: EMAIL, password: PASSWORD, name: 'Demo' };
    expect((await postRaw(app.url, { query, variables: { input } })).data).toEqual({ signUp: { userErrors: [] } });
  }

  /** Puts a text in the place of what the editor shows, as a person would. */
  async function write(text: string): Promise<void> {
    await page.locator('.graphiql-editor .view-lines, .graphiql-editor .CodeMirror').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  }

  const tab = (name: string) => page.locator('.graphiql-tab-button', { hasText: name });
  /** The first click after typing may only close what the editor suggests. */
  const open = (name: string) =>
    expect
      .poll(async () => {
        await tab(name).click();
        return page.locator('.graphiql-tab-active').textContent();
      })
      .toContain(name);
  const run = () => page.getByRole('button', { name: /Execute query|Stop/ }).click();
  /** What the right half shows; the editor there draws spaces that do not break. */
  const answer = async () => ((await page.locator('.result-window').textContent()) ?? '').replaceAll('\u00a0', ' ');
  /** Asked again when the explorer was still at the tab before, as happens to who is quicker than a person. */
  const expectAnswer = (text: string, meanwhile?: () => Promise<void>) =>
    expect
      .poll(
        async () => {
          const shown = await answer();
          if (shown.includes('Cannot infer operation')) await run();
          else await meanwhile?.();
          return shown;
        },
        { timeout: 15_000 },
      )
      .toContain(text);

  it('opens without internet, with the examples in its tabs', async () => {
    await page.goto(`${localUrl()}/graphiql`);
    await page.getByRole('button', { name: 'Execute query' }).waitFor();
    for (const name of ['SignIn', 'Viewer', 'OpenCase', 'FollowJob', 'ListCases', 'TenantEvents']) {
      await tab(name).waitFor({ timeout: 10_000 });
    }
    expect(strayed).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('signs in with the first example, and keeps it in a cookie that no script reads', async () => {
    await open('SignIn');
    await write(EXAMPLES[0]!.replace('"PASSWORD"', `"${PASSWORD}"`));
    await run();
    await expectAnswer('"role": "OWNER"');
    const cookies = await page.context().cookies(localUrl());
    expect(cookies.map(({ name, httpOnly, secure }) => [name, httpOnly, secure]).sort()).toEqual([
      ['__Host-sw-access', true, true],
      ['__Host-sw-refresh', true, true],
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('runs a query as whoever signed in', async () => {
    await open('Viewer');
    await run();
    await expectAnswer('"name": "Support"');
  });

  it('follows a subscription over the socket while things happen', async () => {
    const frames: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
      expect(socket.url()).toBe(`${localUrl().replace('http', 'ws')}/graphql`);
    });
    await open('TenantEvents');
    await run();
    const create = async (key: string) => {
      const query = `mutation { projectCreate(input: { key: "${key}", name: "x" }) { userErrors { code } } }`;
      await page.evaluate(
        `fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify({ query }))} }).then((r) => r.text())`,
      );
    };
    let count = 0;
    await expectAnswer('PROJECT_CREATED', () => create(`p${count++}`));
    const before = frames.filter((frame) => frame.includes('PROJECT_CREATED')).length;
    await create('one-more');
    await expect.poll(() => frames.filter((frame) => frame.includes('PROJECT_CREATED')).length).toBeGreaterThan(before);
    if (SCREENSHOT) await page.screenshot({ path: SCREENSHOT });
    await run(); // stops it
  });

  it('complains about nothing and asks nobody else', () => {
    expect(complaints).toEqual([]);
    expect(strayed).toEqual([]);
  });
});
