import pg from 'pg';
import { v7 as newId } from 'uuid';
import type { BenchTenant } from '../dataset.js';
import { globalId } from '../operations.js';
import type { DatabaseUrls } from '../services.js';

export const JOB_EVENTS = `subscription Progress($jobId: ID!) {
  jobEvents(jobId: $jobId) { __typename ... on StreamItem { cursor at } ... on JobProgressed { percent stage message counters } }
}`;

/** A job that runs for ever, so that it can be watched. */
export interface WatchedJob {
  readonly id: string;
  readonly tenant: BenchTenant;
}

export async function addWatchedJob(urls: DatabaseUrls, tenant: BenchTenant): Promise<WatchedJob> {
  const client = new pg.Client({ connectionString: urls.superuserUrl });
  await client.connect();
  try {
    const id = newId();
    await client.query(
      `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "attempt", "requestedByKind", "requestedByLabel", "startedAt")
       VALUES ($1, $2, 'bench.watched', 'ACTIVE', '{}', 1, 1, 'SYSTEM', 'bench', now())`,
      [id, tenant.id],
    );
    return { id, tenant };
  } finally {
    await client.end();
  }
}

/** What a client sends to follow the job: each message after the answer to the one before. */
export function followMessages({ id, tenant }: WatchedJob): string[] {
  return [
    JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tenant.token}` } }),
    JSON.stringify({
      id: newId(),
      type: 'subscribe',
      payload: { query: JOB_EVENTS, variables: { jobId: globalId('Job', id) } },
    }),
  ];
}
