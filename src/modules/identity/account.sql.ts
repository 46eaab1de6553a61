import type { TenantTx } from '../../db/tenant.js';
import type { AccessSignal } from './access-revoked.js';

type Db = Pick<TenantTx, '$queryRaw'>;

export interface PasswordReset {
  readonly userId: string;
  readonly email: string;
  readonly signals: readonly AccessSignal[];
}

/** Uses a reset token: sets the password and ends all sessions, or does nothing when the token does not hold. */
export async function resetPasswordOnce(
  db: Db,
  hash: string,
  passwordHash: string,
): Promise<PasswordReset | undefined> {
  const [row] = await db.$queryRaw<PasswordReset[]>`SELECT * FROM identity_password_reset(${hash}, ${passwordHash})`;
  return row;
}

/** Sets the password, if it is still the one that was checked, and ends the other sessions. */
export async function changePasswordOnce(
  db: Db,
  change: {
    readonly userId: string;
    readonly keepSession: string | null;
    readonly checkedHash: string;
    readonly newHash: string;
  },
): Promise<readonly AccessSignal[] | undefined> {
  const [row] = await db.$queryRaw<{ signals: AccessSignal[] }[]>`
    SELECT * FROM identity_password_change(${change.userId}::uuid, ${change.keepSession}::uuid, ${change.checkedHash}, ${change.newHash})`;
  return row?.signals;
}

/** Uses a verification token; undefined when it does not hold. */
export async function verifyEmailOnce(db: Db, hash: string): Promise<{ userId: string; email: string } | undefined> {
  const [row] = await db.$queryRaw<{ userId: string; email: string }[]>`SELECT * FROM identity_email_verify(${hash})`;
  return row;
}

export interface EmailChanged {
  readonly userId: string;
  readonly email: string;
  readonly previousEmail: string;
}

/** Uses a token for a new address; undefined when it does not hold. Throws unique_violation when the address is taken. */
export async function changeEmailOnce(db: Db, hash: string): Promise<EmailChanged | undefined> {
  const [row] = await db.$queryRaw<EmailChanged[]>`SELECT * FROM identity_email_change(${hash})`;
  return row;
}

/** Sets the name; false when the person has another version by now. */
export async function updateName(
  db: Db,
  userId: string,
  name: string,
  expectedVersion: number | null,
): Promise<boolean> {
  const rows = await db.$queryRaw<object[]>`
    SELECT * FROM identity_profile_update(${userId}::uuid, ${name}, ${expectedVersion}::int)`;
  return rows.length > 0;
}

/** Ends what issuers outside have said of a member until now, in every tenant; the signals tell all of these. */
export async function endExternalIdentities(db: Db, userId: string): Promise<readonly AccessSignal[]> {
  const [row] = await db.$queryRaw<{ signals: AccessSignal[] }[]>`
    SELECT identity_end_external(${userId}::uuid) AS "signals"`;
  return row?.signals ?? [];
}
