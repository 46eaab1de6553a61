import type { Viewer } from '../auth/viewer.js';
import type { LiveIdentity } from './live-identity.js';

/** Something with connections that stay open. */
export interface IdentityHolder {
  identities(): Iterable<LiveIdentity>;
}

/** Questions about identities under way at a time, so that requests still find a database connection. */
const AT_ONCE = 4;

/** Lets what became of somebody's access reach everything that is open in this process. */
export class AccessWatch {
  readonly #holders: readonly IdentityHolder[];

  constructor(holders: readonly IdentityHolder[]) {
    this.#holders = holders;
  }

  /** Something about the access of matching viewers has changed: they see nothing more until it is known what. */
  changed(matches: (viewer: Viewer) => boolean): void {
    const concerned = this.#all().filter(({ viewer }) => matches(viewer));
    for (const identity of concerned) identity.hold();
    void verifyAll(concerned);
  }

  /** Changes may have gone unheard: everybody is asked about, while their streams go on. */
  unheard(): void {
    void verifyAll(this.#all());
  }

  #all(): LiveIdentity[] {
    return this.#holders.flatMap((holder) => [...holder.identities()]);
  }
}

async function verifyAll(identities: readonly LiveIdentity[]): Promise<void> {
  const left = [...identities];
  const verifyOn = async () => {
    for (let next = left.pop(); next; next = left.pop()) await next.verify();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, verifyOn));
}
