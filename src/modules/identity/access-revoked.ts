import { z } from 'zod';
import type { OutboxMessage } from '../../db/outbox.js';
import type { TenantHandles } from '../../db/tenant-handles.js';

/** Control channel on which gateways learn that somebody's access ended. */
export const ACCESS_CHANNEL = 'access';

/** Whose access ended: everything of the tenant that matches the ids given. */
export const AccessRevoked = z.object({
  tenantId: z.uuid(),
  sessionId: z.uuid().optional(),
  apiKeyId: z.uuid().optional(),
  userId: z.uuid().optional(),
});
export type AccessRevoked = z.infer<typeof AccessRevoked>;

/** The outbox message that carries it: a hint, since every request asks the database at least once a second. */
export function accessRevoked(access: AccessRevoked): OutboxMessage {
  return { kind: 'SIGNAL', target: ACCESS_CHANNEL, body: { ...access } };
}

/** Such a message as a function of the database has put it into the outbox of a tenant, which need not be the caller's. */
export interface AccessSignal {
  readonly id: string;
  readonly tenantId: string;
  readonly body: AccessRevoked;
}

/** Hands signals over at once; they lie in the tenants' outboxes, so the sweep finds what is lost here. */
export function announceSignals(handles: TenantHandles, signals: readonly AccessSignal[]): void {
  for (const { id, tenantId, body } of signals) {
    const message = { id: BigInt(id), kind: 'SIGNAL', target: ACCESS_CHANNEL, body: { ...body } } as const;
    const { $deliver } = handles.for(tenantId);
    $deliver(tenantId, [message]);
  }
}
