-- What a person does with their own account. People are global and the application may only read them, so each change is
-- one narrow function that runs as the owner and asks for what only the person has: a token that was mailed to them, or
-- the hash of the password that was just checked.

-- Which tenant's scope a token is used in. The token is known by its hash alone.
CREATE FUNCTION identity_token_tenant(wanted_hash text)
  RETURNS TABLE ("tenantId" uuid, "purpose" "OneTimeTokenPurpose")
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "tenantId", "purpose" FROM "OneTimeToken" WHERE "hash" = wanted_hash $$;

-- Not for the application: uses a token up. Of any number at the same moment one gets the row.
CREATE FUNCTION identity_use_token(wanted_hash text, wanted_purpose "OneTimeTokenPurpose") RETURNS SETOF "OneTimeToken"
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$ UPDATE "OneTimeToken" SET "usedAt" = now()
        WHERE "hash" = wanted_hash AND "purpose" = wanted_purpose AND "usedAt" IS NULL AND "expiresAt" > now() RETURNING * $$;

-- Not for the application: ends the sessions of a person in all tenants, and leaves each tenant's outbox the signal that
-- closes what is open. Returns the signals, so that they need not wait for the sweep.
CREATE FUNCTION identity_end_sessions(of_user uuid, except_session uuid, reason text) RETURNS jsonb
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$
    WITH ended AS (
      UPDATE "AuthSession" SET "endedAt" = now(), "endReason" = reason
      WHERE "userId" = of_user AND "endedAt" IS NULL AND "id" IS DISTINCT FROM except_session
      RETURNING "tenantId", "id"
    ), signals AS (
      INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
      SELECT "tenantId", 'SIGNAL'::"OutboxKind", 'access', jsonb_build_object('tenantId', "tenantId", 'sessionId', "id") FROM ended
      RETURNING "id", "tenantId", "body"
    )
    SELECT COALESCE(jsonb_agg(jsonb_build_object('id', "id"::text, 'tenantId', "tenantId", 'body', "body")), '[]') FROM signals
  $$;

-- Password reset: the token is used, the password is set, all sessions end, other reset tokens are worth nothing. Whoever
-- got the mail has the address, so it counts as verified. No row: the token does not hold.
CREATE FUNCTION identity_password_reset(wanted_hash text, new_password_hash text)
  RETURNS TABLE ("userId" uuid, "email" text, "signals" jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  token "OneTimeToken";
BEGIN
  SELECT * INTO token FROM identity_use_token(wanted_hash, 'PASSWORD_RESET');
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE "User" u SET "emailVerifiedAt" = COALESCE(u."emailVerifiedAt", now())
    WHERE u."id" = token."userId" AND u."email" = token."email" AND u."disabledAt" IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE "UserCredential" c SET "passwordHash" = new_password_hash WHERE c."userId" = token."userId";
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE "OneTimeToken" t SET "usedAt" = now()
    WHERE t."userId" = token."userId" AND t."purpose" = 'PASSWORD_RESET' AND t."usedAt" IS NULL;
  RETURN QUERY SELECT token."userId", token."email", identity_end_sessions(token."userId", NULL, 'PASSWORD_RESET');
END $$;

-- Password change: only while the password is still the one that was checked. No row: it is not.
CREATE FUNCTION identity_password_change(of_user uuid, keep_session uuid, checked_hash text, new_password_hash text)
  RETURNS TABLE ("signals" jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
BEGIN
  UPDATE "UserCredential" c SET "passwordHash" = new_password_hash WHERE c."userId" = of_user AND c."passwordHash" = checked_hash;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE "OneTimeToken" t SET "usedAt" = now()
    WHERE t."userId" = of_user AND t."purpose" = 'PASSWORD_RESET' AND t."usedAt" IS NULL;
  RETURN QUERY SELECT identity_end_sessions(of_user, keep_session, 'PASSWORD_CHANGED');
END $$;

-- Verification of an address: the token proves the address it was mailed to, as long as it is still that of the person.
CREATE FUNCTION identity_email_verify(wanted_hash text) RETURNS TABLE ("userId" uuid, "email" text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  token "OneTimeToken";
BEGIN
  SELECT * INTO token FROM identity_use_token(wanted_hash, 'EMAIL_VERIFICATION');
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY UPDATE "User" u SET "emailVerifiedAt" = now()
    WHERE u."id" = token."userId" AND u."email" = token."email" AND u."disabledAt" IS NULL
    RETURNING u."id", u."email";
END $$;

-- Change of the address: the token proves the new one. What was mailed to the old one is worth nothing any more.
-- Raises unique_violation when somebody else has the address by now.
CREATE FUNCTION identity_email_change(wanted_hash text) RETURNS TABLE ("userId" uuid, "email" text, "previousEmail" text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  token "OneTimeToken";
  before text;
BEGIN
  SELECT * INTO token FROM identity_use_token(wanted_hash, 'EMAIL_CHANGE');
  IF NOT FOUND THEN RETURN; END IF;
  SELECT u."email" INTO before FROM "User" u WHERE u."id" = token."userId" AND u."disabledAt" IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE "User" u SET "email" = token."email", "emailVerifiedAt" = now(), "version" = u."version" + 1 WHERE u."id" = token."userId";
  UPDATE "OneTimeToken" t SET "usedAt" = now() WHERE t."userId" = token."userId" AND t."usedAt" IS NULL;
  RETURN QUERY SELECT token."userId", token."email", before;
END $$;

-- The name of a person, as long as it is of the version they saw. No row: it is not.
CREATE FUNCTION identity_profile_update(of_user uuid, new_name text, expected_version int) RETURNS TABLE ("version" int)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE "User" u SET "name" = new_name, "version" = u."version" + 1
        WHERE u."id" = of_user AND (expected_version IS NULL OR u."version" = expected_version) RETURNING u."version" $$;

REVOKE ALL ON FUNCTION identity_token_tenant(text), identity_use_token(text, "OneTimeTokenPurpose"),
  identity_end_sessions(uuid, uuid, text), identity_password_reset(text, text), identity_password_change(uuid, uuid, text, text),
  identity_email_verify(text), identity_email_change(text), identity_profile_update(uuid, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_token_tenant(text), identity_password_reset(text, text),
  identity_password_change(uuid, uuid, text, text), identity_email_verify(text), identity_email_change(text),
  identity_profile_update(uuid, text, int) TO switchyard_app;
