import type { Logger } from 'pino';
import { forgetDelivered } from './outbox.sql.js';
import type { TenantDirectory } from './ports.js';

/** Rows of delivered messages are deleted together, this much later at most. */
const FORGET_AFTER_MS = 200;

/** Deletes what has been delivered from the outbox, a tenant's rows together. What stays is delivered again, harmlessly. */
export class DeliveredRows implements AsyncDisposable {
  readonly #tenants: TenantDirectory;
  readonly #log: Logger;
  readonly #deleting = new Set<Promise<void>>();
  #rows = new Map<string, bigint[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tenants: TenantDirectory, log: Logger) {
    this.#tenants = tenants;
    this.#log = log;
  }

  forget(tenantId: string, ids: readonly bigint[]): void {
    const rows = this.#rows.get(tenantId);
    if (rows) rows.push(...ids);
    else this.#rows.set(tenantId, [...ids]);
    this.#timer ??= setTimeout(() => this.#deleteAll(), FORGET_AFTER_MS);
  }

  #deleteAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = this.#rows;
    this.#rows = new Map();
    for (const [tenantId, ids] of rows) {
      const deleting = forgetDelivered(this.#tenants.for(tenantId), ids)
        .catch((error: unknown) => this.#log.warn({ err: error, tenantId }, 'delivered messages stay in the outbox'))
        .finally(() => this.#deleting.delete(deleting));
      this.#deleting.add(deleting);
    }
  }

  /** Deletes what is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#deleteAll();
    await Promise.all(this.#deleting);
  }
}
