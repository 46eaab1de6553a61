import { randomBytes, randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SignedLinks } from '../../src/auth/signed-links.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

const ROWS = 2_500;
const FORMULA = '=HYPERLINK("http://x.test","click")';

let app: TestApp;
let owner: Member;
beforeAll(async () => {
  app = await startTestApp();
  owner = await app.newTenant();
  await app.owner.query(
    `INSERT INTO "AuditEntry" ("id", "tenantId", "at", "actorKind", "actorLabel", "action", "outcome", "userAgent")
     SELECT gen_random_uuid(), $1, now() - make_interval(secs => n), 'SYSTEM', $2, 'bulk', 'SUCCEEDED', 'agent ' || n
     FROM generate_series(1, ${ROWS}) n`,
    [owner.tenantId, FORMULA],
  );
});
afterAll(() => app[Symbol.asyncDispose]());

const ask = (member: Pick<Member, 'token'>, query: string, variables: Record<string, unknown> = {}) =>
  postRaw(app.url, { query, variables }, { authorization: `Bearer ${member.token}` });

async function exported(filter: object): Promise<{ id: string; path: string }> {
  const asked = await ask(
    owner,
    'mutation($input: AuditExportInput!) { auditExport(input: $input) { exportFile { id downloadPath } job { id } userErrors { message } } }',
    { input: { filter } },
  );
  expect(asked.data).toMatchObject({ auditExport: { exportFile: { downloadPath: null }, userErrors: [] } });
  const id = textAt(asked, 'auditExport.exportFile.id');
  const look = async () =>
    (await ask(owner, 'query($id: ID!) { node(id: $id) { ... on ExportFile { downloadPath rows bytes } } }', { id }))
      .data as {
      node: { downloadPath: string | null };
    };
  await vi.waitUntil(async () => (await look()).node.downloadPath !== null, { timeout: 40_000, interval: 200 });
  return { id, path: String((await look()).node.downloadPath) };
}

describe('an export of the audit', () => {
  it('holds every entry that was asked for, once, in several pieces, as a file to be kept', async () => {
    const { path } = await exported({ action: { eq: 'bulk' } });
    const response = await fetch(app.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\d-]+\.csv"$/);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const rows = parse(await response.text(), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(ROWS);
    expect(new Set(rows.map((row) => row.userAgent)).size).toBe(ROWS);
    expect(rows.map((row) => row.at)).toEqual(rows.map((row) => String(row.at)).sort());
    // A spreadsheet shows the text and runs no formula.
    expect(new Set(rows.map((row) => row.actorLabel))).toEqual(new Set([`'${FORMULA}`]));
    const pieces = await app.owner.query('SELECT FROM "ExportPiece" WHERE "tenantId" = $1', [owner.tenantId]);
    expect(pieces.rowCount).toBe(4);
  });

  it('holds nothing that was not asked for', async () => {
    const { path } = await exported({ action: { eq: 'nothing of that name' } });
    expect((await (await fetch(app.url + path)).text()).trim().split('\n')).toHaveLength(1);
  });

  it('is refused as the asker’s own fault when it looks for too much', async () => {
    const query = 'mutation($input: AuditExportInput!) { auditExport(input: $input) { userErrors { code path } } }';
    const { data } = await ask(owner, query, { input: { filter: { action: { eq: 'a'.repeat(300) } } } });
    expect(data).toEqual({ auditExport: { userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'filter'] }] } });
  });

  it('is made for those who may read the audit, and is nobody else’s', async () => {
    const { id } = await exported({ action: { eq: 'auditExport' } });
    const other = await app.newTenant();
    const node = 'query($id: ID!) { node(id: $id) { id } }';
    expect((await ask(other, node, { id })).data).toEqual({ node: null });
    const operator = await app.newColleague(owner, 'OPERATOR');
    const refused = await ask(operator, 'mutation { auditExport(input: {}) { job { id } } }');
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a link to a file', () => {
  it('opens nothing when any part of it is changed, or it has run out', async () => {
    const { id, path } = await exported({ action: { eq: 'auditExport' } });
    const [claims = '', signature = ''] = path.slice('/uploads/'.length).split('.');
    const other = await app.newTenant();
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const forged = (change: object) =>
      `${Buffer.from(JSON.stringify({ ...said, ...change })).toString('base64url')}.${signature}`;
    const links = new SignedLinks(app.config.ACCESS_TOKEN_SECRET);
    const strangers = new SignedLinks(randomBytes(48).toString('base64'));
    const file = { tenantId: owner.tenantId, fileId: rowId(id) };
    for (const link of [
      '',
      'x',
      `${claims}.`,
      `.${signature}`,
      `${claims}.${signature}x`,
      `${claims}.${signature}.${signature}`,
      `${claims.slice(0, -2)}.${signature}`,
      forged({ tenantId: other.tenantId }),
      forged({ fileId: randomUUID() }),
      forged({ until: said.until + 1 }),
      strangers.sign(file, 60),
      links.sign(file, -1), // run out
      links.sign({ ...file, tenantId: other.tenantId }, 60), // another tenant has no such file
      links.sign({ ...file, fileId: randomUUID() }, 60),
      encodeURIComponent('../../etc/passwd'),
    ]) {
      const response = await fetch(`${app.url}/uploads/${link}`);
      expect([link, response.status]).toEqual([link, 403]);
      expect(await response.text()).not.toMatch(/at .*\.ts|prisma|SELECT/);
    }
    expect((await fetch(app.url + path)).status).toBe(200);
    expect((await fetch(app.url + path, { method: 'POST' })).status).toBe(405);
  });

  it('never holds longer than 15 minutes', () => {
    const links = new SignedLinks(app.config.ACCESS_TOKEN_SECRET);
    const link = links.sign({ tenantId: owner.tenantId, fileId: randomUUID() }, 86_400);
    const { until } = JSON.parse(Buffer.from(link.split('.')[0] ?? '', 'base64url').toString());
    expect(until - Date.now() / 1000).toBeLessThanOrEqual(15 * 60);
  });
});
