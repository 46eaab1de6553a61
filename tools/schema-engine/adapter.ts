import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { inDatabase, withMaintenance } from './database-command.js';

/** What the CLI passes as `--datasource`. */
export interface Datasource {
  readonly url?: string;
  readonly shadowDatabaseUrl?: string;
}

/** PostgreSQL's one-byte catalogue type "char". */
const CATALOGUE_CHAR = 18;
const TEXT = 25;

/** Connections for the engine: the database itself, and shadow databases that vanish when disposed. */
export function createAdapterFactory(datasource: Datasource): SqlMigrationAwareDriverAdapterFactory {
  const url = () => {
    if (datasource.url === undefined) throw new Error('The datasource has no URL.');
    return datasource.url;
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => connect(url()),
    connectToShadowDb: async () => {
      if (datasource.shadowDatabaseUrl) return connect(datasource.shadowDatabaseUrl);
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      const statement = (sql: string) => withMaintenance(url(), (client) => client.query(sql));
      await statement(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      return connect(inDatabase(url(), name), async () => {
        await statement(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
      });
    },
  };
}

/** One connection, on which the engine's advisory lock and its scripts live together. */
async function connect(url: string, afterwards?: () => Promise<void>): Promise<SqlDriverAdapter> {
  const schema = new URL(url).searchParams.get('schema');
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 });
  const charColumns = readCatalogueChars(pool);
  const inner = await new PrismaPg(pool, schema ? { schema } : undefined).connect();
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    executeRaw: (query) => inner.executeRaw(query),
    startTransaction: (level) => inner.startTransaction(level),
    getConnectionInfo: () => inner.getConnectionInfo(),
    queryRaw: async (query) => {
      const result = await inner.queryRaw(query);
      for (const column of charColumns.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
      return result;
    },
    // The stock adapter splits a script at every semicolon, which cuts function bodies and quoted text in two and
    // leaves half of a failed script behind. Sent whole, the server parses it and undoes all of it.
    executeScript: async (script) => {
      await pool.query(script).catch((error: unknown) => {
        throw asAdapterError(error);
      });
    },
    dispose: async () => {
      await pool.end();
      await afterwards?.();
    },
  };
}

/**
 * The stock adapter refuses columns of type "char", which the catalogues are full of. They are passed to it as text;
 * the returned map tells, by the rows array, which columns these were.
 */
function readCatalogueChars(pool: pg.Pool): WeakMap<readonly unknown[], number[]> {
  const columns = new WeakMap<readonly unknown[], number[]>();
  const query = pool.query.bind(pool) as (config: unknown) => Promise<pg.QueryArrayResult>;
  Object.assign(pool, {
    query: async (config: unknown) => {
      const result = await query(config);
      // A script of several statements answers with several results, none of which is read.
      if (Array.isArray(result)) return result;
      const chars = result.fields.flatMap((field, index) => (field.dataTypeID === CATALOGUE_CHAR ? [index] : []));
      for (const index of chars) result.fields[index]!.dataTypeID = TEXT;
      columns.set(result.rows, chars);
      return result;
    },
  });
  return columns;
}

function asAdapterError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'N/A',
    severity: error.severity ?? 'N/A',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}
