import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { codesOf, postRaw, textAt } from '../support/raw-graphql.js';
import { rowId, startTestApp } from '../support/test-app.js';

it('the audit tells what became of a mutation that was given up', { timeout: 60_000 }, async () => {
  await using app = await startTestApp({ hasWorker: false, environment: { MAX_EXECUTION_MS: '3000' } });
  // The first operations of a process are slow, and a busy machine may not finish them in time.
  const patient = <T>(work: () => Promise<T>) => vi.waitFor(work, { timeout: 20_000 });
  const owner = await patient(() => app.newTenant());
  const run = (query: string) => postRaw(app.url, { query }, { authorization: `Bearer ${owner.token}` });
  const second = await patient(async () => {
    const made = await run(
      `mutation { projectCreate(input: { key: "k${randomUUID().slice(0, 8)}", name: "B" }) { project { id } } }`,
    );
    return textAt(made, 'projectCreate.project.id');
  });
  const first = owner.projectId;
  const rename = (id: string) =>
    run(`mutation { projectUpdate(input: { id: "${id}", name: "Late" }) { userErrors { code } } }`);
  const client = await app.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE "Project" SET "version" = "version" WHERE "id" = $1', [rowId(first)]);
    await client.query('UPDATE "Project" SET "version" = "version" + 1 WHERE "id" = $1', [rowId(second)]);
    for (const answer of await Promise.all([first, second].map(rename))) {
      expect([codesOf(answer), answer.data]).toEqual([['EXECUTION_TIMEOUT'], null]);
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  const told = async () =>
    (
      await app.owner.query(
        `SELECT "subjectId", "outcome", "codes" FROM "AuditEntry" WHERE "action" = 'projectUpdate' ORDER BY "outcome"`,
      )
    ).rows;
  await expect.poll(async () => (await told()).length, { timeout: 10_000 }).toBe(3);
  expect(await told()).toEqual(
    expect.arrayContaining([
      { subjectId: rowId(first), outcome: 'SUCCEEDED', codes: [] }, // changed, though the caller could not be told
      { subjectId: rowId(first), outcome: 'FAILED', codes: ['EXECUTION_TIMEOUT'] },
      { subjectId: rowId(second), outcome: 'REFUSED', codes: ['CONFLICT'] },
    ]),
  );
});
