import { grantOf, isInScopes, type Permission } from '../../auth/permissions.js';
import { ROW_POLICIES, type RowViewer, rowRightsOf } from '../../auth/policies.js';
import { ALL_ROWS } from '../../db/row-rights.js';
import type { TenantDb } from '../../db/tenant.js';
import { NotFound } from '../../errors.js';
import { apiKeyState } from './api-key.service.js';
import { projectsOf } from './project.service.js';

export type AccessRuleKind = 'ROLE' | 'API_SCOPE' | 'TENANT' | 'POLICY';
export type AccessOutcome = 'ALLOWED' | 'REFUSED' | 'NOT_CONCERNED';

/** One rule, and what it says. */
export interface AccessStep {
  readonly kind: AccessRuleKind;
  /** The permission, scope, type or policy that it is. */
  readonly name: string;
  readonly outcome: AccessOutcome;
  readonly explanation: string;
}

/** Why somebody may, or may not, do something with an object. */
export interface AccessExplanation {
  readonly permission: Permission;
  /** False when one of the rules refuses. */
  readonly isAllowed: boolean;
  readonly steps: readonly AccessStep[];
}

export interface AccessQuestion {
  readonly permission: Permission;
  /** The object: its type, the table behind it, and the row's id. */
  readonly node: { readonly typename: string; readonly model: string; readonly id: string };
  readonly who: Subject;
}

/** Somebody whose access is in question; `scopes` is set for an API key. */
export interface Subject extends RowViewer {
  readonly label: string;
  readonly scopes: readonly string[] | null;
}

/**
 * Goes through the rules in the order in which they are applied: the role, the scopes of a key, the tenant, the policies
 * about single rows. Whether a row is seen is asked of the database as the one in question, so that the answer is that
 * of the rule itself. An object of another tenant is one that does not exist.
 */
export async function explainAccess(
  db: TenantDb,
  { permission, node, who }: AccessQuestion,
): Promise<AccessExplanation> {
  const steps = [roleStep(permission, who), scopeStep(permission, who), await tenantStep(db, node)];
  const exists = steps.every(({ kind, outcome }) => kind !== 'TENANT' || outcome === 'ALLOWED');
  if (exists) steps.push(...(await policySteps(db, node, who)));
  return { permission, isAllowed: steps.every(({ outcome }) => outcome !== 'REFUSED'), steps };
}

/** @throws NotFound when the tenant has no such member */
export async function memberAsSubject(db: TenantDb, userId: string): Promise<Subject> {
  const member = await db.membership.findFirst({ where: { userId }, include: { user: { select: { email: true } } } });
  if (!member) throw new NotFound('The member', ['userId']);
  const projects = await projectsOf(db, userId);
  return { userId, role: member.role, apiKeyId: null, scopes: null, label: member.user.email, projects };
}

/** @throws NotFound when the tenant has no such key, or neither it nor its creator's membership is alive */
export async function keyAsSubject(db: TenantDb, apiKeyId: string): Promise<Subject> {
  const key = await db.apiKey.findFirst({ where: { id: apiKeyId } });
  const creator =
    key && (await db.membership.findFirst({ where: { userId: key.createdById }, select: { role: true } }));
  if (!key || !creator || apiKeyState(key) !== 'ACTIVE') throw new NotFound('The active API key', ['apiKeyId']);
  const projects = await projectsOf(db, key.createdById);
  return { userId: key.createdById, role: creator.role, apiKeyId, scopes: key.scopes, label: key.name, projects };
}

function roleStep(permission: Permission, { role, apiKeyId }: Subject): AccessStep {
  const { roles } = grantOf(permission);
  const whose = apiKeyId ? 'the creator of the key' : 'the member';
  const has = roles.includes(role);
  return {
    kind: 'ROLE',
    name: role,
    outcome: has ? 'ALLOWED' : 'REFUSED',
    explanation: `${permission} is for ${roles.join(', ')}; ${whose} is ${role}.`,
  };
}

function scopeStep(permission: Permission, { scopes }: Subject): AccessStep {
  const grant = grantOf(permission);
  const name = grant.scope ?? 'none';
  if (!scopes) return { kind: 'API_SCOPE', name, outcome: 'NOT_CONCERNED', explanation: 'A person needs no scope.' };
  if (!grant.scope) {
    return { kind: 'API_SCOPE', name, outcome: 'REFUSED', explanation: `No API key ever gets ${permission}.` };
  }
  const outcome = isInScopes(grant, scopes) ? 'ALLOWED' : 'REFUSED';
  const held = scopes.length > 0 ? scopes.join(', ') : 'none';
  return { kind: 'API_SCOPE', name, outcome, explanation: `A key needs ${grant.scope}; this one has ${held}.` };
}

async function tenantStep(db: TenantDb, node: AccessQuestion['node']): Promise<AccessStep> {
  const exists = await isSeen(db.$withRights(ALL_ROWS), node);
  return {
    kind: 'TENANT',
    name: node.typename,
    outcome: exists ? 'ALLOWED' : 'REFUSED',
    explanation: exists
      ? `It is a ${node.typename} of this tenant.`
      : `This tenant has no such ${node.typename}: it does not exist, or is another tenant's.`,
  };
}

async function policySteps(db: TenantDb, node: AccessQuestion['node'], who: Subject): Promise<AccessStep[]> {
  const concerned = ROW_POLICIES.filter(({ types }) => types.includes(node.model));
  return Promise.all(
    concerned.map(async (policy): Promise<AccessStep> => {
      const step = { kind: 'POLICY', name: policy.name, explanation: policy.description } as const;
      if (!policy.binds(who)) return { ...step, outcome: 'NOT_CONCERNED' };
      const sees = await isSeen(db.$withRights(rowRightsOf(who, [policy])), node);
      return { ...step, outcome: sees ? 'ALLOWED' : 'REFUSED' };
    }),
  );
}

interface Finder {
  findFirst(args: { where: { id: string }; select: { id: true } }): Promise<{ id: string } | null>;
}

/** Whether a handle sees a row. */
async function isSeen(db: TenantDb, { model, id }: AccessQuestion['node']): Promise<boolean> {
  const delegates = db as unknown as Readonly<Record<string, Finder | undefined>>;
  const delegate = delegates[model.charAt(0).toLowerCase() + model.slice(1)];
  return (await delegate?.findFirst({ where: { id }, select: { id: true } })) != null;
}
