import { randomUUID } from 'node:crypto';
import type { MemberRole } from '../../../src/generated/prisma/enums.js';
import { graphql } from '../../gql/index.js';
import type { Member, TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';

export const Members = graphql(`
  query MembersOfTenant($filter: MembershipFilter) {
    memberships(filter: $filter) { nodes { id role version user { id email name } } totalCount }
  }
`);
export const UpdateMember = graphql(`
  mutation UpdateMember($input: MembershipUpdateInput!) {
    membershipUpdate(input: $input) { membership { id role version user { email } } userErrors { code path } }
  }
`);
export const RevokeMember = graphql(`
  mutation RevokeMember($input: MembershipRevokeInput!) {
    membershipRevoke(input: $input) { membership { id role user { email } } userErrors { code path } }
  }
`);
export const LeaveTenant = graphql(`
  mutation LeaveTenant($input: MembershipLeaveInput!) {
    membershipLeave(input: $input) { membership { id user { email } } userErrors { code path } }
  }
`);
export const SignInTo = graphql(`
  mutation SignInTo($input: SignInInput!) {
    signIn(input: $input) { accessToken viewer { tenant { slug } role } userErrors { code path } }
  }
`);
export const WhoIsThis = graphql(`query WhoIsThis { viewer { user { id email } tenant { slug } role } }`);

/** The global id of somebody's membership in the tenant of `member`. */
export async function membershipOf({ owner }: TestApp, { tenantId, email }: Member): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    'SELECT m."id" FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE m."tenantId" = $1 AND u."email" = $2',
    [tenantId, email],
  );
  return globalId('Membership', rows[0]?.id ?? randomUUID());
}

/** Makes a person a member of another's tenant, too. */
export async function joinTenant({ owner }: TestApp, person: Member, of: Member, role: MemberRole): Promise<void> {
  await owner.query(
    `INSERT INTO "Membership" ("id", "tenantId", "userId", "role")
     SELECT $1, $2, "id", $4 FROM "User" WHERE "email" = $3`,
    [randomUUID(), of.tenantId, person.email, role],
  );
}
