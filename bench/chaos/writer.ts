import { randomUUID } from 'node:crypto';
import type { BenchTenant } from '../dataset.js';

const OPEN = `mutation Chaos($input: CaseOpenInput!) {
  caseOpen(input: $input) { case { id } job { id } userErrors { code message } }
}`;
const PATIENCE_MS = 90_000;
const PAUSE_MS = 100;
const ANSWER_MS = 30_000;

/** What the writer has been told, to be compared with what there is. */
export interface Acknowledged {
  /** Global ids of jobs, by idempotency key. */
  readonly jobs: ReadonlyMap<string, string>;
  /** Requests that had to be sent again: no answer, or 503. */
  readonly repeated: number;
  /** Answers that were neither 200 nor 503. */
  readonly dishonest: readonly string[];
  /** The longest time in ms in which nothing was acknowledged. */
  readonly longestPauseMs: number;
  /** The longest that one answer took, in ms. */
  readonly slowestMs: number;
}

/**
 * Opens cases as a careful client does: each with an idempotency key, sent again with the same key until it is
 * acknowledged, to whichever gateway is there.
 */
export class Writer {
  readonly #ports: () => readonly number[];
  readonly #tenant: BenchTenant;
  readonly #jobs = new Map<string, string>();
  readonly #dishonest: string[] = [];
  #repeated = 0;
  #longestPauseMs = 0;
  #slowestMs = 0;
  #lastAt = performance.now();
  #isOver = false;
  #clients: Promise<void>[] = [];

  constructor(tenant: BenchTenant, ports: () => readonly number[]) {
    this.#tenant = tenant;
    this.#ports = ports;
  }

  /** @param perSecond cases all clients together open, at most */
  start(clients: number, perSecond: number): void {
    this.#lastAt = performance.now();
    this.#clients = Array.from({ length: clients }, async () => {
      while (!this.#isOver) {
        await this.open();
        await pause((1_000 * clients) / perSecond);
      }
    });
  }

  /** No more new ones; those under way are seen to their end. */
  async stop(): Promise<Acknowledged> {
    this.#isOver = true;
    await Promise.all(this.#clients);
    return {
      jobs: this.#jobs,
      repeated: this.#repeated,
      dishonest: this.#dishonest,
      longestPauseMs: this.#longestPauseMs,
      slowestMs: this.#slowestMs,
    };
  }

  /** Opens one case, however often that has to be tried. */
  async open(): Promise<void> {
    const key = randomUUID();
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(PAUSE_MS)) {
      const jobId = await this.#send(key).catch(() => undefined); // the gateway is gone: nobody knows what it did
      if (jobId !== undefined) {
        this.#longestPauseMs = Math.max(this.#longestPauseMs, performance.now() - this.#lastAt);
        this.#lastAt = performance.now();
        this.#jobs.set(key, jobId);
        return;
      }
      this.#repeated += 1;
    }
    this.#dishonest.push(`a case was not acknowledged within ${PATIENCE_MS / 1_000} s`);
  }

  async #send(key: string): Promise<string | undefined> {
    const ports = this.#ports();
    const port = ports[Math.floor(Math.random() * ports.length)];
    if (port === undefined) return undefined;
    const startedAt = performance.now();
    const input = {
      projectId: Buffer.from(`Project:${this.#tenant.projectId}`).toString('base64'),
      subject: 'The export stops half way',
      body: 'It worked last week, and now it stops with an error.',
      customer: { email: 'chaos@customer.test', name: 'Chaos' },
      idempotencyKey: key,
    };
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#tenant.token}` },
      body: JSON.stringify({ query: OPEN, variables: { input } }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
    if (response.status === 503) return undefined;
    const { data } = JSON.parse(text) as { data?: { caseOpen?: { job?: { id: string } } } };
    const id = response.status === 200 ? data?.caseOpen?.job?.id : undefined;
    if (id === undefined) this.#dishonest.push(`${response.status} ${text.slice(0, 300)}`);
    return id;
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
