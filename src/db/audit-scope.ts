import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActorKind, AuditOutcome } from '../generated/prisma/enums.js';

/** Who did something, as the audit keeps it. */
export interface AuditActor {
  readonly kind: ActorKind;
  readonly id: string | null;
  readonly label: string;
}

/** What an audit entry is about: a type of the schema and the row's id. */
export interface AuditSubject {
  readonly type: string;
  readonly id: string;
}

/** Where a request came from. */
export interface AuditOrigin {
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

/** What may be said of an entry besides what its scope knows. What was said first stands. */
export interface AuditFacts {
  readonly action?: string | undefined;
  readonly actor?: AuditActor | undefined;
  readonly subject?: AuditSubject | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly codes?: readonly string[] | undefined;
}

/**
 * One act that has to be audited, while it lasts. Every transaction that begins meanwhile, on whichever handle, writes
 * its entry together with its changes.
 */
export class AuditScope {
  readonly action: string;
  readonly actor: AuditActor | null;
  readonly subject: AuditSubject | null;
  readonly origin: AuditOrigin;
  /** Outcomes that committed transactions have written. */
  readonly written: AuditOutcome[] = [];
  #isOpen = true;

  constructor(act: { action: string; actor: AuditActor | null; subject: AuditSubject | null; origin: AuditOrigin }) {
    this.action = act.action;
    this.actor = act.actor;
    this.subject = act.subject;
    this.origin = act.origin;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Runs the act. What it leaves running behind it is none of it any more. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await scopeOfThisCall.run(this, work);
    } finally {
      this.#isOpen = false;
    }
  }
}

const scopeOfThisCall = new AsyncLocalStorage<AuditScope>();

/** The act that the current call belongs to; undefined outside of any. */
export function currentAuditScope(): AuditScope | undefined {
  const scope = scopeOfThisCall.getStore();
  return scope?.isOpen ? scope : undefined;
}

/** Runs `work` as no part of the act that calls it. */
export function outsideAuditScope<T>(work: () => T): T {
  return scopeOfThisCall.exit(work);
}
