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

/**
 * Moves waiting jobs from Postgres into the queues, a window for each tenant and kind. The window is what makes it
 * fair: a queue is served in order, and no tenant has more than its window in it.
 */
export class HandOver {
  readonly #parts: HandOverParts;
  /** What is being filled, and whether it has to be looked at once more. */
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();

  constructor(parts: HandOverParts) {
    this.#parts = parts;
  }

  /** Fills a tenant's window. Calls that come while one runs share the next. Never rejects: the sweep comes back to it. */
  fill(tenantId: string, kind: string): Promise<void> {
    const key = `${tenantId} ${kind}`;
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

  async #fillOnce(tenantId: string, kind: string): Promise<void> {
    const { tenants, queues, windowOf } = this.#parts;
    if (!queues.isReady) return;
    const db = tenants.for(tenantId);
    const picked = await pickJobs(db, kind, windowOf(kind));
    if (picked.length === 0) return;
    const entries = picked.flatMap(({ jobId, handedOverAt }): QueueEntry[] =>
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
    await forgetDelivered(
      db,
      picked.map(({ outboxId }) => outboxId),
    );
  }

  /** Resolves when nothing is being filled. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}
