import type { Client } from 'graphql-ws';
import { vi } from 'vitest';
import WebSocket from 'ws';
import type { TenantEventKind, WeekWatchSubscription } from '../gql/graphql.js';
import type { Member, TestApp } from '../support/test-app.js';
import { Watch } from './documents.js';

type SeenEvent = WeekWatchSubscription['tenantEvents'];

/** Somebody who watches everything that happens in a tenant, over a connection that can be cut. */
export class Watcher implements AsyncDisposable {
  /** What was seen, in the order it came. */
  readonly seen: SeenEvent[] = [];
  /** How often it connected. */
  connections = 0;
  readonly #app: TestApp;
  readonly #member: Pick<Member, 'token'>;
  #socket: WebSocket | undefined;
  #client: Client | undefined;
  #isOver = false;

  constructor(app: TestApp, member: Pick<Member, 'token'>) {
    this.#app = app;
    this.#member = member;
    void this.#watch();
  }

  /** Breaks the connection; the next one goes on behind the last event. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** The first event of a kind behind so many others of it, once it has come. */
  event(kind: TenantEventKind, skipped = 0, about?: string): Promise<SeenEvent> {
    const find = () =>
      this.seen.filter((event) => event.kind === kind && (about === undefined || event.subject?.id === about))[skipped];
    return vi.waitUntil(find, { timeout: 40_000, interval: 50 });
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      const keep = (socket: WebSocket) => (this.#socket = socket);
      this.#client = this.#app.connect(this.#member, {
        webSocketImpl: class extends WebSocket {
          constructor(address: string | URL, protocols?: string | string[]) {
            super(address, protocols);
            keep(this);
          }
        },
      });
      this.connections += 1;
      const variables = { after: this.seen.at(-1)?.cursor ?? null };
      try {
        const results = this.#client.iterate<WeekWatchSubscription>({ query: Watch.toString(), variables });
        for await (const { data } of results) if (data) this.seen.push(data.tenantEvents);
      } catch {
        // The connection broke; the next one resumes.
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#client?.dispose();
    this.#socket?.terminate();
  }
}
