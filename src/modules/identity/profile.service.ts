import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { Conflict } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { User } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { updateName } from './account.sql.js';

export interface ProfileChange extends ExpectedVersion {
  readonly name: string;
}

/**
 * Changes a person's own name.
 * @throws Conflict when they have another version by now
 */
export function updateProfile(
  db: TenantDb,
  userId: string,
  { name, expectedVersion }: ProfileChange,
  cause: Cause,
): Promise<User> {
  return transact(db, async (tx) => {
    const isChanged = await updateName(tx, userId, name, expectedVersion ?? null);
    const user = await tx.user.findFirstOrThrow({ where: { id: userId } });
    if (!isChanged) throw new Conflict('Your profile has changed since.', { user });
    await recordEvent(tx, { kind: 'PROFILE_UPDATED', subject: { type: 'User', id: userId }, ...cause });
    return user;
  });
}
