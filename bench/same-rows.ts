import { isDeepStrictEqual } from 'node:util';
import { askOnce } from './load/closed-loop.js';
import type { RowName } from './operations.js';
import type { PeerName } from './peers/peer-process.js';

/**
 * Asks every side for the same and compares what they answer, apart from how each writes ids and times.
 * @throws Error naming the side that answers something else
 */
export async function expectSameRows(
  row: RowName,
  sides: readonly { readonly name: PeerName; readonly port: number; readonly request: Buffer }[],
): Promise<void> {
  const answers = await Promise.all(
    sides.map(async ({ name, port, request }) => ({ name, rows: canonical(row, await askOnce(port, request)) })),
  );
  const [first, ...others] = answers;
  for (const { name, rows } of others) {
    if (isDeepStrictEqual(rows, first!.rows)) continue;
    const [expected, actual] = [first!.rows, rows].map((value) => JSON.stringify(value).slice(0, 600));
    throw new Error(`${name} and ${first!.name} do not answer the same in row ${row}:\n${actual}\n${expected}`);
  }
}

/** What an answer says, in the form of REST. What a create makes up (ids, numbers) is left out. */
export function canonical(row: RowName, answer: unknown): unknown {
  const data = isRecord(answer) && isRecord(answer.data) ? Object.values(answer.data)[0] : answer;
  const plain = simplify(data);
  if (row === 'trivial') return null;
  if (row !== 'create' || !isRecord(plain)) return plain;
  const { case: opened, job } = plain;
  if (!isRecord(opened) || !isRecord(job)) return plain;
  return { subject: opened.subject, state: opened.state, jobState: job.state };
}

function simplify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplify);
  if (!isRecord(value)) return value;
  if (Array.isArray(value.nodes)) return value.nodes.map(simplify); // a connection
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (name === 'id') return [name, rowId(String(part))];
      if (name.endsWith('At') && typeof part === 'string') return [name, new Date(part).toISOString()];
      return [name, simplify(part)];
    }),
  );
}

function rowId(id: string): string {
  return id.includes('-') ? id : (Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? id);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
