import type { TenantTx } from '../../db/tenant.js';
import type { Case, Customer } from '../../generated/prisma/client.js';

/** Nobody adds to the conversations of a case, or takes them to another, until the transaction ends. */
export async function lockThreadsOf(tx: TenantTx, caseId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT "id" FROM "ChannelThread" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "caseId" = ${caseId}::uuid ORDER BY "id" FOR UPDATE`;
}

/** Cases under lock, in one order for everybody. */
export function lockCases(tx: TenantTx, ids: readonly string[]): Promise<Case[]> {
  return tx.$queryRaw<Case[]>`
    SELECT * FROM "Case" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ANY (${[...ids]}::uuid[]) ORDER BY "id" FOR UPDATE`;
}

/** Customers under lock, in one order for everybody. */
export function lockCustomers(tx: TenantTx, ids: readonly string[]): Promise<Customer[]> {
  return tx.$queryRaw<Customer[]>`
    SELECT * FROM "Customer" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ANY (${[...ids]}::uuid[]) ORDER BY "id" FOR UPDATE`;
}

/** Closes a case for another that goes on in its place, with all that were merged into it before. Nothing is promised of it any more. */
export async function closeMerged(tx: TenantTx, sourceId: string, targetId: string): Promise<Case | undefined> {
  const [closed] = await tx.$queryRaw<Case[]>`
    UPDATE "Case" SET "state" = 'CLOSED', "mergedIntoId" = ${targetId}::uuid, "firstAnswerDueAt" = NULL, "resolutionDueAt" = NULL,
      "version" = "version" + 1, "updatedAt" = now()
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${sourceId}::uuid RETURNING *`;
  await tx.$executeRaw`
    UPDATE "Case" SET "mergedIntoId" = ${targetId}::uuid WHERE "tenantId" = ${tx.$tenantId}::uuid AND "mergedIntoId" = ${sourceId}::uuid`;
  return closed;
}
