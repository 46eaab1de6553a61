import { ALL_ROWS } from '../../db/row-rights.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import type { Customer } from '../../generated/prisma/client.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { lockCustomers } from './case-merge.sql.js';

export interface MergedCustomers {
  /** The customer that both are now. */
  readonly customer: Customer;
  readonly movedCases: number;
}

const PATIENCE_MS = 5_000;
const INTO = ['input', 'intoId'];

/**
 * Makes two customers one: the cases of the first are those of the second, and so is every case that is opened from its
 * address later.
 * @throws NotFound; InvalidInput when they are one and the same; InvalidState when either was merged before
 */
export async function mergeCustomers(db: TenantDb, id: string, intoId: string, cause: Cause): Promise<MergedCustomers> {
  // Whoever may not see a customer is told that there is none. Then all cases move, also those of projects that are
  // hidden from whoever asks: a customer belongs to the tenant.
  await requireCustomer(db, id, ['input', 'id']);
  await requireCustomer(db, intoId, INTO);
  if (id === intoId) throw InvalidInput.at(INTO, 'A customer is not merged with itself.');
  // Whoever works on many cases at once locks them one by one; where this crosses that, PostgreSQL ends one of the two.
  return withPatience(PATIENCE_MS, () =>
    transact(db.$withRights(ALL_ROWS), (tx) => mergeCustomersIn(tx, id, intoId, cause)),
  );
}

async function mergeCustomersIn(tx: Transaction, id: string, intoId: string, cause: Cause): Promise<MergedCustomers> {
  const locked = await lockCustomers(tx, [id, intoId]);
  const [source, target] = [id, intoId].map((wanted) => locked.find((customer) => customer.id === wanted));
  if (!source || !target) throw new NotFound('The customer', ['input', 'id']);
  if (source.mergedIntoId !== null) throw new InvalidState('This customer is another one by now.');
  if (target.mergedIntoId !== null) throw new InvalidState('This customer is another one by now.', INTO);
  const { count: movedCases } = await tx.case.updateMany({
    where: { customerId: id },
    data: { customerId: intoId, version: { increment: 1 }, updatedAt: new Date() },
  });
  const moved = { OR: [{ id }, { mergedIntoId: id }] };
  await tx.customer.updateMany({ where: moved, data: { mergedIntoId: intoId } });
  const subject = { type: 'Customer', id };
  await recordEvent(tx, { kind: 'CUSTOMERS_MERGED', subject, ...cause, data: { intoId, movedCases } });
  return { customer: target, movedCases };
}

async function requireCustomer(db: TenantDb, id: string, path: readonly string[]): Promise<void> {
  const found = await db.customer.findFirst({ where: { id }, select: { id: true } });
  if (!found) throw new NotFound('The customer', path);
}
