import { quantile } from '../load/closed-loop.js';
import { Follower } from './follower.js';
import { pause } from './writer.js';

export interface AudienceFigure {
  readonly followers: number;
  /** Events that every follower should have received. */
  readonly expected: number;
  /** Over all followers. */
  readonly missed: number;
  readonly repeated: number;
  readonly gaps: number;
  readonly reconnects: number;
  /** Milliseconds from the loss of a socket to its being back. */
  readonly backP50: number;
  readonly backP99: number;
  readonly backMax: number;
  /** How often each close code ended a socket. */
  readonly closeCodes: Readonly<Record<number, number>>;
}

const CONNECTING_AT_ONCE = 50;
const ARRIVAL_MS = 60_000;

/** Many followers of one tenant. */
export class Audience {
  readonly #followers: Follower[] = [];
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #back: number[] = [];
  readonly #codes: Record<number, number> = {};

  /** Connects so many; they are subscribed a moment later, which the first events tell. */
  async open(count: number, token: string, ports: () => readonly number[]): Promise<void> {
    const numberOf = (text: string): number => {
      const known = this.#numbers.get(text);
      if (known !== undefined) return known;
      this.#texts.push(text);
      this.#numbers.set(text, this.#texts.length - 1);
      return this.#texts.length - 1;
    };
    const resumed = (ms: number) => void this.#back.push(ms);
    const closed = (code: number): void => {
      this.#codes[code] = (this.#codes[code] ?? 0) + 1;
    };
    while (this.#followers.length < count) {
      const next = Array.from(
        { length: Math.min(CONNECTING_AT_ONCE, count - this.#followers.length) },
        () => new Follower({ token, ports, numberOf, resumed, closed }),
      );
      await Promise.all(next.map((follower) => follower.start()));
      this.#followers.push(...next);
    }
  }

  /**
   * Has something happen until everybody has heard of something, and forgets it: from here on nothing may be missed.
   * @param happen leaves an event in the log
   */
  async warmUp(happen: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + ARRIVAL_MS;
    do {
      await happen();
      await pause(500);
      if (performance.now() > deadline) throw new Error('Not everybody who follows hears of events');
    } while (this.#followers.some(({ received }) => received.length === 0));
  }

  /** Waits for what is still on its way to everybody, as long as there is hope. */
  async settle(isComplete: (received: ReadonlySet<string>) => boolean): Promise<void> {
    const deadline = performance.now() + ARRIVAL_MS;
    const isHere = (follower: Follower) => isComplete(new Set(follower.received.map((id) => this.#texts[id]!)));
    for (const follower of this.#followers) {
      while (!isHere(follower) && performance.now() < deadline) await pause(100);
    }
  }

  /**
   * @param expected what everybody should have received, in any order: places in the stream already say that none is
   *   missing in between and that none came twice
   */
  close(expected: ReadonlySet<string>): AudienceFigure {
    for (const follower of this.#followers) follower.stop();
    let [missed, repeated, gaps] = [0, 0, 0];
    for (const follower of this.#followers) {
      const received = new Set(follower.received.map((id) => this.#texts[id]!));
      const absent = [...expected].filter((text) => !received.has(text)).length;
      missed += Math.max(follower.missed, absent);
      repeated += follower.repeated;
      gaps += follower.gaps;
    }
    const back = this.#back.toSorted((a, b) => a - b);
    return {
      followers: this.#followers.length,
      expected: expected.size,
      missed,
      repeated,
      gaps,
      reconnects: back.length,
      backP50: quantile(back, 0.5),
      backP99: quantile(back, 0.99),
      backMax: back.at(-1) ?? Number.NaN,
      closeCodes: this.#codes,
    };
  }
}
