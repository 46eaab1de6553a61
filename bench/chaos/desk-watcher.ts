import type { BenchTenant } from '../dataset.js';
import { quantile } from '../load/closed-loop.js';
import type { LoggedEvent } from './desk-outcome.js';
import { type FollowedEvent, Follower } from './follower.js';
import { pause } from './writer.js';

/** `data` is what the log holds, for every kind alike; `details` would need a selection for each. */
const EVENTS = `subscription Watch($after: EventCursor) {
  tenantEvents(after: $after) { cursor at kind requestId data subject { __typename id } }
}`;
const ARRIVAL_MS = 30_000;

interface WatchedEvent extends FollowedEvent {
  readonly at: string;
  readonly data: unknown;
  readonly subject: { readonly __typename: string; readonly id: string } | null;
}

export interface WatchFigure {
  /** Events about cases in the log. */
  readonly logged: number;
  /** Cases of which every event came, once, in the order of the log. */
  readonly cases: number;
  readonly lost: number;
  /** Came in their place, but without what they are about: the gateway could not read it at the moment. */
  readonly withoutSubject: number;
  readonly twice: number;
  readonly outOfOrder: number;
  readonly gaps: number;
  readonly reconnects: number;
  /** From being written to being received, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** Watches everything that happens to the cases of a tenant, and compares it with the log afterwards. */
export class DeskWatcher {
  readonly #follower: Follower;
  /** Of each case, by its row's id, what came about it. */
  readonly #seen = new Map<string, string[]>();
  readonly #lateness: number[] = [];
  #count = 0;
  #withoutSubject = 0;
  #reconnects = 0;

  constructor(tenant: BenchTenant, ports: () => readonly number[]) {
    this.#follower = new Follower({
      token: tenant.token,
      ports,
      query: EVENTS,
      onEvent: (event) => this.#take(event as WatchedEvent),
      numberOf: () => 0,
      resumed: () => {
        this.#reconnects += 1;
      },
      closed: () => {},
    });
  }

  /** @param happen leaves an event in the log; until one has come, nobody listens yet */
  async start(happen: () => Promise<void>): Promise<void> {
    await this.#follower.start();
    const deadline = performance.now() + ARRIVAL_MS;
    while (this.#count === 0) {
      await happen();
      await pause(200);
      if (performance.now() > deadline) throw new Error('Nothing is heard of what happens');
    }
  }

  /** Waits for what is still on its way, and tells what came from what happened. */
  async compare(logged: readonly LoggedEvent[]): Promise<WatchFigure> {
    const expected = new Map<string, string[]>();
    for (const { caseId, kind, data } of logged) {
      expected.set(caseId, [...(expected.get(caseId) ?? []), textOf(kind, data)]);
    }
    const came = () => [...expected.keys()].reduce((sum, id) => sum + (this.#seen.get(id)?.length ?? 0), 0);
    for (const deadline = performance.now() + ARRIVAL_MS; came() < logged.length && performance.now() < deadline; ) {
      await pause(100);
    }
    this.#follower.stop();
    let [cases, lost, twice, outOfOrder] = [0, 0, this.#follower.repeated, 0];
    for (const [id, wanted] of expected) {
      const seen = this.#seen.get(id) ?? [];
      if (seen.length === wanted.length && seen.every((text, i) => text === wanted[i])) cases += 1;
      else if (seen.toSorted().join() === wanted.toSorted().join()) outOfOrder += 1;
      lost += leftOver(wanted, seen);
      twice += leftOver(seen, wanted);
    }
    const sorted = this.#lateness.toSorted((a, b) => a - b);
    return {
      logged: logged.length,
      cases,
      // Places in the stream have no holes: what they miss is lost for certain.
      lost: Math.max(lost - this.#withoutSubject, this.#follower.missed),
      withoutSubject: this.#withoutSubject,
      twice,
      outOfOrder,
      gaps: this.#follower.gaps,
      reconnects: this.#reconnects,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
    };
  }

  #take({ kind, data, subject, at }: WatchedEvent): void {
    this.#count += 1;
    if (subject === null) this.#withoutSubject += 1;
    if (subject?.__typename !== 'Case') return;
    const id = Buffer.from(subject.id, 'base64').toString('utf8').split(':')[1] ?? '';
    const texts = this.#seen.get(id) ?? [];
    this.#seen.set(id, texts);
    texts.push(textOf(kind, data));
    this.#lateness.push(Date.now() - Date.parse(at));
  }
}

/** How many of the first are not among the second, each counted as often as it is there. */
function leftOver(first: readonly string[], second: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of second) counts.set(text, (counts.get(text) ?? 0) + 1);
  let left = 0;
  for (const text of first) {
    const count = counts.get(text) ?? 0;
    if (count === 0) left += 1;
    else counts.set(text, count - 1);
  }
  return left;
}

function textOf(kind: string, data: unknown): string {
  return `${kind} ${JSON.stringify(sorted(data))}`;
}

/** The same value with its keys in order: the database keeps them in another. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
