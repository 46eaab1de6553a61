import type { LiveSink } from '../../src/realtime/live-sink.js';
import type { RenderedItem } from '../../src/realtime/rendered-item.js';
import type { JournalItem } from './journals.js';
import { until } from './live-server.js';

/** A sink that can be made to stand still. */
export class TestSink implements LiveSink {
  items: JournalItem[] = [];
  isComplete = false;
  failure: unknown;
  isStuck = false;
  #drained: (() => void) | undefined;

  send(items: readonly RenderedItem[]): void {
    for (const { item } of items) this.items.push(item as JournalItem);
  }
  isFull(): boolean {
    return this.isStuck;
  }
  onceDrained(callback: () => void): void {
    this.#drained = callback;
  }
  complete(): void {
    this.isComplete = true;
  }
  fail(error: unknown): void {
    this.failure = error;
  }
  drain(): void {
    this.isStuck = false;
    this.#drained?.();
  }
  get numbers(): number[] {
    return this.items.filter(({ kind }) => kind === 'ADDED').map(({ n }) => Number(n));
  }
}

/** What a client knows after these items: the snapshot, and what came behind it. */
export function applied(items: readonly JournalItem[]): number[] {
  let numbers: number[] = [];
  for (const { kind, numbers: all, n } of items) {
    if (kind === 'SNAPSHOT') numbers = [...(all ?? [])];
    if (kind === 'ADDED' && n !== null) numbers.push(n);
  }
  return numbers;
}

export const waitForSnapshot = (sink: TestSink) => until(() => sink.items.length > 0, 'a snapshot');
