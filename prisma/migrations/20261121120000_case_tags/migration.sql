-- The tags of cases, each in a row of its own, so that a list by tag reads an index. Comparing arrays is not leakproof, so
-- under row security no index of "Case"."tags" would be used; comparing texts is. "Case"."tags" stays what is written and
-- shown, in its order: a trigger keeps this table, so that a gateway of the last version cannot forget it.
CREATE TABLE "CaseTag" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "caseId" UUID NOT NULL,

    CONSTRAINT "CaseTag_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CaseTag_tenantId_id_key" ON "CaseTag"("tenantId", "id");
CREATE UNIQUE INDEX "CaseTag_tenantId_tag_caseId_key" ON "CaseTag"("tenantId", "tag", "caseId");
CREATE INDEX "CaseTag_tenantId_caseId_idx" ON "CaseTag"("tenantId", "caseId");
ALTER TABLE "CaseTag" ADD CONSTRAINT "CaseTag_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit tells of "Case"."tags"; the same again in rows would say nothing more.
CREATE OR REPLACE FUNCTION audit_exempt_tables() RETURNS text[]
  LANGUAGE sql IMMUTABLE
  RETURN ARRAY['AuditEntry', 'TenantEvent', 'OutboxEntry', 'IdempotencyRecord', 'Counter', 'JobLog', 'JobAttempt', 'RefreshToken',
    'JobDelta', 'JobTally', 'JobThroughput', 'CaseTag'];
SELECT protect_tenant_table('"CaseTag"', 'SELECT');
SELECT protect_project_table('"CaseTag"', '"Case"', 'caseId');
CREATE POLICY own_rows ON "CaseTag" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_case("caseId"));

CREATE FUNCTION case_tags() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM "CaseTag" WHERE "tenantId" = NEW."tenantId" AND "caseId" = NEW."id" AND "tag" <> ALL (NEW."tags");
  INSERT INTO "CaseTag" ("tenantId", "tag", "caseId") SELECT DISTINCT NEW."tenantId", tag, NEW."id" FROM unnest(NEW."tags") AS tag
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_tags() FROM PUBLIC;
CREATE TRIGGER case_tags_at_first AFTER INSERT ON "Case" FOR EACH ROW WHEN (NEW."tags" <> '{}') EXECUTE FUNCTION case_tags();
CREATE TRIGGER case_tags AFTER UPDATE OF "tags" ON "Case" FOR EACH ROW WHEN (NEW."tags" IS DISTINCT FROM OLD."tags") EXECUTE FUNCTION case_tags();

INSERT INTO "CaseTag" ("tenantId", "tag", "caseId")
SELECT DISTINCT c."tenantId", tag, c."id" FROM "Case" c, unnest(c."tags") AS tag;
