import type { TenantTx } from '../../db/tenant.js';
import type { ChannelThread } from '../../generated/prisma/client.js';

type Sql = Pick<TenantTx, '$queryRaw' | '$executeRaw' | '$tenantId'>;

export interface NewDelivery {
  readonly id: string;
  readonly channelId: string;
  readonly deliveryId: string | null;
  readonly bodyHash: string;
  readonly contentType: string;
}

/** Refusals of one channel that are kept of an hour. */
const REJECTED_AN_HOUR = 50;

/** Stores a verified delivery. False: one with this id is there already, also when it is being stored right now. */
export async function insertInbound(tx: Sql, row: NewDelivery & { readonly body: Buffer }): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO "InboundEvent" ("id", "tenantId", "channelId", "deliveryId", "bodyHash", "contentType", "bytes", "body", "state")
    VALUES (${row.id}::uuid, ${tx.$tenantId}::uuid, ${row.channelId}::uuid, ${row.deliveryId}, ${row.bodyHash}, ${row.contentType},
      ${row.body.length}::int, ${row.body}, 'VERIFIED')
    ON CONFLICT ("tenantId", "channelId", "deliveryId") WHERE "state" <> 'REJECTED' DO NOTHING`;
  return inserted === 1;
}

/** Notes a refusal, unless so many were noted within the hour. */
export async function insertRejected(tx: Sql, row: NewDelivery, bytes: number, errorCode: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "InboundEvent" ("id", "tenantId", "channelId", "deliveryId", "bodyHash", "contentType", "bytes", "state", "errorCode", "endedAt")
    SELECT ${row.id}::uuid, ${tx.$tenantId}::uuid, ${row.channelId}::uuid, ${row.deliveryId}, ${row.bodyHash}, ${row.contentType},
      ${bytes}::int, 'REJECTED', ${errorCode}, now()
    WHERE (SELECT count(*) FROM (
      SELECT FROM "InboundEvent" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "channelId" = ${row.channelId}::uuid
        AND "state" = 'REJECTED' AND "receivedAt" > now() - interval '1 hour' LIMIT ${REJECTED_AN_HOUR}::int) recent) < ${REJECTED_AN_HOUR}::int`;
}

/** A delivery that is not processed yet, which nobody else processes until the transaction ends; undefined when it is done. */
export async function lockOpenInbound(tx: Sql, id: string): Promise<{ id: string } | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "InboundEvent" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${id}::uuid
      AND "state" IN ('VERIFIED', 'FAILED', 'DEAD') FOR UPDATE`;
  return row;
}

/** Lets one transaction at a time look for a conversation and begin it. Ends with the transaction. */
export async function lockConversation(tx: Sql, channelId: string, externalId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${channelId} ${externalId}`}, 0))`;
}

/** A conversation that nobody else moves to another case until the transaction ends. */
export async function lockThread(tx: Sql, id: string): Promise<ChannelThread | undefined> {
  const [row] = await tx.$queryRaw<ChannelThread[]>`
    SELECT * FROM "ChannelThread" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${id}::uuid FOR UPDATE`;
  return row;
}
