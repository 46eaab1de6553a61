import { afterAll, describe, expect, it } from 'vitest';
import { passagesOf } from '../../../src/adapters/models/offline/markdown-passages.js';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import type { ReplyRequest } from '../../../src/ports.js';

const models = createOfflineModels();
afterAll(() => models[Symbol.asyncDispose]());

const RESET = `# Resetting your password

You can set a new password at any time.

## When the mail does not arrive

Look into the spam folder first. Some mail servers hold messages back for ten minutes.

## Steps

To reset the password:

1. Open the sign-in page and choose **Forgot password**.
2. Follow the link in the mail.

   The link is valid for 30 minutes.
3. Enter the new password twice.

<!-- internal: ask Tom about the token store -->

## From the command line

Administrators can do it for someone else:

\`\`\`sh
desk user reset --email user@example.org
\`\`\`
`;
const INVOICES = '# Invoices\n\nInvoices are sent on the first day of the month. Change the address under *Billing*.';

const request: ReplyRequest = {
  subject: 'How do I reset my password?',
  body: 'I forgot my password and need a new one. Which steps are needed?',
  customerName: 'Maria',
  articles: [
    { id: 'invoices', title: 'Invoices', body: INVOICES, score: 0.2 },
    { id: 'reset', title: 'Resetting your password', body: RESET, score: 0.8 },
  ],
};

async function draft(from: ReplyRequest) {
  const deltas: string[] = [];
  for await (const chunk of models.draftReply(from)) {
    if (chunk.kind === 'final') return { deltas, ...chunk };
    deltas.push(chunk.text);
  }
  throw new Error('The draft ended without a final chunk');
}

describe('a drafted reply', () => {
  it('greets, keeps the steps together and lists its one source', async () => {
    const { body, citations } = await draft(request);
    expect(body).toMatch(/^Hello Maria,\n/);
    expect(body).toContain('1. Open the sign-in page and choose **Forgot password**.\n2. Follow the link in the mail.');
    expect(body).toContain('3. Enter the new password twice.');
    expect(body).toContain('- [1] Resetting your password');
    expect(citations).toEqual(['reset']);
    expect(body).not.toMatch(/Invoices|Tom/);
  });

  it('quotes nothing but passages of the cited articles', async () => {
    const { body } = await draft(request);
    const quoted = body.split(/\*\*[^*\n]+\*\* \[\d+\]\n\n/).slice(1);
    expect(quoted.length).toBeGreaterThan(0);
    const passages = passagesOf(RESET).map(({ text }) => text);
    for (const part of quoted) expect(passages.some((text) => part.startsWith(text))).toBe(true);
  });

  it('streams in small deltas that join to the final text', async () => {
    const { body, deltas } = await draft(request);
    expect(deltas.length).toBeGreaterThan(5);
    expect(deltas.join('')).toBe(body);
  });

  it('numbers two sources when both are needed', async () => {
    const both = {
      ...request,
      subject: 'Password and invoices',
      body: 'How do I reset the password, and when are invoices sent to the billing address?',
    };
    const { body, citations } = await draft(both);
    expect(new Set(citations)).toEqual(new Set(['reset', 'invoices']));
    expect(body).toContain('[1]');
    expect(body).toContain('[2]');
  });

  it.each([
    [
      'nothing fits',
      { ...request, subject: 'Forklift battery', body: 'The forklift in hall two loses charge overnight.' },
    ],
    ['there are no articles', { ...request, articles: [] }],
    ['the case is empty', { ...request, subject: '', body: '' }],
  ])('says so and cites nothing when %s', async (_, from) => {
    const { body, citations } = await draft(from);
    expect(citations).toEqual([]);
    expect(body).toContain('found no article');
    expect(body).not.toMatch(/\[\d\]/);
  });

  it('does not let a name or subject change its form', async () => {
    const { body } = await draft({
      ...request,
      customerName: '# **Eve**\n\n[1] <script>',
      subject: 'Reset `password`\n## x',
    });
    expect(body.split('\n')[0]).toBe('Hello Eve 1 script,');
    expect(body).toContain('about “Reset password x”');
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of models.draftReply(request, { signal: stop.signal })) {
        seen.push(chunk.kind);
        if (seen.length === 3) stop.abort(new Error('the case was closed'));
      }
    })();
    await expect(reading).rejects.toThrow('the case was closed');
    expect(seen).toEqual(['delta', 'delta', 'delta']);
  });

  it('copes with huge and broken Markdown', async () => {
    const articles = [
      {
        id: 'fence',
        title: 'Open fence',
        body: `password reset\n\n\`\`\`\n${'password reset line\n'.repeat(9_000)}`,
        score: 1,
      },
      { id: 'list', title: 'Long list', body: '- reset the password\n'.repeat(9_000), score: 1 },
      { id: 'line', title: 'One line', body: 'password reset '.repeat(12_000), score: Number.NaN },
      { id: 'comment', title: 'Comment', body: '<!-- '.repeat(20_000), score: 1 },
    ];
    const started = performance.now();
    const { body } = await draft({ ...request, articles });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(body.length).toBeLessThan(12_000);
    expect(body.split('\n').filter((line) => line.startsWith('```')).length % 2).toBe(0);
  });
});

describe('passages', () => {
  it('keep a list whole, with its inner paragraphs, under its heading and introduction', () => {
    const steps = passagesOf(RESET).find(({ heading }) => heading === 'Steps');
    expect(steps?.text).toMatch(/^To reset the password:\n\n1\. [\s\S]*valid for 30 minutes\.\n3\. Enter/);
    expect(steps?.actionable).toBe(true);
  });

  it('keep code with the sentence before it', () => {
    const code = passagesOf(RESET).find(({ heading }) => heading === 'From the command line');
    expect(code?.text).toContain('Administrators can do it for someone else:\n\n```sh\ndesk user reset');
  });

  it('leave out front matter and comments', () => {
    const all = passagesOf(`---\ntitle: secret\n---\nShown.\n\n<!-- hidden -->\n`).map(({ text }) => text);
    expect(all).toEqual(['Shown.']);
  });
});
