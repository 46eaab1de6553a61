import { within } from '../../src/within.js';
import { CommandError } from '../command.js';
import { SmokeEvents, SmokePing, SmokeViewer, ToolJob } from './documents.js';
import type { GatewayClient } from './gateway-client.js';

export interface SmokeTarget {
  /** The gateway's address, ending in a slash. */
  readonly url: string;
  /** Called with each step that went well, in words and milliseconds. */
  readonly say: (step: string, ms: number) => void;
  readonly signIn: () => Promise<GatewayClient>;
  /** How long each step is waited for, in seconds. */
  readonly patienceSeconds: number;
}

/**
 * Uses a running deployment as a client does, from its health to a job that is run and followed to its end. Nothing
 * that stays is made but one finished job.
 * @throws CommandError that names the step which failed, and how
 */
export async function smokeTest({ url, say, signIn, patienceSeconds }: SmokeTarget): Promise<void> {
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      const answer = await within(patienceSeconds * 1_000, work(), `nothing came for ${patienceSeconds} seconds`);
      say(name, performance.now() - startedAt);
      return answer;
    } catch (error) {
      throw new CommandError(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  await step('healthz', () => expectStatus(new URL('healthz', url)));
  await step('readyz', () => expectStatus(new URL('readyz', url)));
  const client = await step('sign-in', signIn);
  try {
    await step('query', async () => {
      const { viewer } = await client.run(SmokeViewer, {});
      if (!viewer.tenant.id) throw new Error('the viewer has no tenant');
    });
    const jobId = await step('mutation', async () => {
      const { jobPing } = await client.run(SmokePing, {});
      const refused = jobPing.userErrors[0];
      if (refused || !jobPing.job) throw new Error(refused?.message ?? 'no job came back');
      return jobPing.job.id;
    });
    const cursors = await step('job, followed over WebSocket', () => followOverSocket(client, jobId, null));
    await step('job, read back', async () => {
      const { job } = await client.run(ToolJob, { id: jobId, after: null });
      if (!job) throw new Error('the job is gone');
    });
    const [middle = ''] = cursors.slice(Math.floor(cursors.length / 2) - 1);
    const rest = cursors.slice(cursors.indexOf(middle) + 1);
    await step('WebSocket, resumed in the middle', async () =>
      expectSame(await followOverSocket(client, jobId, middle), rest),
    );
    await step('SSE, resumed in the middle', async () =>
      expectSame(await followOverSse(url, client.token, jobId, middle), rest),
    );
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

async function expectStatus(url: URL): Promise<void> {
  const response = await fetch(url).catch(() => {
    throw new Error(`${url.host} cannot be reached`);
  });
  if (response.ok) return;
  const { parts = {} } = (await response.json().catch(() => ({}))) as { parts?: Record<string, string> };
  const down = Object.keys(parts).filter((name) => parts[name] !== 'up');
  throw new Error(`it answers ${response.status}${down.length > 0 ? `, ${down.join(' and ')} down` : ''}`);
}

/** The cursors of all items of a job's stream behind `after`; the first of them is a snapshot when there is none. */
async function followOverSocket(client: GatewayClient, jobId: string, after: string | null): Promise<string[]> {
  const cursors: string[] = [];
  for await (const { jobEvents: item } of client.follow(SmokeEvents, { jobId, after })) {
    if ('cursor' in item) cursors.push(item.cursor);
    if (item.__typename === 'StreamGap') throw new Error('the stream has a gap');
    if (item.__typename === 'JobFinished') {
      if (item.state !== 'SUCCEEDED') throw new Error(`the job ended ${item.state}`);
      return cursors;
    }
  }
  throw new Error('the stream ended before the job did');
}

async function followOverSse(url: string, token: string, jobId: string, lastEventId: string): Promise<string[]> {
  const response = await fetch(new URL('graphql', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      'last-event-id': lastEventId,
    },
    body: JSON.stringify({ query: SmokeEvents.toString(), variables: { jobId, after: null } }),
  });
  if (!response.headers.get('content-type')?.includes('text/event-stream')) {
    throw new Error(`no event stream came back, but ${response.status}`);
  }
  const text = await response.text(); // the server ends it after the job's last item
  const cursors = [...text.matchAll(/^id: ?(.+)$/gm)].map(([, id]) => String(id).trim());
  if (!text.includes('JobFinished')) throw new Error('the stream ended before the job did');
  return cursors;
}

function expectSame(found: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${expected.length} items were missing from there, ${found.length} came, not the same ones`);
}
