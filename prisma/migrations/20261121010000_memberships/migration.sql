-- A tenant always has an OWNER, whatever is done at the same moment: changes of owners of one tenant take turns at
-- its row, and the last one is refused. (Checked when the statement is done, so that a change of several rows counts
-- as a whole.)
CREATE FUNCTION membership_keeps_owner() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD."role" <> 'OWNER' OR (TG_OP = 'UPDATE' AND NEW."role" = 'OWNER' AND NEW."tenantId" = OLD."tenantId") THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM "Tenant" WHERE "id" = OLD."tenantId" FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM "Membership" WHERE "tenantId" = OLD."tenantId" AND "role" = 'OWNER') THEN
    RAISE EXCEPTION 'a tenant keeps at least one owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'Membership_keeps_owner';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION membership_keeps_owner() FROM PUBLIC;
CREATE TRIGGER membership_keeps_owner AFTER UPDATE OR DELETE ON "Membership"
  FOR EACH ROW EXECUTE FUNCTION membership_keeps_owner();

-- The tenants of one person, with their names: asked for with the id that a checked credential stands for.
CREATE FUNCTION identity_tenants_of(wanted_user uuid)
  RETURNS TABLE ("tenantId" uuid, "slug" text, "name" text, "role" "MemberRole", "joinedAt" timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT t."id", t."slug", t."name", m."role", m."createdAt" FROM "Membership" m JOIN "Tenant" t ON t."id" = m."tenantId"
        WHERE m."userId" = wanted_user ORDER BY m."createdAt", m."id" $$;
REVOKE ALL ON FUNCTION identity_tenants_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_tenants_of(uuid) TO switchyard_app;
