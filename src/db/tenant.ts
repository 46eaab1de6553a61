import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DeliverOutbox } from './outbox.js';
import type { ReadArgs } from './read-query.js';
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
  /** Set on the handle of a running job: throws when another attempt has taken over. */
  readonly $fence?: (tx: TenantTx) => Promise<void>;
}

/** The same inside a transaction. */
export interface TenantTx extends Prisma.TransactionClient {
  readonly $tenantId: string;
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
 */
export function forTenant(
  prisma: PrismaClient,
  tenantId: string,
  deliver: DeliverOutbox,
  reads?: TenantReads,
  vault: TenantVault = NO_VAULT,
): TenantDb {
  const filtered = prisma.$extends({
    name: 'tenant-scope',
    client: { $tenantId: tenantId, $deliver: deliver, $vault: vault },
    query: {
      $allOperations({ model, operation, args, query }) {
        if (!model || isGlobalModel(model)) return asTenant(tenantId, async () => await query(args));
        const scoped = scopeToTenant(model, operation, args ?? {}, tenantId);
        return asTenant(tenantId, async () => await query(scoped));
      },
    },
  });
  const bound = filtered.$extends({
    name: 'tenant-transaction',
    client: {
      $transaction: (...call: unknown[]) => {
        if (Array.isArray(call[0])) throw new Error('Hand $transaction a function, not a list');
        return asTenant(tenantId, () => (filtered.$transaction as (...args: unknown[]) => unknown)(...call));
      },
    },
    model: { $allModels: { ...unmergedReads(), ...(reads ? plainReads(filtered, tenantId, reads) : {}) } },
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
function plainReads(filtered: object, tenantId: string, reads: TenantReads) {
  const readWith = (operation: string, plain: ReadOperation, pick: (rows: readonly object[]) => unknown) =>
    async function (this: unknown, args?: ReadArgs): Promise<unknown> {
      const model = Prisma.getExtensionContext(this as { $name?: string }).$name ?? '';
      const answer = await reads.read(tenantId, model, plain, args);
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
