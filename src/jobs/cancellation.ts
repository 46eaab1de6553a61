import type { Logger } from 'pino';
import { z } from 'zod';
import { transact } from '../db/transaction.js';
import { JOB_CANCEL_CHANNEL } from '../modules/operations/job-messages.js';
import { lockJob } from './attempt.sql.js';
import { giveUp } from './give-up.js';
import type { HandOver } from './hand-over.js';
import { abortJob, type HeldJobs } from './held-jobs.js';
import type { SignalChannel, TenantDirectory } from './ports.js';
import type { JobRegistry } from './registry.js';
import type { OutboxRelay } from './relay.js';

const CancelSignal = {
  name: JOB_CANCEL_CHANNEL,
  body: z.object({ tenantId: z.uuid().lowercase(), jobId: z.uuid().lowercase() }),
};

export interface CancellationParts {
  readonly tenants: TenantDirectory;
  readonly registry: JobRegistry;
  readonly held: HeldJobs;
  readonly relay: OutboxRelay;
  readonly handOver: HandOver;
  readonly silenceMs: number;
  readonly log: Logger;
}

/** Listens for cancels: stops the handler if it runs here, ends the job if nobody works on it. */
export function listenForCancels(signals: SignalChannel, parts: CancellationParts): { stop(): void } {
  return signals.listen(CancelSignal, ({ tenantId, jobId }) => {
    const held = parts.held.find(tenantId, jobId);
    if (held) abortJob(held, 'CANCELLED');
    else
      endWaiting(parts, tenantId, jobId).catch((error: unknown) =>
        parts.log.warn({ err: error, jobId }, 'a cancel failed'),
      );
  });
}

/**
 * Ends a job that is CANCELLING and that no worker holds. Several workers may try; the row decides.
 * @throws when the database cannot be reached; the job then ends when its turn in the queue comes
 */
async function endWaiting(parts: CancellationParts, tenantId: string, jobId: string): Promise<void> {
  const { tenants, registry, relay, handOver, silenceMs } = parts;
  const ended = await transact(tenants.for(tenantId), async (tx) => {
    const job = await lockJob(tx, jobId, silenceMs);
    if (job?.state !== 'CANCELLING' || job.isHeld) return undefined;
    const handler = registry.find(job.kind);
    const deliveries = handler && (await giveUp(tx, handler, job, { to: 'CANCELLED' }));
    return deliveries && { kind: job.kind, deliveries };
  });
  if (!ended) return;
  relay.deliver(tenantId, ended.deliveries);
  handOver.release(tenantId, ended.kind);
}
