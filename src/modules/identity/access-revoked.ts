import { z } from 'zod';
import type { OutboxMessage } from '../../db/outbox.js';

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
