import { bodyOf, HttpConnection } from './http-connection.js';

/** What one side did in one round. */
export interface Round {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const OK = Buffer.from('HTTP/1.1 200 ');
const GRAPHQL_ERRORS = Buffer.from('"errors":');

/**
 * Keeps `connections` requests in flight for a while: each connection sends the next request as soon as its answer
 * is there. Requests are taken in turn, going on where the last round stopped.
 */
export class ClosedLoop {
  readonly #connections: readonly HttpConnection[];
  readonly #requests: readonly Buffer[];
  #next = 0;

  private constructor(connections: readonly HttpConnection[], requests: readonly Buffer[]) {
    this.#connections = connections;
    this.#requests = requests;
  }

  static async open(port: number, requests: readonly Buffer[], connections: number): Promise<ClosedLoop> {
    return new ClosedLoop(
      await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port))),
      requests,
    );
  }

  /** @throws Error with the answer when one is not 200 or holds GraphQL errors */
  async run(seconds: number): Promise<Round> {
    const latencies: number[] = [];
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1_000;
    await Promise.all(
      this.#connections.map(async (connection) => {
        for (let sentAt = performance.now(); sentAt < endsAt; sentAt = performance.now()) {
          check(await connection.exchange(this.#take()));
          latencies.push(performance.now() - sentAt);
        }
      }),
    );
    latencies.sort((a, b) => a - b);
    return {
      requests: latencies.length,
      seconds: (performance.now() - startedAt) / 1_000,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
    };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #take(): Buffer {
    const request = this.#requests[this.#next % this.#requests.length]!;
    this.#next += 1;
    return request;
  }
}

/** Sends one request on a connection of its own and parses the JSON of the answer. */
export async function askOnce(port: number, request: Buffer): Promise<unknown> {
  const connection = await HttpConnection.open(port);
  try {
    const answer = await connection.exchange(request);
    check(answer);
    return JSON.parse(bodyOf(answer));
  } finally {
    connection.close();
  }
}

/** The value below which a share of the sorted numbers lies; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
}

function check(answer: Buffer): void {
  if (answer.subarray(0, OK.length).equals(OK) && !answer.includes(GRAPHQL_ERRORS)) return;
  throw new Error(`A side answered: ${answer.toString('utf8').slice(0, 1_000)}`);
}
