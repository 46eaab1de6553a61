import { randomBytes } from 'node:crypto';
import type { TenantDb } from '../../db/tenant.js';
import { caseEvent } from './case-events.js';

/** Text is gathered for so long before it goes out: nobody reads faster. */
const GATHER_MS = 40;

/**
 * Streams the text of a draft to those who watch the case while it is written. What is streamed is not stored: the
 * whole text comes with the draft's next state.
 */
export class ReplyStream {
  readonly #db: TenantDb;
  readonly #caseId: string;
  readonly #draftId: string;
  #offset = 0;
  #gathered = '';
  #sentAt = 0;

  constructor(db: TenantDb, caseId: string, draftId: string) {
    this.#db = db;
    this.#caseId = caseId;
    this.#draftId = draftId;
  }

  add(text: string): void {
    this.#gathered += text;
    if (performance.now() - this.#sentAt >= GATHER_MS) this.flush();
  }

  /** Sends what has been gathered. */
  flush(): void {
    if (this.#gathered === '') return;
    const text = this.#gathered;
    const message = caseEvent(this.#caseId, {
      type: 'ReplyDraftDelta',
      draftId: this.#draftId,
      offset: this.#offset,
      text,
    });
    this.#offset += text.length;
    this.#gathered = '';
    this.#sentAt = performance.now();
    this.#db.$deliver(this.#db.$tenantId, [{ ...message, id: unstoredId() }]);
  }
}

/** Rows of the outbox have positive ids; a message that has no row gets an id that none has. */
function unstoredId(): bigint {
  return -(randomBytes(8).readBigUInt64BE() >> 2n) - 1n;
}
