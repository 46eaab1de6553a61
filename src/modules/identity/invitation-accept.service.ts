import { v7 as newId } from 'uuid';
import type { AcceptedInvitation } from '../../auth/credential-lookup.js';
import { hashPassword, passwordMatches } from '../../auth/passwords.js';
import { secretHash } from '../../auth/secrets.js';
import { transact } from '../../db/transaction.js';
import { AlreadyExists, InvalidCredentials, InvalidInput, NotFound } from '../../errors.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { type SignedIn, type SignInOrigin, type SignInParts, startSession } from './sign-in.service.js';
import { isTaken } from './taken-value.js';
import { Password, ShortName } from './text-input.js';

export interface Acceptance {
  readonly token: string;
  readonly name?: string | null | undefined;
  readonly password?: string | null | undefined;
}

/** Who asks, and what is to count their attempt. */
export interface Accepting {
  /** The person who has signed in here and asks; null when nobody has. */
  readonly signedInAs: string | null;
  /**
   * Counts one attempt, and against an account, if its password is about to be checked.
   * @throws TooManyAttempts
   */
  readonly count: (account: string | null) => Promise<void>;
}

const NO_INVITATION = () => new NotFound('An open invitation with this token', ['input', 'token']);

/**
 * Makes the invited person a member and signs them in. Somebody who has no account gets one with the name and password
 * given; of somebody who has one, it takes their password, or that they are signed in as the invited address already.
 * Since anybody can have an address invited, a password is checked here no more often than by `signIn`, and one that is
 * wrong is told to the tenants of the account in the same way.
 * @throws TooManyAttempts as `count` does
 * @throws NotFound for a token that is unknown, used, revoked or too old, without saying which
 * @throws InvalidCredentials when the account's password is wrong
 * @throws InvalidInput when a new account lacks a name or password
 */
export async function acceptInvitation(
  parts: SignInParts,
  input: Acceptance,
  { signedInAs, count }: Accepting,
  origin: SignInOrigin,
): Promise<SignedIn> {
  const hash = secretHash(input.token);
  const found = await parts.lookup.invitation(hash);
  const needsPassword = found && found.userId !== null && (signedInAs !== found.userId || found.isDisabled);
  await count(needsPassword ? found.email : null);
  if (!found) throw NO_INVITATION();
  const { tenantId, email, userId } = found;
  if (userId === null) checkNewAccount(input);
  else if (needsPassword) {
    const matches = await passwordMatches(input.password ?? '', found.passwordHash ?? undefined);
    if (!matches || found.isDisabled) {
      await parts.lookup.signInFailed({ email, tenantSlug: null }, origin);
      throw new InvalidCredentials('This address has an account; its password is wrong.', ['input', 'password']);
    }
  }
  const passwordHash = userId === null ? await hashPassword(input.password ?? '') : '';
  const accepted = await accept();
  return startSession(parts, { userId: accepted.userId, email }, tenantId, origin);

  async function accept(): Promise<AcceptedInvitation> {
    try {
      return await transact(parts.handles.for(tenantId), async (tx) => {
        const [row] = await tx.$queryRaw<AcceptedInvitation[]>`
          SELECT * FROM identity_accept_invitation(${hash}, ${userId}::uuid, ${newId()}::uuid, ${input.name?.trim() ?? ''},
            ${passwordHash}, ${newId()}::uuid)`;
        if (!row) throw NO_INVITATION(); // somebody else was faster
        const actor = { kind: 'USER', id: row.userId, label: email } as const;
        const subject = { type: 'Invitation', id: row.invitationId };
        const data = { role: row.role };
        await recordEvent(tx, { kind: 'INVITATION_ACCEPTED', subject, actor, requestId: origin.requestId, data });
        return row;
      });
    } catch (error) {
      if (!isTaken(error, 'email')) throw error;
      throw new AlreadyExists('This address has an account by now; give its password.', ['input', 'password']);
    }
  }
}

/** @throws InvalidInput naming everything that is missing */
function checkNewAccount({ name, password }: Acceptance): void {
  const checks = [
    ['name', ShortName.safeParse(name ?? '')],
    ['password', Password.safeParse(password ?? '')],
  ] as const;
  const issues = checks.flatMap(([field, { error }]) =>
    (error?.issues ?? []).map(({ message }) => ({
      code: 'INVALID_INPUT' as const,
      message,
      path: ['input', field],
    })),
  );
  if (issues.length > 0) throw new InvalidInput(issues);
}
