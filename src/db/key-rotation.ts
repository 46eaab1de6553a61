import { Prisma } from '../generated/prisma/client.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';
import type { TenantDb } from './tenant.js';
import { transact } from './transaction.js';
import { SealBroken, type Vault } from './vault.js';

export interface RotationParts {
  readonly vault: Vault;
  /** The handle of each tenant. */
  readonly tenants: { for(tenantId: string): TenantDb };
  /** All tenants, page by page. */
  readonly directory: { tenants(after: string | null, pageSize: number): Promise<string[]> };
  /** Told after each batch that was committed. */
  readonly onBatch?: (batch: { readonly tenantId: string; readonly column: string; readonly rows: number }) => void;
}

export interface RotationReport {
  /** Values that are sealed with the writing key now and were not before. */
  readonly rotated: number;
  /** Values that none of the keys opens, by column; they are left as they are. */
  readonly unreadable: ReadonlyMap<string, number>;
  /** Values that are not sealed with the writing key after all. */
  readonly remaining: number;
}

const PAGE = 500;
const BATCH = 200;

/**
 * Seals everything that is encrypted at rest anew with the key that writes: tenant by tenant, in batches that commit
 * by themselves. What is left to do can be seen from the rows, so it may be stopped at any moment and run again, also
 * while gateways and workers run. A row that changes meanwhile is left to whoever changed it.
 */
export async function rotateKeys(parts: RotationParts): Promise<RotationReport> {
  let rotated = 0;
  const unreadable = new Map<string, number>();
  await forEachColumn(parts, async (db, column) => {
    for (let after: string | null = null; ; ) {
      const rows = await rowsOnOtherKeys(db, column, parts.vault.currentPrefix, after);
      if (rows.length === 0) break;
      after = rows.at(-1)?.id ?? null;
      const resealed = rows.flatMap((row) => resealedRow(parts.vault, db.$tenantId, column, row));
      const failed = rows.length - resealed.length;
      if (failed > 0) unreadable.set(column, (unreadable.get(column) ?? 0) + failed);
      const written = await transact(db, (tx) => writeResealed(tx, column, resealed));
      rotated += written;
      parts.onBatch?.({ tenantId: db.$tenantId, column, rows: written });
    }
  });
  let remaining = 0;
  await forEachColumn(parts, async (db, column) => {
    remaining += await countOnOtherKeys(db, column, parts.vault.currentPrefix);
  });
  return { rotated, unreadable, remaining };
}

async function forEachColumn(
  { tenants, directory }: RotationParts,
  work: (db: TenantDb, column: SealedColumn) => Promise<void>,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const page: string[] = await directory.tenants(after, PAGE);
    for (const tenantId of page) {
      for (const column of SEALED_COLUMNS) await work(tenants.for(tenantId), column);
    }
    after = page.at(-1) ?? null;
    if (after === null) return;
  }
}

interface SealedRow {
  readonly id: string;
  readonly value: string;
}

interface ResealedRow extends SealedRow {
  readonly resealed: string;
}

function resealedRow(vault: Vault, tenantId: string, column: SealedColumn, { id, value }: SealedRow): ResealedRow[] {
  const place = { tenantId, column, rowId: id };
  try {
    return [{ id, value, resealed: vault.seal(place, vault.open(place, value)) }];
  } catch (error) {
    if (error instanceof SealBroken) return [];
    throw error;
  }
}

/** Table and column as SQL; they come from the registry, so nothing of a request gets here. */
function namesOf(column: SealedColumn): { readonly table: Prisma.Sql; readonly value: Prisma.Sql } {
  const [table, name] = column.split('.');
  return { table: Prisma.raw(`"${table}"`), value: Prisma.raw(`"${name}"`) };
}

type Sql = Pick<TenantDb, '$queryRaw' | '$executeRaw'>;

function rowsOnOtherKeys(db: Sql, column: SealedColumn, prefix: string, after: string | null): Promise<SealedRow[]> {
  const { table, value } = namesOf(column);
  return db.$queryRaw<SealedRow[]>`
    SELECT "id"::text AS "id", ${value} AS "value" FROM ${table}
    WHERE ${value} IS NOT NULL AND NOT starts_with(${value}, ${prefix}) AND (${after}::uuid IS NULL OR "id" > ${after}::uuid)
    ORDER BY "id" LIMIT ${BATCH}::int`;
}

async function countOnOtherKeys(db: Sql, column: SealedColumn, prefix: string): Promise<number> {
  const { table, value } = namesOf(column);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM ${table} WHERE ${value} IS NOT NULL AND NOT starts_with(${value}, ${prefix})`;
  return row?.count ?? 0;
}

function writeResealed(tx: Sql, column: SealedColumn, rows: readonly ResealedRow[]): Promise<number> {
  const { table, value } = namesOf(column);
  return tx.$executeRaw`
    UPDATE ${table} AS t SET ${value} = v.resealed
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map((row) => row.value)}::text[],
      ${rows.map(({ resealed }) => resealed)}::text[]) AS v(id, value, resealed)
    WHERE t."id" = v.id AND t.${value} = v.value`;
}
