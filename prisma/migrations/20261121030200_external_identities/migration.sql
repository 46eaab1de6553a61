-- Who somebody is at an issuer of tokens outside. Global, as people are; out of the application's reach but for the
-- functions below. `tenantIds` are the tenants they have been in by it: who was removed from one is not let in again.
CREATE TABLE "ExternalIdentity" (
  "id" UUID NOT NULL,
  "issuer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "userId" UUID NOT NULL,
  "tenantIds" UUID[] NOT NULL DEFAULT '{}',
  "validAfter" TIMESTAMPTZ(3),
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "ExternalIdentity_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ExternalIdentity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ExternalIdentity_issuer_subject_key" ON "ExternalIdentity" ("issuer", "subject");
CREATE INDEX "ExternalIdentity_userId_idx" ON "ExternalIdentity" ("userId");
ALTER TABLE "ExternalIdentity" ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION identity_external(wanted_issuer text, wanted_subject text)
  RETURNS TABLE ("userId" uuid, "email" text, "validAfter" timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT u."id", u."email", e."validAfter" FROM "ExternalIdentity" e
        JOIN "User" u ON u."id" = e."userId" AND u."disabledAt" IS NULL
        WHERE e."issuer" = wanted_issuer AND e."subject" = wanted_subject $$;

-- Joins an identity to somebody whose address is proven on both sides.
CREATE FUNCTION identity_link_external(new_id uuid, for_issuer text, for_subject text, proven_email text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ INSERT INTO "ExternalIdentity" ("id", "issuer", "subject", "userId", "tenantIds")
        SELECT new_id, for_issuer, for_subject, u."id", ARRAY(SELECT m."tenantId" FROM "Membership" m WHERE m."userId" = u."id")
        FROM "User" u WHERE u."email" = proven_email AND u."disabledAt" IS NULL AND u."emailVerifiedAt" IS NOT NULL
        ON CONFLICT ("issuer", "subject") DO NOTHING $$;

-- Notes that somebody is in a tenant, so that a removal from it lasts.
CREATE FUNCTION identity_external_in(for_issuer text, for_subject text, in_tenant uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE "ExternalIdentity" SET "tenantIds" = array_append("tenantIds", in_tenant)
        WHERE "issuer" = for_issuer AND "subject" = for_subject AND NOT in_tenant = ANY ("tenantIds") $$;

CREATE FUNCTION identity_tenant_named(wanted text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id" FROM "Tenant" WHERE "slug" = wanted OR "id"::text = wanted $$;

-- Makes somebody a member of the tenant that is set, once and never again: person, identity and membership appear
-- together. A proven address that is free becomes theirs; otherwise they get one that nobody can write to.
-- Answers no row when they were in the tenant before.
CREATE FUNCTION identity_join_external(new_user uuid, new_identity uuid, new_membership uuid, for_issuer text, for_subject text,
  proven_email text, made_up_email text, person_name text, with_role "MemberRole")
  RETURNS TABLE ("userId" uuid, "email" text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
#variable_conflict use_column
DECLARE
  found_user uuid;
  been_in uuid[];
BEGIN
  IF current_tenant() IS NULL OR with_role = 'OWNER' THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(for_issuer || ' ' || for_subject, 0));
  SELECT e."userId", e."tenantIds" INTO found_user, been_in FROM "ExternalIdentity" e
    WHERE e."issuer" = for_issuer AND e."subject" = for_subject;
  IF current_tenant() = ANY (been_in) THEN RETURN; END IF;
  IF found_user IS NULL THEN
    IF proven_email IS NOT NULL THEN
      INSERT INTO "User" ("id", "email", "name", "emailVerifiedAt") VALUES (new_user, proven_email, person_name, now())
        ON CONFLICT DO NOTHING RETURNING "id" INTO found_user;
    END IF;
    IF found_user IS NULL THEN
      INSERT INTO "User" ("id", "email", "name") VALUES (new_user, made_up_email, person_name) RETURNING "id" INTO found_user;
    END IF;
    INSERT INTO "ExternalIdentity" ("id", "issuer", "subject", "userId") VALUES (new_identity, for_issuer, for_subject, found_user);
  END IF;
  UPDATE "ExternalIdentity" e SET "tenantIds" = array_append(e."tenantIds", current_tenant())
    WHERE e."issuer" = for_issuer AND e."subject" = for_subject;
  IF EXISTS (SELECT FROM "Membership" m WHERE m."tenantId" = current_tenant() AND m."userId" = found_user) THEN RETURN; END IF;
  INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES (new_membership, current_tenant(), found_user, with_role);
  RETURN QUERY SELECT u."id", u."email" FROM "User" u WHERE u."id" = found_user AND u."disabledAt" IS NULL;
END $$;

-- Signing out: what was issued until now holds no longer.
CREATE FUNCTION identity_end_external(of_user uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE "ExternalIdentity" SET "validAfter" = clock_timestamp() WHERE "userId" = of_user $$;

REVOKE ALL ON FUNCTION identity_external(text, text), identity_link_external(uuid, text, text, text),
  identity_external_in(text, text, uuid), identity_tenant_named(text),
  identity_join_external(uuid, uuid, uuid, text, text, text, text, text, "MemberRole"), identity_end_external(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_external(text, text), identity_link_external(uuid, text, text, text),
  identity_external_in(text, text, uuid), identity_tenant_named(text),
  identity_join_external(uuid, uuid, uuid, text, text, text, text, text, "MemberRole"), identity_end_external(uuid) TO switchyard_app;
