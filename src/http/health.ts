import type { ServerResponse } from 'node:http';
import { within } from '../within.js';

/** One thing that must work before the process can. Resolves when it does, rejects when it does not. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}

const CHECK_WITHIN_MS = 1_500;

/** Answers `/healthz` and `/readyz`. Names the part that fails, never an address or a cause. */
export class Health {
  readonly #checks: readonly ReadinessCheck[];
  #isDraining = false;

  constructor(checks: readonly ReadinessCheck[]) {
    this.#checks = checks;
  }

  /** From now on the process is not ready, whatever works. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Alive: the event loop turns. Says nothing about backing services, so that their outage restarts nobody. */
  answerAlive(response: ServerResponse): void {
    answer(response, 200, { status: 'alive' });
  }

  async answerReady(response: ServerResponse): Promise<void> {
    const parts = await Promise.all(
      this.#checks.map(async ({ name, check }) => [name, (await works(check)) ? 'up' : 'down'] as const),
    );
    const isReady = !this.#isDraining && parts.every(([, state]) => state === 'up');
    const status = this.#isDraining ? 'draining' : isReady ? 'ready' : 'not ready';
    if (!isReady) response.setHeader('retry-after', '1');
    answer(response, isReady ? 200 : 503, { status, parts: Object.fromEntries(parts) });
  }
}

async function works(check: () => Promise<void>): Promise<boolean> {
  try {
    await within(CHECK_WITHIN_MS, check());
    return true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
