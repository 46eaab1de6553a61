import { AsyncLocalStorage } from 'node:async_hooks';

const began = new AsyncLocalStorage<number | null>();

/** What a statement still gets when its request has used up its time: the answer that is nearly there is not thrown away. */
const LAST_MS = 200;

/** Runs `work` as one request somebody waits for: all its statements together wait for the database only so long. */
export function asRequest<T>(work: () => T): T {
  return began.run(performance.now(), work);
}

/** Runs `work` as something nobody waits for, though a request began it. */
export function inBackground<T>(work: () => T): T {
  return began.run(null, work);
}

/**
 * How many milliseconds the next statement may take.
 * @param requestMs what a request may wait for the database, all in all
 * @param otherMs what any other statement may
 */
export function statementPatience(requestMs: number, otherMs: number): number {
  const start = began.getStore() ?? null;
  if (start === null) return otherMs;
  return Math.max(Math.min(LAST_MS, requestMs), requestMs - (performance.now() - start));
}
