import type { ZodError } from 'zod';

/** One thing a caller can put right: what kind, in words, and where in the input. */
export interface Issue {
  readonly code: DomainErrorCode;
  readonly message: string;
  /** Path into the mutation's arguments, for example `['input', 'subject']`; empty when no field is at fault. */
  readonly path: readonly string[];
}

export const DOMAIN_ERROR_CODES = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'FORBIDDEN',
  'CONFLICT',
  'ALREADY_EXISTS',
  'INVALID_STATE',
  'INVALID_CREDENTIALS',
  'RATE_LIMITED',
  'IDEMPOTENCY_MISMATCH',
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

/** A failure the caller can act on. Anything else is a bug: it is masked for the caller and logged in full. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join(' '));
    this.issues = issues;
  }
}

/** Some of the input is not valid; every field at fault is named. */
export class InvalidInput extends DomainError {
  override name = 'InvalidInput';

  static at(path: readonly string[], message: string): InvalidInput {
    return new InvalidInput([{ code: 'INVALID_INPUT', message, path }]);
  }

  static fromZod(error: ZodError): InvalidInput {
    return new InvalidInput(
      error.issues.map(({ message, path }) => ({ code: 'INVALID_INPUT', message, path: path.map(String) })),
    );
  }
}

/** The row does not exist, or belongs to somebody else: the two are told apart by nobody. */
export class NotFound extends DomainError {
  override name = 'NotFound';

  constructor(what: string, path: readonly string[] = []) {
    super([{ code: 'NOT_FOUND', message: `${what} was not found.`, path }]);
  }
}

/** The caller may do such things, but not this one: a rule about the object or the value stands against it. */
export class Forbidden extends DomainError {
  override name = 'Forbidden';

  constructor(message: string, path: readonly string[] = ['input', 'id']) {
    super([{ code: 'FORBIDDEN', message, path }]);
  }
}

/** Somebody else changed the row first. `current` is what it is now. */
export class Conflict extends DomainError {
  override name = 'Conflict';
  readonly current: unknown;

  constructor(message: string, current: unknown = null, path: readonly string[] = ['input', 'expectedVersion']) {
    super([{ code: 'CONFLICT', message, path }]);
    this.current = current;
  }
}

/** A unique value is taken. */
export class AlreadyExists extends DomainError {
  override name = 'AlreadyExists';

  constructor(message: string, path: readonly string[]) {
    super([{ code: 'ALREADY_EXISTS', message, path }]);
  }
}

/** The transition does not exist from the state the object is in. */
export class InvalidState extends DomainError {
  override name = 'InvalidState';

  constructor(message: string, path: readonly string[] = ['input', 'id']) {
    super([{ code: 'INVALID_STATE', message, path }]);
  }
}

/** Sign-in failed; which part was wrong is not said. */
export class InvalidCredentials extends DomainError {
  override name = 'InvalidCredentials';

  constructor(message = 'E-mail address or password is wrong.', path: readonly string[] = ['input']) {
    super([{ code: 'INVALID_CREDENTIALS', message, path }]);
  }
}

/** Too many attempts. `retryAfterSeconds` says when to try again. */
export class TooManyAttempts extends DomainError {
  override name = 'TooManyAttempts';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super([
      { code: 'RATE_LIMITED', message: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, path: [] },
    ]);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The same idempotency key came with another request. */
export class IdempotencyMismatch extends DomainError {
  override name = 'IdempotencyMismatch';

  constructor() {
    super([
      {
        code: 'IDEMPOTENCY_MISMATCH',
        message: 'This idempotency key was used for a different request.',
        path: ['input', 'idempotencyKey'],
      },
    ]);
  }
}

/** A webhook was not taken. */
export class WebhookNotTaken extends Error {
  override name = 'WebhookNotTaken';
  /** For example `HTTP_503`, `TIMEOUT`, `FORBIDDEN_ADDRESS`. */
  readonly code: string;
  /** Trying again is of no use. */
  readonly isPermanent: boolean;
  /** Milliseconds that the receiver asks to wait. */
  readonly retryAfterMs: number;

  constructor(code: string, isPermanent: boolean, retryAfterMs = 0) {
    super(`The receiver did not take it (${code}).`);
    this.code = code;
    this.isPermanent = isPermanent;
    this.retryAfterMs = retryAfterMs;
  }
}
