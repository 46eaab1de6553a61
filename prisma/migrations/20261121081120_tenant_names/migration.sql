-- What looks like an id is one, and anything else a slug: whoever calls their tenant by the id of another is not taken
-- for it. Decided by form, each half is found by its index.
CREATE OR REPLACE FUNCTION identity_tenant_named(wanted text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id" FROM "Tenant" WHERE "id" =
          CASE WHEN wanted ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN wanted::uuid END
        UNION ALL
        SELECT "id" FROM "Tenant" WHERE "slug" =
          CASE WHEN wanted !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN wanted END $$;
