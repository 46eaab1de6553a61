import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DeliverOutbox } from './outbox.js';
import type { ReadArgs } from './read-query.js';
import { ALL_ROWS, type RowRights } from './row-rights.js';
import { asTenant } from './tenant-context.js';
import type { ReadOperation, TenantReads } from './tenant-reads.js';
import { isGlobalModel, scopeToTenant } from './tenant-scope.js';
import { NO_VAULT, type TenantVault } from './vault.js';

/** A Prisma client that reads and writes one tenant's rows. The only database handle resolvers and services get. */
export interface TenantDb extends PrismaClient {
  readonly $tenantId: string;
  /** Where committed outbox messages go. */
  readonly $deliver: DeliverOutbox;
  /** Seals and opens what is encrypted at rest. */
  readonly $vault: TenantVault;
  /** Which of the tenant's rows it sees. */
  readonly $rights: RowRights;
  /** The handle of the same tenant that sees what the rights say. */
  readonly $withRights: (rights: RowRights) => TenantDb;
  /** Set on the handle of a running job: throws when another attempt has taken over. */
  readonly $fence?: (tx: TenantTx) => Promise<void>;
}

/** The same inside a transaction. */
export interface TenantTx extends Prisma.TransactionClient {
  readonly $tenantId: string;
  /** Which of the tenant's rows it sees. */
  readonly $rights: RowRights;
}

/*
 * @NOTE Prisma merges `findUnique` calls of one tick into one query, whoever made them: two tenants asking at the
 * same moment would share one tenant setting. `findFirst` is never merged.
 * For the same reason a transaction given as a list is refused: all lists of one tick begin on behalf of whoever
 * asked first, and a raw query among them would read that tenant's rows.
 */
const UNMERGED: Readonly<Record<string, 'findFirst' | 'findFirstOrThrow'>> = {
  findUnique: 'findFirst',
  findUniqueOrThrow: 'findFirstOrThrow',
};

/**
 * Binds a Prisma client to one tenant, twice: the application filter here, row security in the database through
 * the connection. Raw SQL is bound by the second alone.
 * @NOTE Extensions do not run for nested operations. Composite foreign keys keep nested reads inside, nested
 * relinks are refused, and row security stands behind both.
 * @param reads answers what it can of the handle's reads, though not of those in a transaction
 * @param vault seals and opens encrypted columns; without one, none can be read or written
 * @param sight which of the tenant's rows it sees, and how to get a handle that sees others
 */
export function forTenant(
  prisma: PrismaClient,
  tenantId: string,
  deliver: DeliverOutbox,
  reads?: TenantReads,
  vault: TenantVault = NO_VAULT,
  sight: Partial<Pick<TenantDb, '$withRights'>> & { readonly rights?: RowRights } = {},
): TenantDb {
  const { rights = ALL_ROWS } = sight;
  const $withRights: TenantDb['$withRights'] =
    sight.$withRights ?? ((others) => forTenant(prisma, tenantId, deliver, reads, vault, { rights: others }));
  const filtered = prisma.$extends({
    name: 'tenant-scope',
    client: { $tenantId: tenantId, $deliver: deliver, $vault: vault, $rights: rights, $withRights },
    query: {
      $allOperations({ model, operation, args, query }) {
        if (!model || isGlobalModel(model)) return asTenant(tenantId, async () => await query(args), rights.text);
        const scoped = scopeToTenant(model, operation, args ?? {}, tenantId, rights);
        return asTenant(tenantId, async () => await query(scoped), rights.text);
      },
    },
  });
  const bound = filtered.$extends({
    name: 'tenant-transaction',
    client: {
      $transaction: (...call: unknown[]) => {
        if (Array.isArray(call[0])) throw new Error('Hand $transaction a function, not a list');
        return asTenant(
          tenantId,
          () => (filtered.$transaction as (...args: unknown[]) => unknown)(...call),
          rights.text,
        );
      },
    },
    model: { $allModels: { ...unmergedReads(), ...(reads ? plainReads(filtered, { tenantId, rights }, reads) : {}) } },
  });
  // @NOTE The inferred type of an extended client stops compiling as the schema grows (TS2321).
  return bound as unknown as TenantDb;
}

type Find = (args: { where: Record<string, unknown> }) => unknown;

function unmergedReads(): Record<string, (this: unknown, args: { where: Record<string, unknown> }) => unknown> {
  return Object.fromEntries(
    Object.entries(UNMERGED).map(([unique, first]) => [
      unique,
      function (this: unknown, args: { where: Record<string, unknown> }) {
        return (this as Record<string, Find>)[first]?.({ ...args, where: flattenCompositeKeys(args.where) });
      },
    ]),
  );
}

type Delegates = Record<string, Record<string, (args: ReadArgs | undefined) => Promise<unknown>>>;

/** Reads that ask `reads` first, and Prisma when it has no answer. */
function plainReads(
  filtered: object,
  { tenantId, rights }: { tenantId: string; rights: RowRights },
  reads: TenantReads,
) {
  const readWith = (operation: string, plain: ReadOperation, pick: (rows: readonly object[]) => unknown) =>
    async function (this: unknown, args?: ReadArgs): Promise<unknown> {
      const model = Prisma.getExtensionContext(this as { $name?: string }).$name ?? '';
      const answer = await reads.read(tenantId, model, plain, args, rights);
      const picked = answer && pick(answer.rows);
      if (picked !== undefined) return picked;
      return (filtered as Delegates)[model.charAt(0).toLowerCase() + model.slice(1)]?.[operation]?.(args);
    };
  return {
    findMany: readWith('findMany', 'findMany', (rows) => rows),
    findFirst: readWith('findFirst', 'findFirst', ([row]) => row ?? null),
    findFirstOrThrow: readWith('findFirstOrThrow', 'findFirst', ([row]) => row), // Prisma says what was not found
  };
}

/** `{ tenantId_slug: { tenantId, slug } }` selects a row by a composite key; `findFirst` wants the parts. */
function flattenCompositeKeys(where: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(where).flatMap(([key, value]) =>
      key.includes('_') && typeof value === 'object' && value !== null ? Object.entries(value) : [[key, value]],
    ),
  );
}
