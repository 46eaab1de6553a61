import type { MemberRole } from '../generated/prisma/enums.js';

/** What an API key may be allowed: a module and whether it may change things there. */
export const API_SCOPES = {
  IDENTITY_READ: 'Read the tenant, its members, projects, API keys and audit, and who may do what.',
  IDENTITY_WRITE: 'Create and change projects.',
  SUPPORT_READ: 'Read cases, customers, articles, drafts and live case events.',
  SUPPORT_WRITE: 'Open and change cases, articles and drafts.',
  OPERATIONS_READ: 'Read jobs, queues, health and live events.',
  MODELS_READ: 'Read models, routes, uses, spending and budgets.',
  MODELS_WRITE: 'Change models, routes and budgets.',
  OPERATIONS_WRITE: 'Cancel and retry jobs, deal with dead letters and schedules, pause and resume queues.',
} as const;
export type ApiScope = keyof typeof API_SCOPES;

/** A line of the table. */
export interface Grant {
  /** What it lets one do, in one sentence for people. */
  readonly description: string;
  readonly roles: readonly MemberRole[];
  /** The API scope that carries it; null: no API key ever gets it. */
  readonly scope: ApiScope | null;
}

const EVERYONE = ['OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER'] as const;
const EMPLOYEES = ['OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE'] as const;
const OPERATORS = ['OWNER', 'ADMIN', 'OPERATOR'] as const;
const ADMINS = ['OWNER', 'ADMIN'] as const;

/** Who may do what: the one table. Every field of the schema names a line of it, or is on the public list. */
const GRANTS = {
  'account:read': {
    description: 'See your own sessions. Never for a key.',
    roles: EVERYONE,
    scope: null,
  },
  'account:write': {
    description: 'Change your own name, address and password, and end your sessions. Never for a key.',
    roles: EVERYONE,
    scope: null,
  },
  'tenant:read': {
    description: 'See the tenant and its people.',
    roles: EVERYONE,
    scope: 'IDENTITY_READ',
  },
  'tenant:write': {
    description: 'Rename the tenant. Never for a key.',
    roles: ADMINS,
    scope: null,
  },
  'tenant:switch': {
    description: 'Go on in another of your own tenants. Never for a key.',
    roles: EVERYONE,
    scope: null,
  },
  'member:read': {
    description: 'See who is a member, and as what.',
    roles: EVERYONE,
    scope: 'IDENTITY_READ',
  },
  'member:write': {
    description: 'Change the roles of members, and remove them. Never for a key.',
    roles: ADMINS,
    scope: null,
  },
  'member:leave': {
    description: 'Leave the tenant. Never for a key.',
    roles: EVERYONE,
    scope: null,
  },
  'invitation:read': {
    description: 'See who is invited.',
    roles: ADMINS,
    scope: 'IDENTITY_READ',
  },
  'invitation:write': {
    description: 'Invite people, send invitations again and revoke them. Never for a key.',
    roles: ADMINS,
    scope: null,
  },
  'project:read': {
    description: 'See projects and their settings.',
    roles: EVERYONE,
    scope: 'IDENTITY_READ',
  },
  'project:write': {
    description: 'Create and change projects.',
    roles: ADMINS,
    scope: 'IDENTITY_WRITE',
  },
  'apiKey:read': {
    description: 'See API keys: what they may do and when they were used, never their secrets.',
    roles: ADMINS,
    scope: 'IDENTITY_READ',
  },
  'apiKey:write': {
    description: 'Create, change, rotate and revoke API keys. Never for a key.',
    roles: ADMINS,
    scope: null,
  },
  'audit:read': {
    description: 'See who did, or tried to do, what, and export it.',
    roles: ADMINS,
    scope: 'IDENTITY_READ',
  },
  'access:read': {
    description: 'Ask why somebody may, or may not, do something with an object.',
    roles: ADMINS,
    scope: 'IDENTITY_READ',
  },
  'trace:read': {
    description: 'Follow a request through what it did, its jobs, events and outgoing calls.',
    roles: OPERATORS,
    scope: 'OPERATIONS_READ',
  },
  'case:read': {
    description: 'See cases with their messages, drafts and pipelines, and follow them live.',
    roles: EVERYONE,
    scope: 'SUPPORT_READ',
  },
  'case:open': {
    description: 'Open a case for a customer.',
    roles: EMPLOYEES,
    scope: 'SUPPORT_WRITE',
  },
  'case:write': {
    description: 'Import, triage, assign, tag, resolve, close and reopen cases, and write notes about them.',
    roles: OPERATORS,
    scope: 'SUPPORT_WRITE',
  },
  'reply:decide': {
    description: 'Edit, approve and reject drafted replies.',
    roles: OPERATORS,
    scope: 'SUPPORT_WRITE',
  },
  'approval:read': {
    description: 'See what waits for a person, and what became of it.',
    roles: OPERATORS,
    scope: 'SUPPORT_READ',
  },
  'approval:decide': {
    description: 'Say yes or no to what waits; each thing asks for its own permission, too.',
    roles: OPERATORS,
    scope: 'SUPPORT_WRITE',
  },
  'change:decide': {
    description: 'Edit, accept and reject proposed changes.',
    roles: OPERATORS,
    scope: 'SUPPORT_WRITE',
  },
  'triage:read': {
    description: 'See how well triage does, and the versions of what it has learned.',
    roles: OPERATORS,
    scope: 'SUPPORT_READ',
  },
  'triage:write': {
    description: 'Train triage, and say which version is in use.',
    roles: ADMINS,
    scope: 'SUPPORT_WRITE',
  },
  'kb:read': {
    description: 'Read and search the knowledge base.',
    roles: EVERYONE,
    scope: 'SUPPORT_READ',
  },
  'kb:write': {
    description: 'Write, import, publish and archive articles.',
    roles: OPERATORS,
    scope: 'SUPPORT_WRITE',
  },
  'channel:read': {
    description: 'See channels and what came in by them, never their secrets.',
    roles: OPERATORS,
    scope: 'SUPPORT_READ',
  },
  'channel:write': {
    description: 'Create and change channels, and give them new secrets. Never for a key.',
    roles: ADMINS,
    scope: null,
  },
  'job:read': {
    description: 'See jobs, dead letters and schedules, and follow jobs live.',
    roles: EVERYONE,
    scope: 'OPERATIONS_READ',
  },
  'job:write': {
    description: 'Cancel and retry jobs, replay dead letters, change schedules.',
    roles: OPERATORS,
    scope: 'OPERATIONS_WRITE',
  },
  'event:read': {
    description: 'Follow everything that happens in the tenant.',
    roles: OPERATORS,
    scope: 'OPERATIONS_READ',
  },
  'connection:read': {
    description: 'See who is connected, and what they follow.',
    roles: ADMINS,
    scope: 'OPERATIONS_READ',
  },
  'connection:terminate': {
    description: 'End an open connection.',
    roles: ADMINS,
    scope: 'OPERATIONS_WRITE',
  },
  'queue:read': {
    description: 'See queues, workers and the health of the system.',
    roles: OPERATORS,
    scope: 'OPERATIONS_READ',
  },
  'queue:write': {
    description: 'Pause and resume queues of the tenant.',
    roles: ADMINS,
    scope: 'OPERATIONS_WRITE',
  },
  'model:read': {
    description: 'See model providers, models, routes, uses of models and what they cost.',
    roles: OPERATORS,
    scope: 'MODELS_READ',
  },
  'model:write': {
    description: 'Make providers and models known, change their keys and prices, and say which serve what.',
    roles: ADMINS,
    scope: 'MODELS_WRITE',
  },
  'council:read': {
    description: 'See councils of models with their answers, votes and verdicts, and follow them live.',
    roles: OPERATORS,
    scope: 'MODELS_READ',
  },
  'council:ask': {
    description: 'Put questions to a council of models, and end one.',
    roles: OPERATORS,
    scope: 'MODELS_WRITE',
  },
  'budget:write': {
    description: 'Set and take away budgets for models.',
    roles: ADMINS,
    scope: 'MODELS_WRITE',
  },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof GRANTS;
export const PERMISSIONS = Object.keys(GRANTS) as readonly Permission[];

/** Who gets a permission, and why there is one. */
export function grantOf(permission: Permission): Grant {
  return GRANTS[permission];
}

/**
 * What somebody may do.
 * @param scopes the scopes of an API key; undefined for a person, who has all that the role gives
 */
export function permissionsOf(role: MemberRole, scopes?: readonly string[]): ReadonlySet<Permission> {
  return new Set(
    PERMISSIONS.filter((permission) => {
      const grant = grantOf(permission);
      return isInScopes(grant, scopes) && grant.roles.includes(role);
    }),
  );
}

/** What is left to somebody who must prove their address first: to look, to change their account, to leave. */
export function beforeVerification(permissions: ReadonlySet<Permission>): ReadonlySet<Permission> {
  return new Set([...permissions].filter((name) => /:read$|^account:|^tenant:switch$|^member:leave$/.test(name)));
}

/** Whether scopes carry a grant; a person has none and needs none. */
export function isInScopes({ scope }: Grant, scopes: readonly string[] | undefined): boolean {
  return scopes === undefined || (scope !== null && scopes.includes(scope));
}
