import type { IdentityGate } from '../auth/identity-gate.js';
import type { SignInLimits } from '../auth/sign-in-limits.js';
import type { SignInParts } from '../modules/identity/sign-in.service.js';

/** Shared machinery that resolvers hand to services. Built once a process. */
export interface Services {
  readonly identity: IdentityGate;
  readonly signIn: SignInParts;
  readonly signInLimits: SignInLimits;
}
