import pg from 'pg';
import { Circuit, type CircuitObserver } from './circuit.js';
import { DatabaseUnavailable } from './outage.js';
import { statementPatience } from './request-clock.js';
import { currentTenant } from './tenant-context.js';
import { beginAs, tenantQuery } from './tenant-query.js';

/** What a statement is sent with: when it will have taken too long, on the clock of `performance.now`. */
interface Timed {
  readonly until?: number;
}

type Send = (config: string | pg.QueryConfig | pg.Submittable, values?: unknown, callback?: unknown) => unknown;

/** Milliseconds that statements may take before their connection is given up. */
export interface StatementWaits {
  /** All statements of one request together. */
  readonly requestMs: number;
  /** Any other one. */
  readonly otherMs: number;
}

/** Is told what becomes of connections, for metrics. */
export interface PoolObserver extends CircuitObserver {
  /** A statement was not answered in time, and its connection was given up. */
  statementAbandoned(): void;
}

interface TenantClientConfig extends pg.ClientConfig {
  readonly waits: StatementWaits;
  readonly answered: () => void;
}

/**
 * Begins explicit transactions as their tenant. Knows how long its statement has been waiting for an answer.
 */
class TenantClient extends pg.Client {
  /** When the statement under way will have taken too long; infinite while there is none. */
  overdueAt = Number.POSITIVE_INFINITY;
  /** The overdue statement that the last look found. */
  seenOverdueAt = 0;
  #unanswered = 0;

  constructor(config: TenantClientConfig) {
    super(config);
    const send = this.query.bind(this) as Send;
    const query: Send = (config_, values, callback) => {
      this.#unanswered += 1;
      this.overdueAt = (config_ as Timed).until ?? untilOf(config.waits);
      const tenantId = isStatement(config_) && config_.text === 'BEGIN' ? currentTenant() : undefined;
      return tenantId ? send({ text: beginAs(tenantId) }, values, callback) : send(config_, values, callback);
    };
    this.query = query as typeof this.query;
    this.connection.on('readyForQuery', () => {
      config.answered();
      this.#unanswered = Math.max(0, this.#unanswered - 1);
      if (this.#unanswered === 0) this.overdueAt = Number.POSITIVE_INFINITY;
    });
  }

  /** Cuts the connection: whoever waits gets an error, and no answer that comes later can be taken for another's. */
  abandon(): void {
    this.connection.stream.destroy(new DatabaseUnavailable('The database did not answer in time.'));
  }
}

const LOOK_EVERY_MS = 100;
const PING_MS = 1_000;

/**
 * A pool that carries the current tenant to the database, and waits for it only so long.
 * @NOTE The tenant is read when the query is asked for, never when a connection becomes free: a waiting query is
 * sent from the call that released the connection, which may belong to another tenant.
 * @NOTE A connection whose statement was given up is destroyed, never used again: its answer may still come, and a
 * transaction may still be open on it.
 */
export class TenantPool extends pg.Pool {
  readonly #clients = new Set<TenantClient>();
  /** Those who wait for a connection; each takes one that is free. */
  readonly #waiting = new Set<() => void>();
  readonly #circuit: Circuit;
  readonly #observer: PoolObserver;
  readonly #looking: NodeJS.Timeout;

  /** @param reuseStatements whether named prepared statements may be used (not behind every pooler) */
  constructor(config: pg.PoolConfig, reuseStatements: boolean, waits: StatementWaits, observer: PoolObserver) {
    const answered = (): void => this.#circuit.answered();
    super({ ...config, Client: TenantClient, waits, answered } as unknown as pg.PoolConfig);
    this.#observer = observer;
    const open = this.connect.bind(this) as Open;
    this.#circuit = new Circuit({ ping: () => ping(open), observer });
    this.connect = ((callback?: Connected) => {
      const { refusal } = this.#circuit;
      const within = statementPatience(waits.requestMs, Number.POSITIVE_INFINITY);
      const answer = (done: Connected) => {
        return refusal ? done(refusal) : this.#takeFirst(open, this.#patiently(done, within));
      };
      if (callback) return answer(callback);
      return new Promise((resolve, reject) => {
        answer((error, client) => (error ? reject(error) : resolve(client as pg.PoolClient)));
      });
    }) as typeof this.connect;
    const send = this.query.bind(this) as Send;
    const query: Send = (config_, values, callback) => {
      const statement = typeof config_ === 'string' ? { text: config_ } : config_;
      if (!isStatement(statement)) return send(statement, values, callback);
      const until = untilOf(waits);
      const tenantId = currentTenant();
      return tenantId
        ? send(tenantQuery(statement, { tenantId, reuseStatements, until }), undefined, callback)
        : send({ ...statement, until } as pg.QueryConfig, values, callback);
    };
    this.query = query as typeof this.query;
    this.on('connect', (client) => {
      this.#clients.add(client as unknown as TenantClient);
      // @NOTE A server that goes says so on every connection, also on one between two statements of a transaction or
      // just being closed, where nobody listens: without this, that ends the process. The next statement hears of it.
      client.on('error', ignore);
    });
    // It is in the pool, or with whoever stands in the pool's own line, after this.
    this.on('release', () => queueMicrotask(() => this.#handOn()));
    this.on('remove', (client) => this.#clients.delete(client as unknown as TenantClient));
    this.on('error', (error) => this.#note(error));
    this.#looking = setInterval(() => this.#abandonOverdue(), LOOK_EVERY_MS);
    this.#looking.unref();
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | void {
    clearInterval(this.#looking);
    this.#circuit.end();
    return callback ? super.end(callback) : super.end();
  }

  /** A statement that two looks find overdue is given up. After one, its answer may lie unread: this process was busy itself. */
  #abandonOverdue(): void {
    const now = performance.now();
    for (const client of this.#clients) {
      if (client.overdueAt > now) continue;
      if (client.seenOverdueAt !== client.overdueAt) {
        client.seenOverdueAt = client.overdueAt;
        continue;
      }
      client.overdueAt = Number.POSITIVE_INFINITY;
      this.#observer.statementAbandoned();
      client.abandon();
      this.#circuit.suspect();
    }
  }

  /** Answers whoever waits for a connection in time; one that comes too late goes back unused. */
  #patiently(done: Connected, withinMs: number): Connected {
    let isOver = false;
    const timer = Number.isFinite(withinMs)
      ? setTimeout(() => {
          isOver = true;
          done(new DatabaseUnavailable('No connection to the database in time.'));
        }, withinMs)
      : undefined;
    return (error, client, release) => {
      clearTimeout(timer);
      if (error) this.#note(error);
      if (!isOver) done(error, client, release);
      else if (client) client.release();
    };
  }

  /**
   * Serves whoever asks with the first connection there is: the one opened for them, or one that is set free meanwhile.
   * @NOTE The library waits for the one it opens and for no other, so a server that takes no new connections would
   * stop those who meet a busy moment although connections are set free all the time.
   */
  #takeFirst(open: Open, done: Connected): void {
    let isServed = false;
    const take = () => open(serve);
    const serve: Connected = (error, client, release) => {
      if (isServed) {
        client?.release();
        return;
      }
      isServed = true;
      this.#waiting.delete(take);
      done(error, client, release);
    };
    this.#waiting.add(take);
    take();
  }

  #handOn(): void {
    const [first] = this.#waiting;
    if (!first || this.idleCount === 0) return;
    this.#waiting.delete(first);
    this.#waiting.add(first); // until it is served: somebody else may be faster
    first();
  }

  /** A pool that is busy and a server that is full say nothing against the database. */
  #note(error: Error): void {
    const isBusy = error.message === 'timeout exceeded when trying to connect';
    if (!isBusy && (error as { code?: unknown }).code !== '53300') this.#circuit.suspect();
  }
}

type Open = (callback?: Connected) => unknown;
type Connected = (error: Error | undefined, client?: pg.PoolClient, release?: (error?: unknown) => void) => void;

async function ping(open: () => unknown): Promise<void> {
  const client = (await open()) as pg.PoolClient;
  let fault: Error | undefined;
  try {
    await client.query({ text: 'SELECT 1', until: performance.now() + PING_MS } as pg.QueryConfig);
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    client.release(fault);
  }
}

function ignore(): void {}

function untilOf({ requestMs, otherMs }: StatementWaits): number {
  return performance.now() + statementPatience(requestMs, otherMs);
}

function isStatement(config: string | pg.QueryConfig | pg.Submittable): config is pg.QueryConfig {
  return typeof config === 'object' && 'text' in config && !('submit' in config);
}
