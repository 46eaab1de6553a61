import pg from 'pg';
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

/** A query preceded by the tenant setting, both in one implicit transaction. */
class TenantQuery extends BaseQuery {
  readonly #tenantId: string;
  readonly #reuseStatements: boolean;
  #settingTenant = true;

  constructor(config: pg.QueryConfig, tenantId: string, reuseStatements: boolean) {
    super(config);
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

type Send = (config: pg.QueryConfig | pg.Submittable, values?: unknown, callback?: unknown) => unknown;

/** Sets the tenant of an explicit transaction together with its BEGIN: one simple query, one trip. */
class TenantClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as Send;
    const query: Send = (config, values, callback) => {
      const tenantId = isStatement(config) && config.text === 'BEGIN' ? currentTenant() : undefined;
      // The id was checked to be a UUID where it was set.
      return tenantId
        ? send({ text: `BEGIN; SELECT set_config('app.tenant_id', '${tenantId}', true)` }, values, callback)
        : send(config, values, callback);
    };
    this.query = query as typeof this.query;
  }
}

/**
 * A pool that carries the current tenant to the database.
 * @NOTE The tenant is read when the query is asked for, never when a connection becomes free: a waiting query is
 * sent from the call that released the connection, which may belong to another tenant.
 */
export class TenantPool extends pg.Pool {
  /** @param reuseStatements whether named prepared statements may be used (not behind every pooler) */
  constructor(config: pg.PoolConfig, reuseStatements: boolean) {
    super({ ...config, Client: TenantClient });
    const send = this.query.bind(this) as Send;
    const query: Send = (config, values, callback) => {
      const tenantId = isStatement(config) ? currentTenant() : undefined;
      return tenantId && isStatement(config)
        ? send(new TenantQuery(config, tenantId, reuseStatements), undefined, callback)
        : send(config, values, callback);
    };
    this.query = query as typeof this.query;
  }
}

function isStatement(config: pg.QueryConfig | pg.Submittable): config is pg.QueryConfig {
  return typeof config === 'object' && 'text' in config;
}
