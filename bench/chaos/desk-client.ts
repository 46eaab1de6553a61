import type { BenchTenant } from '../dataset.js';
import type { DeskArticle, DeskCase } from './desk-cases.js';
import { pause } from './writer.js';

const OPEN = `mutation Open($input: CaseOpenInput!) {
  caseOpen(input: $input) { case { id } userErrors { code message } }
}`;
const WRITE = `mutation Write($input: KbArticleCreateInput!) {
  kbArticleCreate(input: $input) { kbArticle { id } userErrors { code message } }
}`;
/** Requests that are on their way at a time. */
const AT_ONCE = 8;
const ANSWER_MS = 15_000;
const PATIENCE_MS = 120_000;

/** Somebody who works with the desk over the API, and asks again when a gateway cannot at the moment. */
export class DeskClient {
  readonly #tenant: BenchTenant;
  readonly #ports: () => readonly number[];
  readonly #projectId: string;
  /** How often something had to be sent again. */
  repeated = 0;

  constructor(tenant: BenchTenant, ports: () => readonly number[]) {
    this.#tenant = tenant;
    this.#ports = ports;
    this.#projectId = Buffer.from(`Project:${tenant.projectId}`).toString('base64');
  }

  /**
   * Opens all cases; every case has its key, so that none is opened twice.
   * @param aMinute at most so many; all as fast as they are taken when left out
   */
  async open(cases: readonly DeskCase[], aMinute: number | undefined): Promise<void> {
    const left = cases.map((one, place) => ({ one, place }));
    const startedAt = performance.now();
    const clients = Array.from({ length: AT_ONCE }, async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { one, place } = next;
        if (aMinute) await pause(Math.max(0, startedAt + (place * 60_000) / aMinute - performance.now()));
        const customer = { email: `desk-${place}@customer.test`, name: `Customer ${place}` };
        const input = { projectId: this.#projectId, ...one, customer, idempotencyKey: `desk-${place}` };
        await this.#send(OPEN, { input });
      }
    });
    await Promise.all(clients);
  }

  /** @param publish a draft is found by no search */
  async write({ title, body }: DeskArticle, publish: boolean): Promise<void> {
    await this.#send(WRITE, { input: { projectId: this.#projectId, title, body, publish } });
  }

  async #send(query: string, variables: object): Promise<void> {
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(100)) {
      const port = this.#ports()[0];
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#tenant.token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_MS),
      }).catch(() => null); // it is away: nobody knows what it did
      const text = await response?.text().catch(() => null);
      if (response?.status === 200 && text?.includes('"userErrors":[]')) return;
      if (response && response.status !== 503) throw new Error(`${response.status} ${text?.slice(0, 300)}`);
      this.repeated += 1;
    }
    throw new Error('The desk did not take it in time');
  }
}
