import type { CredentialLookup } from '../../auth/credential-lookup.js';
import { passwordFault } from '../../auth/password-rules.js';
import { hashPassword, passwordMatches } from '../../auth/passwords.js';
import { secretHash } from '../../auth/secrets.js';
import type { TenantDb } from '../../db/tenant.js';
import type { TenantHandles } from '../../db/tenant-handles.js';
import { transact } from '../../db/transaction.js';
import { InvalidCredentials, InvalidInput } from '../../errors.js';
import { sendMail } from '../mail/outgoing-mail.service.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { announceSignals } from './access-revoked.js';
import { changePasswordOnce, resetPasswordOnce } from './account.sql.js';
import { tokenRefused } from './email.service.js';
import { issueOneTimeToken, RESET_MINUTES } from './one-time-token.service.js';

/** What is needed before the tenant is known. */
export interface PasswordParts {
  readonly lookup: Pick<CredentialLookup, 'credential' | 'memberships' | 'oneTimeToken'>;
  readonly handles: TenantHandles;
}

/**
 * Mails a person the link to set a new password, if there is such a person. The mail goes out through the tenant they
 * have been a member of longest; who is a member of none has nothing to sign in to and is mailed nothing. To be run
 * behind the answer, which must not tell by its time whether there is one.
 */
export async function requestReset(parts: PasswordParts, address: string, requestId: string): Promise<void> {
  const person = await parts.lookup.credential(address.toLowerCase());
  if (!person) return;
  const [oldest] = await parts.lookup.memberships(person.userId);
  if (!oldest) return;
  await transact(parts.handles.for(oldest.tenantId), async (tx) => {
    const { token, expiresAt } = await issueOneTimeToken(tx, 'PASSWORD_RESET', person);
    await sendMail(tx, {
      template: 'PASSWORD_RESET',
      to: person.email,
      values: { token, validForMinutes: RESET_MINUTES },
      expiresAt,
      requestId,
    });
  });
}

/**
 * Sets a new password with the token of a mail. All sessions of the person end, in every tenant.
 * @returns whose password it is, by id
 * @throws InvalidInput at `token` when it does not hold, at `newPassword` when that is too weak
 */
export async function resetPassword(
  parts: PasswordParts,
  { token, newPassword }: { readonly token: string; readonly newPassword: string },
  requestId: string,
): Promise<string> {
  const hash = secretHash(token);
  const found = await parts.lookup.oneTimeToken(hash);
  if (found?.purpose !== 'PASSWORD_RESET') throw tokenRefused();
  const db = parts.handles.for(found.tenantId);
  const live = await db.oneTimeToken.findFirst({ where: { hash, usedAt: null, expiresAt: { gt: new Date() } } });
  if (!live) throw tokenRefused();
  refuseWeak(newPassword, live.email, ['input', 'newPassword']);
  const passwordHash = await hashPassword(newPassword);
  const { userId, signals } = await transact(db, async (tx) => {
    const reset = await resetPasswordOnce(tx, hash, passwordHash);
    if (!reset) throw tokenRefused(); // another request was first
    const { userId: id, email } = reset;
    const actor: Actor = { kind: 'USER', id, label: email };
    await recordEvent(tx, { kind: 'PASSWORD_RESET', subject: { type: 'User', id }, actor, requestId });
    await sendMail(tx, { template: 'PASSWORD_CHANGED', to: email, values: {}, requestId });
    return reset;
  });
  announceSignals(parts.handles, signals);
  return userId;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * Changes the password of somebody who is signed in and knows the present one. Their other sessions end, in every
 * tenant; this one stays.
 * @throws InvalidCredentials at `currentPassword` when it is wrong; InvalidInput at `newPassword` when that is too weak
 */
export async function changePassword(
  parts: PasswordParts,
  db: TenantDb,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string | null },
  { currentPassword, newPassword }: PasswordChange,
  requestId: string,
): Promise<void> {
  const { email } = await db.user.findFirstOrThrow({ where: { id: userId } });
  const wrong = () => new InvalidCredentials('The present password is wrong.', ['input', 'currentPassword']);
  const credential = await parts.lookup.credential(email);
  if (!(await passwordMatches(currentPassword, credential?.passwordHash)) || !credential) throw wrong();
  refuseWeak(newPassword, email, ['input', 'newPassword']);
  const change = {
    userId,
    keepSession: sessionId,
    checkedHash: credential.passwordHash,
    newHash: await hashPassword(newPassword),
  };
  const signals = await transact(db, async (tx) => {
    const ended = await changePasswordOnce(tx, change);
    if (!ended) throw wrong(); // it was changed meanwhile
    const actor: Actor = { kind: 'USER', id: userId, label: email };
    await recordEvent(tx, { kind: 'PASSWORD_CHANGED', subject: { type: 'User', id: userId }, actor, requestId });
    await sendMail(tx, { template: 'PASSWORD_CHANGED', to: email, values: {}, requestId });
    return ended;
  });
  announceSignals(parts.handles, signals);
}

/** @throws InvalidInput when a password is among those that anybody would try */
export function refuseWeak(password: string, email: string, path: readonly string[]): void {
  const fault = passwordFault(password, email);
  if (fault) throw InvalidInput.at(path, fault);
}
