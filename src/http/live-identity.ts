import { type AccessEnd, expiryOf } from '../auth/access-end.js';
import type { PresentedCredentials } from '../auth/identity-gate.js';
import { rightsKey, type Viewer } from '../auth/viewer.js';

/** Says who somebody is, and why somebody is so no longer. Both reject when that cannot be said at the moment. */
export interface IdentitySource {
  authenticate(presented: PresentedCredentials): Promise<Viewer | null>;
  whyEnded(viewer: Viewer): Promise<AccessEnd>;
}

/** What runs under an identity. */
export interface Carried {
  /** Gives its client nothing more until it is told what became of the identity. */
  hold(): void;
  resume(): void;
  /** The identity may do other things now. */
  renew(viewer: Viewer): void;
  /** The identity has ended. */
  expel(end: AccessEnd): void;
}

/** Why a fresh token was not taken. */
export const HAND_OVER_REFUSALS = {
  INVALID_TOKEN: 'The access token does not hold.',
  OTHER_IDENTITY: 'The access token is of somebody else, or of another tenant.',
  NOT_SIGNED_IN: 'The connection was opened by nobody; connect again with the token.',
  UNAVAILABLE: 'The access token cannot be checked at the moment. Try again shortly.',
} as const;
export type HandOverRefusal = keyof typeof HAND_OVER_REFUSALS;

/** Why it could not be said who somebody is. */
export interface Failure {
  readonly error: unknown;
}

/** What is held waits so long before it is asked again what could not be said. */
const ASK_AGAIN_MS = 1_000;

/**
 * Somebody for whom something runs on a connection that stays open: what was presented, who that is by now, and what
 * runs for them. When it ends, all of that ends; when its rights change, all of that is asked for again.
 */
export class LiveIdentity {
  readonly #source: IdentitySource;
  readonly #carried = new Set<Carried>();
  readonly #onEnd: (end: AccessEnd) => void;
  #presented: PresentedCredentials;
  #viewer: Viewer;
  #isHeld = false;
  #isOver = false;
  /** Grows with every question and every change; an answer to an older question is of no use. */
  #round = 0;
  /** Grows with every change that was told of: what was read before it may be out of date. */
  #changes = 0;
  #newest: Promise<Failure | undefined> | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(
    source: IdentitySource,
    presented: PresentedCredentials,
    viewer: Viewer,
    onEnd: (end: AccessEnd) => void = () => {},
  ) {
    this.#source = source;
    this.#presented = presented;
    this.#viewer = viewer;
    this.#onEnd = onEnd;
  }

  get viewer(): Viewer {
    return this.#viewer;
  }

  /** Whether it is being asked whether it still holds. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  carry(one: Carried): void {
    this.#carried.add(one);
  }

  drop(one: Carried): void {
    this.#carried.delete(one);
  }

  /** Nothing is asked or told any more. */
  forget(): void {
    this.#isOver = true;
    clearTimeout(this.#again);
    this.#carried.clear();
  }

  /** Ends it if the credential's own time is over. */
  endIfExpired(): void {
    const end = this.#isOver ? null : expiryOf(this.#viewer);
    if (end) this.end(end);
  }

  /** Ends what runs under it, saying why. */
  end(end: AccessEnd): void {
    if (this.#isOver) return;
    const carried = [...this.#carried];
    this.forget();
    for (const one of carried) one.expel(end);
    this.#onEnd(end);
  }

  /**
   * Something about it has changed: shows nothing more to whoever it carries until `verify` has asked, for which no
   * question counts that is under way.
   */
  hold(): void {
    this.#changes += 1;
    this.#round += 1;
    this.#newest = undefined;
    this.#isHeld = true;
    for (const one of this.#carried) one.hold();
  }

  /**
   * Asks again who it is, and does what follows. While that cannot be said, what is held stays held.
   * @returns the error, if it cannot be said at the moment
   */
  verify(): Promise<Failure | undefined> {
    this.#round += 1;
    this.#newest = this.#ask(this.#round, this.#presented);
    return this.#newest;
  }

  async #ask(round: number, presented: PresentedCredentials): Promise<Failure | undefined> {
    try {
      const now = await this.#source.authenticate(presented);
      const isSame = now !== null && isSamePerson(now, this.#viewer);
      const end = isSame ? null : (expiryOf(this.#viewer) ?? (await this.#source.whyEnded(this.#viewer)));
      if (this.#isOver) return undefined;
      // Somebody asked later, or has to since something changed: whoever waits for this wants to know what holds now.
      if (round !== this.#round) return this.#newest ?? this.verify();
      if (presented !== this.#presented) return this.verify(); // a fresh token came meanwhile
      if (end) this.end(end);
      else if (now) this.#become(now);
      return undefined;
    } catch (error) {
      this.#askAgain();
      return { error };
    }
  }

  /** However many questions fail, what is held asks once in a while. */
  #askAgain(): void {
    if (!this.#isHeld || this.#isOver || this.#again) return;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      if (this.#isHeld) void this.verify();
    }, ASK_AGAIN_MS).unref();
  }

  /**
   * Goes on with fresh credentials of the same person or key in the same tenant; anybody else's change nothing. The
   * project to which the connection is narrowed stays: a fresh token must not widen what is shown.
   * @returns why they were not taken; null when they were
   */
  async handOver(fresh: PresentedCredentials): Promise<HandOverRefusal | null> {
    const { project, address } = this.#presented;
    const presented = { ...fresh, project, address };
    const changes = this.#changes;
    try {
      const viewer = await this.#source.authenticate(presented);
      if (!viewer) return 'INVALID_TOKEN';
      if (!isSamePerson(viewer, this.#viewer)) return 'OTHER_IDENTITY';
      if (changes !== this.#changes) return this.handOver(fresh); // what was read may be older than the change
      this.#presented = presented;
      this.#become(viewer);
      return null;
    } catch {
      return 'UNAVAILABLE';
    }
  }

  #become(viewer: Viewer): void {
    const before = this.#viewer;
    this.#viewer = viewer;
    this.#isHeld = false;
    const isAlike = viewer.role === before.role && rightsKey(viewer) === rightsKey(before);
    for (const one of this.#carried) isAlike ? one.resume() : one.renew(viewer);
  }
}

function isSamePerson(one: Viewer, other: Viewer): boolean {
  return (
    one.kind === other.kind &&
    one.tenantId === other.tenantId &&
    one.userId === other.userId &&
    one.apiKeyId === other.apiKeyId
  );
}
