import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TenantDb } from '../../src/db/tenant.js';
import { transact } from '../../src/db/transaction.js';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { enqueueJobs, startJob } from '../../src/modules/operations/job.service.js';
import { Rig, SOMEBODY } from './rig.js';

const Small = defineJob({
  kind: 'test.small',
  description: 'Notes in which order jobs were worked on.',
  payload: z.object({ who: z.string() }),
  result: z.null(),
  stages: ['working'],
  retry: { attempts: 3, backoffMs: 20 },
  timeoutMs: 20_000,
  concurrency: 5,
  tenantWindow: 20,
});

const order: string[] = [];
const small = handleJob({
  definition: Small,
  async run({ who }) {
    order.push(who);
    return null;
  },
});

const FLOOD = 10_000;
const asked = { requestedBy: SOMEBODY };
let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([small]);
});
afterAll(() => rig[Symbol.asyncDispose]());

async function flood(db: TenantDb, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1_000) {
    const items = Array.from({ length: Math.min(1_000, count - done) }, () => ({ payload: { who: 'loud' } }));
    await transact(db, (tx) => enqueueJobs(tx, Small, items, asked));
  }
}

describe('fairness', () => {
  it(`lets one tenant's job pass ${FLOOD} of another's but for the window`, async () => {
    const [loud, quiet] = [await rig.newTenant(), await rig.newTenant()];
    await flood(loud, FLOOD);
    expect(await loud.job.count({ where: { handedOverAt: { not: null } } })).toBeLessThanOrEqual(2 * 20);
    rig.startWorker();
    const waited: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const before = order.length;
      const job = await startJob(quiet, Small, { who: `quiet ${turn}` }, asked);
      await rig.reach(quiet, job.id, 'SUCCEEDED');
      waited.push(order.indexOf(`quiet ${turn}`) - before);
    }
    // What is in front of it is the other tenant's window, and what was worked on while it was being committed.
    expect(Math.max(...waited)).toBeLessThan(100);
    const doneByThen = order.length;
    expect(doneByThen).toBeLessThan(FLOOD / 4);
  });

  it('serves two floods in turns', async () => {
    const tenants = [await rig.newTenant(), await rig.newTenant()];
    const [first, second] = tenants as [TenantDb, TenantDb];
    await flood(first, 300);
    const items = Array.from({ length: 50 }, (_, index) => ({ payload: { who: `second ${index}` } }));
    const before = order.length;
    const jobs = await transact(second, (tx) => enqueueJobs(tx, Small, items, asked));
    await rig.reach(second, jobs.at(-1)!.id, 'SUCCEEDED');
    const places = jobs.map((_, index) => order.indexOf(`second ${index}`) - before);
    // Three tenants take turns; the first test's flood still runs beside these two.
    expect(Math.max(...places)).toBeLessThan(3 * 50 + 3 * 2 * 20);
  });
});
