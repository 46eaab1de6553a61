import type { ProjectScope } from '../db/project-scope.js';
import type { MemberRole } from '../generated/prisma/enums.js';
import type { Permission } from './permissions.js';
import { rowRightsOf } from './policies.js';

/** Who is asking: a person or a machine, in one tenant, with what it may do there. */
export interface Viewer {
  readonly kind: 'USER' | 'API_KEY';
  readonly tenantId: string;
  /** The person; for an API key, the one who created it. */
  readonly userId: string;
  readonly role: MemberRole;
  readonly permissions: ReadonlySet<Permission>;
  /** What of the tenant's projects is there for them, in this request. */
  readonly projects: ProjectScope;
  /** The request is narrowed to a project that does not exist for them: nothing may be done in it. */
  readonly isProjectRefused: boolean;
  /** Set for a person. */
  readonly sessionId: string | null;
  /** Set for a machine. */
  readonly apiKeyId: string | null;
  /** How the viewer is named in events and logs: an e-mail address or a key's name. */
  readonly label: string;
  /** How many requests a minute its key may make; null where only the general limits hold. */
  readonly requestsPerMinute: number | null;
  /** When the credential ends by itself; null when it does not. */
  readonly expiresAt: Date | null;
}

/**
 * Two viewers with the same key see the same rows and fields. They may be shown the same event, serialised once, as
 * long as nothing in it was made by looking at who they are (`src/graphql/watched-context.ts` finds that out).
 */
export function rightsKey(viewer: Viewer | null): string {
  if (!viewer) return 'nobody';
  const project = viewer.isProjectRefused ? '/no project' : '';
  return `${viewer.tenantId}/${[...viewer.permissions].join(',')}/${rowRightsOf(viewer).text}${project}`;
}
