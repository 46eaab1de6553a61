import { newOneTimeToken, secretHash } from '../../auth/secrets.js';
import type { Transaction } from '../../db/transaction.js';
import type { OneTimeTokenPurpose } from '../../generated/prisma/enums.js';

/** Hours and minutes for which the secrets in mails hold. */
export const VERIFICATION_HOURS = 48;
export const EMAIL_CHANGE_HOURS = 24;
export const RESET_MINUTES = 30;

const HOUR_MS = 3_600_000;
const LIFETIME_MS: Readonly<Record<OneTimeTokenPurpose, number>> = {
  EMAIL_VERIFICATION: VERIFICATION_HOURS * HOUR_MS,
  EMAIL_CHANGE: EMAIL_CHANGE_HOURS * HOUR_MS,
  PASSWORD_RESET: RESET_MINUTES * 60_000,
};

export interface TokenHolder {
  readonly userId: string;
  /** The address the token is mailed to. */
  readonly email: string;
}

/**
 * Makes a secret that works once. Only its hash is kept, so it has to be mailed in the same transaction. Earlier ones
 * of the purpose go on working until their time is over or one of them was used.
 */
export async function issueOneTimeToken(
  tx: Transaction,
  purpose: OneTimeTokenPurpose,
  { userId, email }: TokenHolder,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newOneTimeToken();
  const expiresAt = new Date(Date.now() + LIFETIME_MS[purpose]);
  await tx.oneTimeToken.create({
    data: { tenantId: tx.$tenantId, userId, purpose, email, hash: secretHash(token), expiresAt },
  });
  return { token, expiresAt };
}
