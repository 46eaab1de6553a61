import type { Logger } from 'pino';
import type { OperationCaller } from '../graphql/operation.js';

/** One line for one kind of refusal of one caller in this time (ms), however many there are. */
const LINE_EVERY_MS = 10_000;
const MAX_REMEMBERED = 5_000;
/** Lines in that time, whoever they are about. */
const MAX_LINES = 100;

interface Reported {
  lineAt: number;
  unsaid: number;
}

/**
 * Says in the log who asks more than they may. Sampled: who floods the gateway must not flood its log. Nothing of what
 * was asked is written, since that may hold a secret.
 */
export class AbuseLog {
  readonly #log: Logger;
  readonly #reported = new Map<string, Reported>();
  #lines = 0;
  #linesSince = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * @param kind a word of ours: the name of a limit, or the class of a rate limit
   * @param what lines about different things are counted apart
   */
  report(kind: string, { viewer, client, requestId }: OperationCaller, details: object, what = ''): void {
    const who = viewer ? (viewer.apiKeyId ?? `${viewer.tenantId}/${viewer.userId}`) : client.address;
    const key = `${kind} ${who} ${what}`;
    const known = this.#reported.get(key);
    const now = Date.now();
    if (known && now - known.lineAt < LINE_EVERY_MS) {
      known.unsaid += 1;
      return;
    }
    if (now - this.#linesSince >= LINE_EVERY_MS) [this.#lines, this.#linesSince] = [0, now];
    this.#lines += 1;
    if (this.#lines > MAX_LINES) return;
    this.#reported.delete(key);
    this.#reported.set(key, { lineAt: now, unsaid: 0 });
    if (this.#reported.size > MAX_REMEMBERED) this.#reported.delete(this.#reported.keys().next().value as string);
    this.#log.warn(
      {
        kind,
        requestId,
        tenantId: viewer?.tenantId,
        userId: viewer?.userId,
        apiKeyId: viewer?.apiKeyId ?? undefined,
        address: client.address,
        transport: client.transport,
        refusedBefore: known?.unsaid ?? 0,
        ...details,
      },
      kind === 'UNKNOWN_DOCUMENT' ? 'a document that nobody published' : 'refused by a limit',
    );
  }
}
