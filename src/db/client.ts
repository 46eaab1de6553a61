import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.js';
import { type PoolObserver, TenantPool } from './tenant-connection.js';
import { TenantReads } from './tenant-reads.js';

export interface DatabaseSettings {
  readonly url: string;
  /** Connections a process may open. */
  readonly poolSize: number;
  /** Milliseconds a statement waits for a connection before it is answered that the service is unavailable. */
  readonly poolWaitMs: number;
  /** Milliseconds that all statements of a request together may wait for answers; by default as long as any other. */
  readonly requestWaitMs?: number;
  /** Milliseconds a statement waits for a lock. */
  readonly lockWaitMs?: number;
  /** Milliseconds after which the server ends a statement. */
  readonly statementTimeoutMs: number;
  /** Named prepared statements; off behind a pooler that does not carry them over. */
  readonly preparedStatements: boolean;
  readonly onPoolError: (error: Error) => void;
  readonly observer?: PoolObserver;
}

const NO_OBSERVER: PoolObserver = { circuitChanged: () => {}, statementAbandoned: () => {} };
/** A server that hangs ends nothing by itself: so long after it should have, the connection is given up. */
const SERVER_GRACE_MS = 2_000;

export interface Database extends AsyncDisposable {
  /** Not bound to a tenant: reads zero rows of every tenant table. See `unscoped.ts` for who may hold it. */
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Answers plain reads of tenants without Prisma. */
  readonly reads: TenantReads;
}

/** Statements beyond this many different texts run unnamed, so that a session's memory stays bounded. */
const MAX_NAMED_STATEMENTS = 500;

/** Opens the pool and the Prisma client of one process. */
export function openDatabase(settings: DatabaseSettings): Database {
  const { statementTimeoutMs, lockWaitMs } = settings;
  const otherMs = statementTimeoutMs + SERVER_GRACE_MS;
  const pool = new TenantPool(
    {
      connectionString: settings.url,
      max: settings.poolSize,
      connectionTimeoutMillis: settings.poolWaitMs,
      idleTimeoutMillis: 30_000,
      statement_timeout: statementTimeoutMs,
      ...(lockWaitMs ? { lock_timeout: lockWaitMs } : {}),
      idle_in_transaction_session_timeout: 30_000,
      application_name: 'switchyard',
    },
    settings.preparedStatements,
    { requestMs: settings.requestWaitMs ?? otherMs, otherMs },
    settings.observer ?? NO_OBSERVER,
  );
  pool.on('error', settings.onPoolError);
  const adapter = new PrismaPg(pool, {
    onPoolError: settings.onPoolError,
    onConnectionError: settings.onPoolError,
    ...(settings.preparedStatements ? { statementNameGenerator: statementNames() } : {}),
  });
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 15_000 } });
  return {
    prisma,
    pool,
    reads: new TenantReads(pool, settings.preparedStatements),
    async [Symbol.asyncDispose]() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Gives each statement text a stable name, so that PostgreSQL parses and plans it once a connection. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= MAX_NAMED_STATEMENTS) return known ?? '';
    const name = `s_${createHash('sha256').update(sql).digest('base64url').slice(0, 24)}`;
    names.set(sql, name);
    return name;
  };
}
