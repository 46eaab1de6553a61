import type { Prisma } from '../generated/prisma/client.js';
import type { OutboxKind } from '../generated/prisma/enums.js';

/**
 * Something that must reach Redis because a transaction committed, and must not if it did not.
 * - JOB: hand the job `body.jobId` of kind `target` to its queue
 * - EVENT: append `body` to the live stream `target`
 * - SIGNAL: publish `body` on the control channel `target` (a hint; its loss costs time, not truth)
 */
export interface OutboxMessage {
  readonly kind: OutboxKind;
  readonly target: string;
  readonly body: Prisma.InputJsonObject;
}

/** A message with the id it got in the outbox; ids of one topic grow in commit order. */
export interface OutboxDelivery extends OutboxMessage {
  readonly id: bigint;
}

/** Takes over what a transaction of `tenantId` left in the outbox. Never throws; what it drops, the relay finds. */
export type DeliverOutbox = (tenantId: string, messages: readonly OutboxDelivery[]) => void;
