import { AsyncLocalStorage } from 'node:async_hooks';

const requestOfThisCall = new AsyncLocalStorage<string | null>();

/** Runs a job's work on behalf of the request that asked for it: what the work writes and starts carries its id. */
export function onBehalfOf<T>(requestId: string | null, work: () => T): T {
  return requestOfThisCall.run(requestId, work);
}

/** The request behind the current call of a job; null when there is none. */
export function requestBehind(): string | null {
  return requestOfThisCall.getStore() ?? null;
}
