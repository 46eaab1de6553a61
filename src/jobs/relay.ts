import type { Logger } from 'pino';
import type { DeliverOutbox, OutboxDelivery } from '../db/outbox.js';
import type { StreamEvent, Topic } from '../realtime/topic.js';
import type { DeliveredRows } from './delivered-rows.js';
import type { HandOver } from './hand-over.js';
import { type JobsObserver, NO_OBSERVER } from './observer.js';
import { forgetDelivered, kindsDue, overdueMessages } from './outbox.sql.js';
import type { EventAppender, SignalChannel, TenantDirectory, WorkFinder } from './ports.js';
import type { JobQueues } from './queues.js';
import { Ticker } from './ticker.js';

export interface RelayParts {
  readonly tenants: TenantDirectory;
  readonly finder: WorkFinder;
  readonly events: EventAppender;
  readonly signals: Pick<SignalChannel, 'publishNamed'>;
  readonly queues: JobQueues;
  readonly handOver: HandOver;
  readonly delivered: DeliveredRows;
  /** Every kind of job there is. */
  readonly kinds: readonly string[];
  readonly log: Logger;
  readonly observer?: JobsObserver | undefined;
  /** Milliseconds between sweeps; also how late a delayed job may start. */
  readonly sweepEveryMs?: number | undefined;
}

/** The sweep leaves younger messages to the process that wrote them. */
const GRACE_MS = 1_000;
const BATCH = 500;
const SWEPT_AT_ONCE = 4;
const SWEEP_EVERY_MS = 500;
/** After trouble with Redis others may hold messages back that are older than what is written now. */
const CAUTION_MS = 10_000;

/**
 * Carries committed outbox messages to Redis: at once from the process that wrote them, and by a sweep what that
 * process could not deliver (it died, Redis was away). Delivering twice is harmless: events carry the row's id, which
 * the stream takes once; a job's turn is one queue entry.
 * @NOTE Events of one object come from several processes, and a stream keeps the order in which it is told. So for a
 * while after trouble with Redis all of them go through the sweep, which takes the oldest first, whoever wrote it; and
 * the sweep hands no job over before what was written until then is told.
 */
export class OutboxRelay implements AsyncDisposable {
  readonly #parts: RelayParts;
  readonly #observer: JobsObserver;
  /** Tenants with messages that failed here: theirs go in order through the sweep until none is left. */
  readonly #behind = new Set<string>();
  readonly #delivering = new Set<Promise<void>>();
  readonly #sweeper: Ticker;
  #troubleAt = Number.NEGATIVE_INFINITY;

  constructor(parts: RelayParts) {
    this.#parts = parts;
    this.#observer = parts.observer ?? NO_OBSERVER;
    this.#sweeper = new Ticker(
      parts.sweepEveryMs ?? SWEEP_EVERY_MS,
      () => this.sweep(),
      (error) => parts.log.warn({ err: error }, 'the outbox could not be swept'),
    );
  }

  /** Begins to sweep. Every process that delivers has to: it alone knows which tenants it is behind with. */
  start(): void {
    this.#parts.queues.connection.on('close', this.#sawTrouble);
    this.#sweeper.start();
  }

  readonly #sawTrouble = (): void => {
    this.#troubleAt = performance.now();
  };

  get #isCautious(): boolean {
    return performance.now() - this.#troubleAt < CAUTION_MS;
  }

  /** Sweeps now, for example because Redis is back. */
  poke(): void {
    this.#sweeper.poke();
  }

  /** Takes over what a transaction has just committed. */
  readonly deliver: DeliverOutbox = (tenantId, messages) => {
    this.#track(this.#deliverNow(tenantId, messages));
  };

  /** Delivers messages and waits until they have been taken; the sweep repeats what fails. Never rejects. */
  async #deliverNow(tenantId: string, messages: readonly OutboxDelivery[]): Promise<void> {
    const kinds = new Set(messages.filter(({ kind }) => kind === 'JOB').map(({ target }) => target));
    const rest = messages.filter(({ kind }) => kind !== 'JOB');
    // A job may start before its own QUEUED event is on the stream: the worker then puts that in front of its own.
    const filled = [...kinds].map((kind) => this.#parts.handOver.fill(tenantId, kind));
    if (rest.length > 0 && this.#isCautious) this.#behind.add(tenantId);
    if (rest.length > 0 && this.#behind.has(tenantId)) this.poke();
    else if (rest.length > 0) {
      const startedAt = performance.now();
      try {
        await this.#send(tenantId, rest);
        this.#parts.delivered.forget(
          tenantId,
          rest.map(({ id }) => id),
        );
        this.#observer.messagesDelivered(rest.length, performance.now() - startedAt);
      } catch (error) {
        this.#behind.add(tenantId);
        this.#sawTrouble();
        this.#parts.log.warn({ err: error, tenantId }, 'messages could not be delivered; the sweep will');
      }
    }
    await Promise.all(filled);
  }

  /** Delivers everything that is due and that nobody has delivered, tenant by tenant. */
  async sweep(): Promise<void> {
    if (!this.#parts.queues.isReady) return;
    const waiting = new Set([...(await this.#parts.finder.outboxTenants(0)), ...this.#behind]);
    const tenants = [...waiting];
    const sweepers = Array.from({ length: Math.min(SWEPT_AT_ONCE, tenants.length) }, async () => {
      for (let tenantId = tenants.pop(); tenantId !== undefined; tenantId = tenants.pop()) {
        await this.#sweepTenant(tenantId).catch((error: unknown) =>
          this.#parts.log.warn({ err: error, tenantId }, 'the sweep could not deliver'),
        );
      }
    });
    await Promise.all(sweepers);
  }

  async #sweepTenant(tenantId: string): Promise<void> {
    const db = this.#parts.tenants.for(tenantId);
    const kinds = await kindsDue(db, this.#parts.kinds);
    const graceMs = this.#behind.has(tenantId) || kinds.length > 0 ? 0 : GRACE_MS;
    for (;;) {
      const messages = await overdueMessages(db, graceMs, BATCH);
      if (messages.length > 0) {
        await this.#send(tenantId, messages);
        await forgetDelivered(
          db,
          messages.map(({ id }) => id),
        );
        this.#observer.messagesSwept(messages.length);
      }
      if (messages.length < BATCH) break;
    }
    this.#behind.delete(tenantId);
    await Promise.all(kinds.map((kind) => this.#parts.handOver.fill(tenantId, kind)));
  }

  async #send(tenantId: string, messages: readonly OutboxDelivery[]): Promise<void> {
    const events = messages.filter(({ kind }) => kind === 'EVENT').map(toAppend);
    if (events.length > 0) await this.#parts.events.appendMany(tenantId, events);
    const signals = messages.filter(({ kind }) => kind === 'SIGNAL');
    await Promise.all(signals.map(({ target, body }) => this.#parts.signals.publishNamed(target, body)));
  }

  #track(work: Promise<void>): void {
    this.#delivering.add(work);
    void work.finally(() => this.#delivering.delete(work));
  }

  /** Finishes what is being delivered. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.queues.connection.off('close', this.#sawTrouble);
    await this.#sweeper[Symbol.asyncDispose]();
    while (this.#delivering.size > 0) await Promise.all(this.#delivering);
    await this.#parts.handOver.settle();
    await this.#parts.delivered[Symbol.asyncDispose]();
  }
}

function toAppend({ id, target, body }: OutboxDelivery): { topic: Topic; event: StreamEvent; dedupeId: string } {
  // Written by this code base: the target of an event is a topic, its body an event.
  return { topic: target as Topic, event: body as unknown as StreamEvent, dedupeId: `outbox-${id}` };
}
