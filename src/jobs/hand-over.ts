import type { Logger } from 'pino';
import { forgetDelivered, pickJobs, takeBackTurns } from './outbox.sql.js';
import type { TenantDirectory } from './ports.js';
import type { QueueEntry } from './queue-entry.js';
import type { JobQueues } from './queues.js';

export interface HandOverParts {
  readonly tenants: TenantDirectory;
  readonly queues: JobQueues;
  /** How many jobs of a kind one tenant may have in the queue at once. */
  readonly windowOf: (kind: string) => number;
  readonly log: Logger;
}

/** A window is filled again when so much of it is free: a few jobs with one statement. */
const REFILL_SHARE = 0.25;

/**
 * Moves waiting jobs from Postgres into the queues, a window for each tenant and kind. The window is what makes it
 * fair: a queue is served in order, and no tenant has more than its window in it.
 */
export class HandOver {
  readonly #parts: HandOverParts;
  /** What is being filled, and whether it has to be looked at once more. */
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();
  /** Full windows behind which jobs may wait, with how much of each has been used up since. */
  readonly #full = new Map<string, number>();

  constructor(parts: HandOverParts) {
    this.#parts = parts;
  }

  /** Fills a tenant's window. Calls that come while one runs share the next. Never rejects: the sweep comes back to it. */
  fill(tenantId: string, kind: string): Promise<void> {
    const key = keyOf(tenantId, kind);
    const running = this.#running.get(key);
    if (running) {
      running.again = true;
      return running.done;
    }
    const state = { again: true, done: Promise.resolve() };
    state.done = (async () => {
      while (state.again) {
        state.again = false;
        await this.#fillOnce(tenantId, kind).catch((error: unknown) =>
          this.#parts.log.warn({ err: error, tenantId, kind }, 'jobs could not be handed over'),
        );
      }
      this.#running.delete(key);
    })();
    this.#running.set(key, state);
    return state.done;
  }

  /**
   * A job has left the queue. Its place is filled together with the next few, and only where jobs are known to wait:
   * what is not known here, the sweep finds.
   */
  release(tenantId: string, kind: string): void {
    const key = keyOf(tenantId, kind);
    const used = this.#full.get(key);
    if (used === undefined) return;
    this.#full.set(key, used + 1);
    if (used + 1 >= this.#parts.windowOf(kind) * REFILL_SHARE) void this.fill(tenantId, kind);
  }

  async #fillOnce(tenantId: string, kind: string): Promise<void> {
    const { tenants, queues, windowOf } = this.#parts;
    if (!queues.isReady) return;
    const db = tenants.for(tenantId);
    const picked = await pickJobs(db, kind, windowOf(kind));
    this.#full.delete(keyOf(tenantId, kind));
    if (picked.jobs.length === picked.room) this.#full.set(keyOf(tenantId, kind), 0);
    if (picked.jobs.length === 0) return;
    const entries = picked.jobs.flatMap(({ jobId, handedOverAt }): QueueEntry[] =>
      handedOverAt ? [{ tenantId, jobId, turn: handedOverAt.getTime() }] : [],
    );
    try {
      await queues.add(kind, entries);
    } catch (error) {
      const turns = entries.map(({ turn }) => new Date(turn));
      const ids = entries.map(({ jobId }) => jobId);
      await takeBackTurns(db, ids, turns);
      throw error;
    }
    // At once, unlike other messages: the next look would find them again.
    await forgetDelivered(
      db,
      picked.jobs.map(({ outboxId }) => outboxId),
    );
  }

  /** Resolves when nothing is being filled. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}

function keyOf(tenantId: string, kind: string): string {
  return `${tenantId} ${kind}`;
}
