import pg from 'pg';
import { Circuit, type CircuitObserver } from './circuit.js';
import { DatabaseUnavailable } from './outage.js';
import { statementPatience } from './request-clock.js';
import { currentTenant } from './tenant-context.js';

/*
 * How the tenant reaches row security in one round trip.
 *
 * `set_config(..., is_local)` holds for one transaction. PostgreSQL runs all extended-protocol messages up to a
 * Sync in one implicit transaction, so "bind set_config, execute, bind query, execute, sync" is a transaction of
 * its own: no BEGIN/COMMIT trips, nothing left on the session, safe behind a transaction-mode pooler.
 * Inside an explicit transaction the tenant is set once, together with BEGIN.
 * Protocol: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */

const SET_TENANT = "SELECT set_config('app.tenant_id', $1, true)";
const SET_TENANT_NAME = 'switchyard_set_tenant';

interface WireConnection {
  readonly parsedStatements: Record<string, string>;
  parse(message: { text: string; name: string }): void;
  bind(message: { portal: string; statement: string; values: readonly string[] }): void;
  execute(message: { portal: string; rows?: number }): void;
}

/** The part of node-postgres' query object that its type declarations leave out. */
interface WireQuery extends pg.Submittable {
  name: string | undefined;
  prepare(connection: WireConnection): void;
  requiresPreparation(): boolean;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
}

const BaseQuery = pg.Query as unknown as new (config: pg.QueryConfig) => WireQuery;

/** What a statement is sent with: when it will have taken too long, on the clock of `performance.now`. */
interface Timed {
  readonly until?: number;
}

/** A query preceded by the tenant setting, both in one implicit transaction. */
class TenantQuery extends BaseQuery implements Timed {
  readonly until: number;
  readonly #tenantId: string;
  readonly #reuseStatements: boolean;
  #settingTenant = true;

  constructor(config: pg.QueryConfig, tenantId: string, reuseStatements: boolean, until: number) {
    super(config);
    this.until = until;
    this.#tenantId = tenantId;
    this.#reuseStatements = reuseStatements;
  }

  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: WireConnection): void {
    const name = this.#reuseStatements ? SET_TENANT_NAME : '';
    if (!name || connection.parsedStatements[name] === undefined) {
      connection.parse({ text: SET_TENANT, name });
      // @NOTE The client books every ParseComplete under the name of the running query. Two parses at once would
      // book a statement that may yet fail to parse, so the query that brings the tenant statement goes unnamed.
      this.name = undefined;
    }
    connection.bind({ portal: '', statement: name, values: [this.#tenantId] });
    connection.execute({ portal: '' });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (!this.#settingTenant) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (!this.#settingTenant) {
      super.handleCommandComplete(message, connection);
      return;
    }
    this.#settingTenant = false;
    if (this.#reuseStatements) connection.parsedStatements[SET_TENANT_NAME] = SET_TENANT;
  }
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
 * Sets the tenant of an explicit transaction together with its BEGIN: one simple query, one trip. Knows how long its
 * statement has been waiting for an answer.
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
      // The id was checked to be a UUID where it was set.
      return tenantId
        ? send({ text: `BEGIN; SELECT set_config('app.tenant_id', '${tenantId}', true)` }, values, callback)
        : send(config_, values, callback);
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
  readonly #circuit: Circuit;
  readonly #observer: PoolObserver;
  readonly #looking: NodeJS.Timeout;

  /** @param reuseStatements whether named prepared statements may be used (not behind every pooler) */
  constructor(config: pg.PoolConfig, reuseStatements: boolean, waits: StatementWaits, observer: PoolObserver) {
    const answered = (): void => this.#circuit.answered();
    super({ ...config, Client: TenantClient, waits, answered } as unknown as pg.PoolConfig);
    this.#observer = observer;
    const open = this.connect.bind(this) as (callback?: Connected) => unknown;
    this.#circuit = new Circuit({ ping: () => ping(open), observer });
    this.connect = ((callback?: Connected) => {
      const { refusal } = this.#circuit;
      if (!callback) return refusal ? Promise.reject(refusal) : this.#noting(open() as Promise<unknown>);
      if (refusal) return callback(refusal);
      return open((error, ...rest) => {
        if (error) this.#note(error);
        callback(error, ...rest);
      });
    }) as typeof this.connect;
    const send = this.query.bind(this) as Send;
    const query: Send = (config_, values, callback) => {
      const statement = typeof config_ === 'string' ? { text: config_ } : config_;
      if (!isStatement(statement)) return send(statement, values, callback);
      const until = untilOf(waits);
      const tenantId = currentTenant();
      return tenantId
        ? send(new TenantQuery(statement, tenantId, reuseStatements, until), undefined, callback)
        : send({ ...statement, until } as pg.QueryConfig, values, callback);
    };
    this.query = query as typeof this.query;
    this.on('connect', (client) => this.#clients.add(client as unknown as TenantClient));
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

  async #noting<T>(connecting: Promise<T>): Promise<T> {
    try {
      return await connecting;
    } catch (error) {
      this.#note(error as Error);
      throw error;
    }
  }

  /** A pool that is busy and a server that is full say nothing against the database. */
  #note(error: Error): void {
    const isBusy = error.message === 'timeout exceeded when trying to connect';
    if (!isBusy && (error as { code?: unknown }).code !== '53300') this.#circuit.suspect();
  }
}

type Connected = (error: Error | undefined, client?: pg.PoolClient, release?: (error?: unknown) => void) => void;

async function ping(open: () => unknown): Promise<void> {
  const client = (await open()) as pg.PoolClient;
  client.on('error', ignore);
  let fault: Error | undefined;
  try {
    await client.query({ text: 'SELECT 1', until: performance.now() + PING_MS } as pg.QueryConfig);
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    client.off('error', ignore);
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
