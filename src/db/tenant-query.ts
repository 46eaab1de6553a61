import pg from 'pg';
import { APPEND_AUDIT_ENTRY, auditEntryOf, auditEntryValues } from './audit-entry.js';
import { type AuditScope, currentAuditScope } from './audit-scope.js';
import { currentRights } from './tenant-context.js';

/*
 * How the tenant reaches row security in one round trip.
 *
 * `set_config(..., is_local)` holds for one transaction. PostgreSQL runs all extended-protocol messages up to a
 * Sync in one implicit transaction, so "bind set_config, execute, bind query, execute, sync" is a transaction of
 * its own: no BEGIN/COMMIT trips, nothing left on the session, safe behind a transaction-mode pooler.
 * Inside an explicit transaction the tenant is set once, together with BEGIN.
 * In the course of a mutation, a statement that stands alone and may write is followed by its audit entry in the same
 * way: it commits with it, and costs no trip of its own.
 * Protocol: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */

/** Makes the database note which rows the transaction changes. */
const NOTE_CHANGES = ", set_config('app.audit', 'on', true)";
const SET_TENANT = {
  name: 'switchyard_set_tenant',
  text: "SELECT set_config('app.tenant_id', $1, true), set_config('app.rights', $2, true)",
};
const SET_AUDITED_TENANT = { name: 'switchyard_set_audited_tenant', text: SET_TENANT.text + NOTE_CHANGES };
/** Whether a statement may change something; a needless yes does no harm. */
const MAY_WRITE = /\b(INSERT|UPDATE|DELETE)\b|^\s*SELECT\s+(\*\s+FROM\s+)?[a-z_]+\(/;

/** What begins a transaction of a tenant, and makes it an audited one in the course of a mutation; one trip. */
export function beginAs(tenantId: string): string {
  const audit = currentAuditScope() ? NOTE_CHANGES : '';
  // The id was checked to be a UUID where it was set, the rights to be harmless where they were made.
  const tenant = `set_config('app.tenant_id', '${tenantId}', true), set_config('app.rights', '${currentRights()}', true)`;
  return `BEGIN; SELECT ${tenant}${audit}`;
}

export interface TenantStatement {
  readonly tenantId: string;
  /** Whether named prepared statements may be used (not behind every pooler). */
  readonly reuseStatements: boolean;
  /** When it will have taken too long, on the clock of `performance.now`. */
  readonly until: number;
}

/** The query as a tenant's, ready to be sent. */
export function tenantQuery(config: pg.QueryConfig, statement: TenantStatement): pg.Submittable {
  const scope = MAY_WRITE.test(config.text) ? currentAuditScope() : undefined;
  return scope ? new AuditedQuery(config, statement, scope) : new TenantQuery(config, statement);
}

interface WireConnection {
  readonly parsedStatements: Record<string, string>;
  parse(message: { text: string; name: string }): void;
  bind(message: { portal: string; statement: string; values: readonly (string | null)[] }): void;
  execute(message: { portal: string; rows?: number }): void;
  sync(): void;
}

/** The part of node-postgres' query object that its type declarations leave out. */
interface WireQuery extends pg.Submittable {
  name: string | undefined;
  prepare(connection: WireConnection): void;
  requiresPreparation(): boolean;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
  handleReadyForQuery(connection: WireConnection): void;
  _getRows(connection: WireConnection, rows: number | undefined): void;
}

const BaseQuery = pg.Query as unknown as new (config: pg.QueryConfig) => WireQuery;

/** A query preceded by the tenant setting, both in one implicit transaction. */
class TenantQuery extends BaseQuery {
  readonly until: number;
  readonly #statement: TenantStatement;
  readonly #rights = currentRights();
  readonly #setting: typeof SET_TENANT;
  #settingTenant = true;

  constructor(config: pg.QueryConfig, statement: TenantStatement, setting = SET_TENANT) {
    super(config);
    this.until = statement.until;
    this.#statement = statement;
    this.#setting = setting;
  }

  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: WireConnection): void {
    const name = this.#statement.reuseStatements ? this.#setting.name : '';
    if (!name || connection.parsedStatements[name] === undefined) {
      connection.parse({ text: this.#setting.text, name });
      // @NOTE The client books every ParseComplete under the name of the running query. Two parses at once would
      // book a statement that may yet fail to parse, so the query that brings the tenant statement goes unnamed.
      this.name = undefined;
    }
    connection.bind({ portal: '', statement: name, values: [this.#statement.tenantId, this.#rights] });
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
    if (this.#statement.reuseStatements) connection.parsedStatements[this.#setting.name] = this.#setting.text;
  }
}

/** The same, followed by the audit entry of what the query has changed; none if it has changed nothing. */
class AuditedQuery extends TenantQuery {
  readonly #scope: AuditScope;
  /** Counts what is complete: the tenant setting, the query. */
  #completed = 0;
  #isWritten = false;

  constructor(config: pg.QueryConfig, statement: TenantStatement, scope: AuditScope) {
    super(config, statement, SET_AUDITED_TENANT);
    this.#scope = scope;
  }

  override _getRows(connection: WireConnection): void {
    connection.execute({ portal: '' });
    connection.parse({ text: APPEND_AUDIT_ENTRY, name: '' });
    const values = auditEntryValues(auditEntryOf(this.#scope, {}), true);
    connection.bind({ portal: '', statement: '', values });
    connection.execute({ portal: '' });
    connection.sync();
  }

  override handleDataRow(message: unknown): void {
    if (this.#completed < 2) super.handleDataRow(message);
    else this.#isWritten = String((message as { fields: unknown[] }).fields[0]) === 't';
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.#completed < 2) super.handleCommandComplete(message, connection);
    this.#completed += 1;
  }

  override handleReadyForQuery(connection: WireConnection): void {
    if (this.#isWritten) this.#scope.written.push('SUCCEEDED');
    super.handleReadyForQuery(connection);
  }
}
