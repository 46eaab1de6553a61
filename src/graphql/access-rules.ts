import type { GraphQLSchema } from 'graphql';
import { PERMISSIONS, type Permission, permissionsOf } from '../auth/permissions.js';
import type { MemberRole } from '../generated/prisma/enums.js';

/** What a field asks of its caller before anything else is looked at. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'permission'; readonly permission: Permission };

/** Somebody who may ask: a person of a role, or an API key of a person of that role; null for nobody. */
export type Asker = { readonly role: MemberRole; readonly scopes?: readonly string[] } | null;

export type RootName = 'Query' | 'Mutation' | 'Subscription';
export const ROOT_NAMES: readonly RootName[] = ['Query', 'Mutation', 'Subscription'];

/**
 * The rule that a field or a type was declared with, read from what the builder kept of it.
 * @returns undefined when it has none, or one that cannot be told from the table of permissions alone
 */
export function accessRuleOf({ extensions }: { readonly extensions: object }): AccessRule | undefined {
  const { pothosOptions } = extensions as { pothosOptions?: { authScopes?: unknown } };
  const scopes = pothosOptions?.authScopes;
  if (typeof scopes !== 'object' || scopes === null) return undefined;
  const [rule, ...more] = Object.entries(scopes);
  if (!rule || more.length > 0) return undefined;
  const [name, value] = rule;
  if (name === 'public' && value === true) return { kind: 'public' };
  if (name === 'signedIn' && value === true) return { kind: 'signedIn' };
  const permission = PERMISSIONS.find((known) => known === value);
  return name === 'can' && permission ? { kind: 'permission', permission } : undefined;
}

/** Whether the table of permissions lets somebody through a rule. */
export function passes(rule: AccessRule, asker: Asker): boolean {
  if (rule.kind === 'public') return true;
  if (!asker) return false;
  return rule.kind === 'signedIn' || permissionsOf(asker.role, asker.scopes).has(rule.permission);
}

export interface RootFieldAccess {
  readonly parent: RootName;
  readonly field: string;
  readonly rule: AccessRule | undefined;
}

/** Every field at which an operation can begin, by name, with its rule. */
export function rootFieldAccess(schema: GraphQLSchema): RootFieldAccess[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return ROOT_NAMES.flatMap((parent, index) =>
    Object.values(roots[index]?.getFields() ?? {})
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((field) => ({ parent, field: field.name, rule: accessRuleOf(field) })),
  );
}
