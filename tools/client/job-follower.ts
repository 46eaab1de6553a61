import { CommandError } from '../command.js';
import { ToolJob, ToolJobEvents, ToolOpenJobs } from './documents.js';
import type { GatewayClient } from './gateway-client.js';

const AT_ONCE = 8;

/**
 * Follows a job to its end.
 * @returns what it has counted
 * @throws CommandError when it did not succeed
 */
export async function followJob(
  client: GatewayClient,
  jobId: string,
  onPercent: (percent: number) => void = () => {},
): Promise<Readonly<Record<string, number>>> {
  for await (const { jobEvents: item } of client.follow(ToolJobEvents, { jobId })) {
    if (item.__typename === 'JobProgressed') onPercent(item.percent);
    if (item.__typename !== 'JobFinished') continue;
    if (item.state !== 'SUCCEEDED') throw new CommandError(`A job ended ${item.state}: ${item.error?.message ?? ''}`);
    const { job } = await client.run(ToolJob, { id: jobId, after: null });
    return (job?.progress.counters ?? {}) as Record<string, number>;
  }
  throw new CommandError('The gateway stopped telling about a job before its end.');
}

/** Follows a job's parts, all of them, to their end. */
export async function followChildren(client: GatewayClient, jobId: string, onEnd: () => void): Promise<void> {
  let after: string | null = null;
  do {
    const page: Children | undefined = await childrenOf(client, jobId, after);
    if (!page) return;
    const waiting = page.nodes.map(({ id }) => id);
    const followers = Array.from({ length: AT_ONCE }, async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        await followJob(client, id);
        onEnd();
      }
    });
    await Promise.all(followers);
    const { hasNextPage, endCursor } = page.pageInfo;
    after = hasNextPage ? (endCursor ?? null) : null;
  } while (after !== null);
}

/** Follows the unfinished jobs of a kind that are about one object. Returns how many there were. */
export async function followJobsAbout(client: GatewayClient, kind: string, subjectId: string): Promise<number> {
  const { jobs } = await client.run(ToolOpenJobs, { kind });
  const about = jobs.nodes.filter(({ subject }) => subject?.id === subjectId);
  await Promise.all(about.map(({ id }) => followJob(client, id)));
  return about.length;
}

interface Children {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

async function childrenOf(client: GatewayClient, id: string, after: string | null): Promise<Children | undefined> {
  const { job } = await client.run(ToolJob, { id, after });
  return job?.children;
}
