import type { ActorKind } from '../../generated/prisma/enums.js';

/** Who did something, as it is written into jobs, events and logs. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string | null;
  /** An e-mail address, a key's name, or what part of the system it was. */
  readonly label: string;
}

/** Who makes a change, and by what request: what events that come of it tell. */
export interface Cause {
  readonly actor: Actor;
  /** Left out: the request that this call is made for, if it is made for one. */
  readonly requestId?: string | null | undefined;
}

/** Switchyard itself, where nobody asked for what it does. */
export const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', id: null, label: 'switchyard' };
