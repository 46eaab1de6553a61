import { createHash } from 'node:crypto';
import type pg from 'pg';
import { readModels } from './read-model.js';
import { type ReadArgs, ReadParser } from './read-query.js';
import { compileRead, type ReadStatement } from './read-statement.js';
import { ALL_ROWS, type RowRights } from './row-rights.js';
import { asTenant } from './tenant-context.js';
import { isGlobalModel } from './tenant-scope.js';

type Row = Record<string, unknown>;
export type ReadOperation = 'findMany' | 'findFirst';

/** What a read was answered with; undefined when Prisma has to answer it. */
export type ReadAnswer = { readonly rows: readonly Row[] } | undefined;

/** Different statements beyond this many are Prisma's again, so that a session's memory stays bounded. */
const MAX_STATEMENTS = 500;

/**
 * Answers plain reads of a tenant with one prepared statement, under the same filter and the same row security as
 * Prisma would, and with the same result. Prisma plans, splits and reassembles each of them anew, which is most of
 * what a small request costs. Whatever is not plain is left to Prisma, and so is saying what is wrong with a read.
 */
export class TenantReads {
  readonly #pool: pg.Pool;
  readonly #isPrepared: boolean;
  readonly #models = readModels();
  readonly #statements = new Map<string, (ReadStatement & { readonly name: string }) | null>();

  /** @param isPrepared whether named prepared statements may be used (not behind every pooler) */
  constructor(pool: pg.Pool, isPrepared: boolean) {
    this.#pool = pool;
    this.#isPrepared = isPrepared;
  }

  /** @param rights which of the tenant's rows are seen; all by default */
  async read(
    tenantId: string,
    modelName: string,
    operation: ReadOperation,
    args: ReadArgs = {},
    rights: RowRights = ALL_ROWS,
  ): Promise<ReadAnswer> {
    const model = this.#models.get(modelName);
    const isFirst = operation === 'findFirst';
    if (!model || (isFirst && args.take !== undefined)) return undefined;
    const parser = new ReadParser(this.#models, []);
    const tenant = isGlobalModel(modelName) ? undefined : { tenantId };
    parser.key = `${modelName} ${operation}`;
    const query = parser.parse(model, {
      ...args,
      where: { ...(args.where as object), ...rights.filters[modelName], ...tenant },
    });
    if (!parser.isSupported) return undefined;
    const statement = this.#statement(parser.key, () => compileRead(isFirst ? { ...query, take: 1 } : query));
    return statement ? this.#run({ tenantId, rights }, statement, parser.values) : undefined;
  }

  async #run(
    { tenantId, rights }: { tenantId: string; rights: RowRights },
    { name, text, decode }: ReadStatement & { name: string },
    values: unknown[],
  ): Promise<ReadAnswer> {
    const config = { text, values, ...(this.#isPrepared ? { name } : {}) };
    try {
      const { rows } = await asTenant(tenantId, () => this.#pool.query<{ rows: string }>(config), rights.text);
      return { rows: decode(JSON.parse(rows[0]!.rows) as Row[]) };
    } catch (error) {
      if (isFaultOfValue(error)) return undefined;
      throw error;
    }
  }

  #statement(key: string, compile: () => ReadStatement | undefined) {
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) return null;
    const compiled = compile();
    const name = `r_${createHash('sha256').update(key).digest('base64url').slice(0, 24)}`;
    const statement = compiled ? { ...compiled, name } : null;
    this.#statements.set(key, statement);
    return statement;
  }
}

/** Class 22, a value that is none of its type: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isFaultOfValue(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('22');
}
