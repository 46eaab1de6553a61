import type { ActorKind } from '../../generated/prisma/enums.js';

/** Who did something, as it is written into jobs, events and logs. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string | null;
  /** An e-mail address, a key's name, or what part of the system it was. */
  readonly label: string;
}
