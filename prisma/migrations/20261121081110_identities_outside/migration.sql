-- Signing out of an issuer outside ends the person's tokens in every tenant, so every tenant is told: the signals that
-- close what is open are left in the outboxes and returned, as those of `identity_end_sessions` are. Gateways of the last
-- version call it the same way and overlook the answer. Only for somebody who is a member of the tenant that is set.
DROP FUNCTION identity_end_external(uuid);
CREATE FUNCTION identity_end_external(of_user uuid) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  told jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM "Membership" m WHERE m."tenantId" = current_tenant() AND m."userId" = of_user) THEN
    RETURN '[]';
  END IF;
  UPDATE "ExternalIdentity" SET "validAfter" = clock_timestamp() WHERE "userId" = of_user;
  WITH signals AS (
    INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
    SELECT m."tenantId", 'SIGNAL'::"OutboxKind", 'access', jsonb_build_object('tenantId', m."tenantId", 'userId', of_user)
    FROM "Membership" m WHERE m."userId" = of_user
    RETURNING "id", "tenantId", "body"
  )
  SELECT COALESCE(jsonb_agg(jsonb_build_object('id', "id"::text, 'tenantId', "tenantId", 'body', "body")), '[]')
    INTO told FROM signals;
  RETURN told;
END $$;
REVOKE ALL ON FUNCTION identity_end_external(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_end_external(uuid) TO switchyard_app;

-- As before, but for a member of the tenant that is set alone, like every other change.
CREATE OR REPLACE FUNCTION identity_profile_update(of_user uuid, new_name text, expected_version int) RETURNS TABLE ("version" int)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE "User" u SET "name" = new_name, "version" = u."version" + 1
        WHERE u."id" = of_user AND (expected_version IS NULL OR u."version" = expected_version)
          AND EXISTS (SELECT FROM "Membership" m WHERE m."tenantId" = current_tenant() AND m."userId" = of_user)
        RETURNING u."version" $$;

-- As before, but that a disabled person is turned away before anything is written: they got the membership, and nobody
-- was told, since the row that says so was held back.
CREATE OR REPLACE FUNCTION identity_join_external(new_user uuid, new_identity uuid, new_membership uuid, for_issuer text, for_subject text,
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
  IF EXISTS (SELECT FROM "User" u WHERE u."id" = found_user AND u."disabledAt" IS NOT NULL) THEN RETURN; END IF;
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
  RETURN QUERY SELECT u."id", u."email" FROM "User" u WHERE u."id" = found_user;
END $$;
