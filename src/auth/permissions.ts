import type { MemberRole } from '../generated/prisma/enums.js';

/** What an API key may be allowed: a module and whether it may change things there. */
export const API_SCOPES = {
  IDENTITY_READ: 'Read the tenant, its members, projects and API keys.',
  IDENTITY_WRITE: 'Create and change projects.',
  SUPPORT_READ: 'Read cases, customers, articles, drafts and live case events.',
  SUPPORT_WRITE: 'Open and change cases, articles and drafts.',
  OPERATIONS_READ: 'Read jobs, queues, health and live events.',
  OPERATIONS_WRITE: 'Cancel and retry jobs.',
} as const;
export type ApiScope = keyof typeof API_SCOPES;

interface Grant {
  readonly roles: readonly MemberRole[];
  /** The API scope that carries it; null: no API key ever gets it. */
  readonly scope: ApiScope | null;
}

const EVERYONE = ['OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER'] as const;
const OPERATORS = ['OWNER', 'ADMIN', 'OPERATOR'] as const;
const ADMINS = ['OWNER', 'ADMIN'] as const;

/** Who may do what: the one table. Every field of the schema names a line of it, or is on the public list. */
const GRANTS = {
  'tenant:read': { roles: EVERYONE, scope: 'IDENTITY_READ' },
  'project:read': { roles: EVERYONE, scope: 'IDENTITY_READ' },
  'project:write': { roles: ADMINS, scope: 'IDENTITY_WRITE' },
  'apiKey:read': { roles: ADMINS, scope: 'IDENTITY_READ' },
  'apiKey:write': { roles: ADMINS, scope: null },
  'case:read': { roles: EVERYONE, scope: 'SUPPORT_READ' },
  'case:write': { roles: OPERATORS, scope: 'SUPPORT_WRITE' },
  'reply:decide': { roles: OPERATORS, scope: 'SUPPORT_WRITE' },
  'kb:read': { roles: EVERYONE, scope: 'SUPPORT_READ' },
  'kb:write': { roles: OPERATORS, scope: 'SUPPORT_WRITE' },
  'job:read': { roles: EVERYONE, scope: 'OPERATIONS_READ' },
  'job:write': { roles: OPERATORS, scope: 'OPERATIONS_WRITE' },
  'event:read': { roles: OPERATORS, scope: 'OPERATIONS_READ' },
  'queue:read': { roles: OPERATORS, scope: 'OPERATIONS_READ' },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof GRANTS;
export const PERMISSIONS = Object.keys(GRANTS) as readonly Permission[];

/**
 * What somebody may do.
 * @param scopes the scopes of an API key; undefined for a person, who has all that the role gives
 */
export function permissionsOf(role: MemberRole, scopes?: readonly string[]): ReadonlySet<Permission> {
  return new Set(
    PERMISSIONS.filter((permission) => {
      const grant: Grant = GRANTS[permission];
      const byScope = scopes === undefined || (grant.scope !== null && scopes.includes(grant.scope));
      return byScope && grant.roles.includes(role);
    }),
  );
}
