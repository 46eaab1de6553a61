-- Invitations: an address is asked to become a member.

CREATE TYPE "InvitationState" AS ENUM ('PENDING', 'ACCEPTED', 'EXPIRED', 'REVOKED');
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "projectIds" UUID[],
    "state" "InvitationState" NOT NULL DEFAULT 'PENDING',
    "tokenHash" TEXT NOT NULL,
    "invitedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");
CREATE UNIQUE INDEX "Invitation_tenantId_id_key" ON "Invitation"("tenantId", "id");
CREATE INDEX "Invitation_tenantId_createdAt_id_idx" ON "Invitation"("tenantId", "createdAt", "id");
CREATE UNIQUE INDEX "Invitation_open_idx" ON "Invitation" ("tenantId", "email") WHERE "state" = 'PENDING';
SELECT protect_tenant_table('"Invitation"', 'SELECT, INSERT, UPDATE');

-- Before there is a tenant: what an open invitation is about, and whether its address has an account already.
CREATE FUNCTION identity_invitation(wanted_hash text)
  RETURNS TABLE ("tenantId" uuid, "email" text, "userId" uuid, "isDisabled" boolean, "passwordHash" text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT i."tenantId", i."email", u."id", u."disabledAt" IS NOT NULL, c."passwordHash"
        FROM "Invitation" i LEFT JOIN "User" u ON u."email" = i."email" LEFT JOIN "UserCredential" c ON c."userId" = u."id"
        WHERE i."tokenHash" = wanted_hash AND i."state" = 'PENDING' AND i."expiresAt" > now() $$;

-- Accepts once: whoever changes the state first does the rest. The account that becomes a member is that of the invited
-- address, or is made with it; nothing that is sent can name another one.
CREATE FUNCTION identity_accept_invitation(wanted_hash text, known_user uuid, new_user uuid, new_name text, new_password_hash text, new_membership uuid)
  RETURNS TABLE ("invitationId" uuid, "email" text, "userId" uuid, "role" "MemberRole", "membershipId" uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  invitation "Invitation";
  person uuid;
  member uuid;
  given "MemberRole";
BEGIN
  UPDATE "Invitation" SET "state" = 'ACCEPTED', "endedAt" = now(), "version" = "version" + 1
    WHERE "tokenHash" = wanted_hash AND "state" = 'PENDING' AND "expiresAt" > now() RETURNING * INTO invitation;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT u."id" INTO person FROM "User" u WHERE u."email" = invitation."email" AND u."disabledAt" IS NULL;
  IF known_user IS NULL THEN
    INSERT INTO "User" ("id", "email", "name") VALUES (new_user, invitation."email", new_name);
    INSERT INTO "UserCredential" ("userId", "passwordHash") VALUES (new_user, new_password_hash);
    person := new_user;
  ELSIF person IS DISTINCT FROM known_user THEN
    RAISE EXCEPTION 'the account is not that of the invited address' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES (new_membership, invitation."tenantId", person, invitation."role")
    ON CONFLICT ("tenantId", "userId") DO NOTHING;
  SELECT m."id", m."role" INTO member, given FROM "Membership" m WHERE m."tenantId" = invitation."tenantId" AND m."userId" = person;
  INSERT INTO "ProjectMember" ("id", "tenantId", "projectId", "membershipId")
    SELECT gen_random_uuid(), p."tenantId", p."id", member FROM "Project" p
    WHERE p."tenantId" = invitation."tenantId" AND p."id" = ANY (invitation."projectIds") ON CONFLICT DO NOTHING;
  UPDATE "Invitation" i SET "acceptedById" = person WHERE i."id" = invitation."id";
  RETURN QUERY SELECT invitation."id", invitation."email", person, given, member;
END $$;
REVOKE ALL ON FUNCTION identity_invitation(text), identity_accept_invitation(text, uuid, uuid, text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_invitation(text), identity_accept_invitation(text, uuid, uuid, text, text, uuid) TO switchyard_app;
