import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProject } from '../../tools/project.js';
import { Cases, KbArticles, KbSearch } from '../modules/support/documents.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
  member = await app.newTenant();
  folder = await mkdtemp(join(tmpdir(), 'switchyard-import-'));
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Runs a command as `npm run` would and returns what the user sees. */
async function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const signIn = environment.SWITCHYARD_TOKEN ? [] : ['--email', member.email, '--password', member.password];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', inProject(`tools/${command}.ts`), ...args, ...(args.includes('--email') ? [] : signIn)],
    { env: { ...process.env, ...environment } },
  );
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, out, errors };
}

const HEADER = 'repo,created_at,label,title,body\n';

async function caseFile(name: string, lines: readonly string[], header = HEADER): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, header + lines.join('\n'));
  return file;
}

describe('npm run import:cases', () => {
  it('imports a file once, creates the project, and shows how far it is', async () => {
    const lines = Array.from(
      { length: 450 },
      (_, index) =>
        `acme/app,2026-01-${String((index % 28) + 1).padStart(2, '0')} 10:00:00,${index % 2 ? 'bug' : 'Feature'},"Case, ${index}","It has a ""body""\nof two lines"`,
    );
    const args = [await caseFile('cases.csv', lines), '--project', 'ACME', '--url', app.url];
    const first = await run('import-cases', args);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('450 cases imported into ACME, 0 were there already.');
    expect(first.out).toContain('Triage of the project has learned from them.');
    expect(first.errors).toContain('Created the project ACME.');
    expect(first.errors).toContain('100 %  450 of 450 cases');
    const second = await run('import-cases', args, { SWITCHYARD_TOKEN: member.token });
    expect(second).toMatchObject({ code: 0, out: '0 cases imported into ACME, 450 were there already.\n' });
    const { cases } = await app.run(member, Cases, { first: 1 });
    expect(cases).toMatchObject({ totalCount: 450, nodes: [{ state: 'CLOSED', triage: { decidedBy: 'PERSON' } }] });
  });

  it.each([
    ['a missing file', ['/nowhere.csv'], 'There is no file /nowhere.csv.', 1],
    ['no project', ['x.csv'], 'Name the project: --project KEY.', 2],
    ['an unknown option', ['x.csv', '--colour', 'red'], 'colour', 2],
  ])('says what is wrong with %s', async (_what, args, message, code) => {
    const project = code === 1 ? ['--project', 'ACME'] : [];
    const result = await run('import-cases', [...args, ...project, '--url', app.url]);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.errors).toContain(message);
  });

  it('says what is wrong with a file before it sends anything', async () => {
    const wrong = await caseFile('columns.csv', ['a,b'], 'repo,title\n');
    const bad = await caseFile('label.csv', ['a,2026-01-01,bug,A,B', 'a,2026-01-01,chore,A,B']);
    const target = ['--project', 'NEVER', '--url', 'http://127.0.0.1:1'];
    expect((await run('import-cases', [wrong, ...target])).errors).toBe(
      'switchyard: The file needs the columns repo, created_at, label, title, body; it lacks created_at, label, body.\n',
    );
    expect((await run('import-cases', [bad, ...target])).errors).toBe(
      'switchyard: Line 3: the label “chore” is none of bug, feature, question.\n',
    );
  });

  it('says when the gateway is not there or does not let it in', async () => {
    const file = await caseFile('one.csv', ['a,2026-01-01,bug,A,B']);
    const away = await run('import-cases', [file, '--project', 'ACME', '--url', 'http://127.0.0.1:1']);
    expect(away).toMatchObject({ code: 1, out: '' });
    expect(away.errors).toMatch(/^switchyard: The gateway at http:\/\/127\.0\.0\.1:1\/ cannot be reached: .+\n$/);
    const wrong = ['--email', member.email, '--password', 'wrong'];
    const refused = await run('import-cases', [file, '--project', 'ACME', '--url', app.url, ...wrong]);
    expect(refused).toMatchObject({
      code: 1,
      errors: 'switchyard: Sign-in failed: E-mail address or password is wrong.\n',
    });
  });
});

describe('npm run import:kb', () => {
  it('publishes a folder of Markdown, found by meaning afterwards, and updates what has changed', async () => {
    const source = join(folder, 'kb');
    await mkdir(join(source, 'deep'), { recursive: true });
    await writeFile(join(source, 'reset.md'), '# Reset your password\n\nChoose *Forgot password*.');
    await writeFile(join(source, 'deep', 'billing_guide.md'), '---\ntitle: "Invoices"\n---\nDownload them monthly.');
    await writeFile(join(source, 'deep', 'no-title.md'), 'Just text about printers.');
    await writeFile(join(source, 'empty.md'), '\n');
    await writeFile(join(source, 'note.txt'), 'Not Markdown');
    const args = [source, '--project', 'ACME', '--url', app.url];
    const first = await run('import-kb', args);
    expect(first).toMatchObject({
      code: 0,
      out: '3 articles created in ACME, 0 updated, 0 unchanged.\n1 files are empty and were left out.\n',
    });
    const { kbArticles } = await app.run(member, KbArticles, {});
    expect(kbArticles.nodes.map(({ title, embeddingState }) => `${title} ${embeddingState}`).sort()).toEqual([
      'Invoices FRESH',
      'Reset your password FRESH',
      'no title FRESH',
    ]);
    await writeFile(join(source, 'reset.md'), '# Reset your password\n\nCall us.');
    const second = await run('import-kb', args);
    expect(second.out).toContain('0 articles created in ACME, 1 updated, 2 unchanged.');
    const { kbSearch } = await app.run(member, KbSearch, { query: 'pasword reest' });
    expect(kbSearch.edges[0]?.node.title).toBe('Reset your password');
  });
});
