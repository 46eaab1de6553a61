import type { CredentialLookup } from '../../auth/credential-lookup.js';
import { passwordMatches } from '../../auth/passwords.js';
import { secretHash } from '../../auth/secrets.js';
import type { TenantDb } from '../../db/tenant.js';
import type { TenantHandles } from '../../db/tenant-handles.js';
import { transact } from '../../db/transaction.js';
import { AlreadyExists, InvalidCredentials, InvalidInput } from '../../errors.js';
import { sendMail } from '../mail/outgoing-mail.service.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { changeEmailOnce, verifyEmailOnce } from './account.sql.js';
import {
  EMAIL_CHANGE_HOURS,
  issueOneTimeToken,
  type TokenHolder,
  VERIFICATION_HOURS,
} from './one-time-token.service.js';
import { isTaken } from './taken-value.js';

/** What is asked of a token before its tenant is known. */
export interface TokenParts {
  readonly lookup: Pick<CredentialLookup, 'oneTimeToken'>;
  readonly handles: TenantHandles;
}

/** Mails a person the link that proves their address. */
export function requestVerification(db: TenantDb, person: TokenHolder, requestId: string): Promise<void> {
  return transact(db, async (tx) => {
    const { token, expiresAt } = await issueOneTimeToken(tx, 'EMAIL_VERIFICATION', person);
    await sendMail(tx, {
      template: 'EMAIL_VERIFICATION',
      to: person.email,
      values: { token, validForHours: VERIFICATION_HOURS },
      expiresAt,
      requestId,
    });
  });
}

/** The same for somebody who is signed in. Who has proven it before is mailed nothing. */
export async function resendVerification(db: TenantDb, userId: string, requestId: string): Promise<void> {
  const { email, emailVerifiedAt } = await db.user.findFirstOrThrow({ where: { id: userId } });
  if (!emailVerifiedAt) await requestVerification(db, { userId, email }, requestId);
}

/** Takes an address as proven without a mail, for people that an operator makes. */
export async function verifyAtOnce(db: TenantDb, person: TokenHolder): Promise<void> {
  await transact(db, async (tx) => {
    const { token } = await issueOneTimeToken(tx, 'EMAIL_VERIFICATION', person);
    await verifyEmailOnce(tx, secretHash(token));
  });
}

export interface ConfirmedEmail {
  readonly email: string;
  readonly userId: string;
}

/**
 * Uses the token of a mail: the address is proven, or, when the mail went to a new address, it is the person's now.
 * @throws InvalidInput at `token` when it is none of ours, was used, or its time is over: which, is not said
 * @throws AlreadyExists when somebody else has the new address by now
 */
export async function confirmEmail(parts: TokenParts, token: string, requestId: string): Promise<ConfirmedEmail> {
  const hash = secretHash(token);
  const found = await parts.lookup.oneTimeToken(hash);
  if (!found || found.purpose === 'PASSWORD_RESET') throw tokenRefused();
  const db = parts.handles.for(found.tenantId);
  try {
    return found.purpose === 'EMAIL_CHANGE'
      ? await useChange(db, hash, requestId)
      : await useVerification(db, hash, requestId);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AlreadyExists('Somebody else has this address by now.', ['input', 'token']);
  }
}

function useVerification(db: TenantDb, hash: string, requestId: string): Promise<ConfirmedEmail> {
  return transact(db, async (tx) => {
    const verified = await verifyEmailOnce(tx, hash);
    if (!verified) throw tokenRefused();
    const { userId: id, email } = verified;
    const actor: Actor = { kind: 'USER', id, label: email };
    await recordEvent(tx, { kind: 'EMAIL_VERIFIED', subject: { type: 'User', id }, actor, requestId });
    return { email, userId: id };
  });
}

function useChange(db: TenantDb, hash: string, requestId: string): Promise<ConfirmedEmail> {
  return transact(db, async (tx) => {
    const changed = await changeEmailOnce(tx, hash);
    if (!changed) throw tokenRefused();
    const { userId: id, email, previousEmail } = changed;
    const actor: Actor = { kind: 'USER', id, label: email };
    await recordEvent(tx, { kind: 'EMAIL_CHANGED', subject: { type: 'User', id }, actor, requestId });
    await sendMail(tx, { template: 'EMAIL_CHANGED', to: previousEmail, values: {}, requestId });
    return { email, userId: id };
  });
}

export interface EmailChange {
  readonly newEmail: string;
  readonly password: string;
}

/**
 * Checks what a person may be told at once about a change of their address.
 * @throws InvalidCredentials at `password` when it is wrong
 * @throws InvalidInput when the address is the present one
 */
export async function checkEmailChange(
  db: TenantDb,
  lookup: Pick<CredentialLookup, 'credential'>,
  userId: string,
  { newEmail, password }: EmailChange,
): Promise<void> {
  const { email } = await db.user.findFirstOrThrow({ where: { id: userId } });
  const own = await lookup.credential(email);
  if (!(await passwordMatches(password, own?.passwordHash))) {
    throw new InvalidCredentials('The password is wrong.', ['input', 'password']);
  }
  if (newEmail.toLowerCase() === email) throw InvalidInput.at(['input', 'newEmail'], 'This is your address already.');
}

/**
 * Mails the link that makes a new address the person's own; until it is used, the old one stays. An address that
 * somebody else has is mailed nothing. To be run behind the answer, which must not tell by its time which of them it is.
 */
export async function requestEmailChange(
  db: TenantDb,
  lookup: Pick<CredentialLookup, 'credential'>,
  userId: string,
  newEmail: string,
  requestId: string,
): Promise<void> {
  const wanted = newEmail.toLowerCase();
  if (await lookup.credential(wanted)) return;
  await transact(db, async (tx) => {
    const { token, expiresAt } = await issueOneTimeToken(tx, 'EMAIL_CHANGE', { userId, email: wanted });
    await sendMail(tx, {
      template: 'EMAIL_CHANGE',
      to: wanted,
      values: { token, validForHours: EMAIL_CHANGE_HOURS },
      expiresAt,
      requestId,
    });
  });
}

/** One answer for every reason, so that tokens cannot be told apart. */
export function tokenRefused(): InvalidInput {
  return InvalidInput.at(['input', 'token'], 'This link does not hold any more. Ask for a new one.');
}
