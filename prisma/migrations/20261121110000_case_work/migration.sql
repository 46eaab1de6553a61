-- Work on cases: who takes care of one, tags, priority, notes, and room for attachments.
CREATE TYPE "CasePriority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');

ALTER TABLE "Case"
  ADD COLUMN "assigneeId" UUID,
  ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "priority" "CasePriority" NOT NULL DEFAULT 'NORMAL',
  ADD COLUMN "isPriorityFixed" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Case" ADD CONSTRAINT "Case_tenantId_assigneeId_fkey" FOREIGN KEY ("tenantId", "assigneeId") REFERENCES "Membership"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE INDEX "Case_tenantId_assigneeId_openedAt_idx" ON "Case"("tenantId", "assigneeId", "openedAt");
CREATE INDEX "Case_tenantId_priority_openedAt_idx" ON "Case"("tenantId", "priority", "openedAt");

-- Whoever leaves the tenant has no cases any more. In the database, as the owner: an administrator may remove somebody
-- in a request that is narrowed to one project.
CREATE FUNCTION membership_leaves_cases() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE "Case" SET "assigneeId" = NULL, "version" = "version" + 1, "updatedAt" = now()
  WHERE "tenantId" = OLD."tenantId" AND "assigneeId" = OLD."id";
  RETURN OLD;
END $$;
CREATE TRIGGER membership_leaves_cases BEFORE DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION membership_leaves_cases();

-- A case is as urgent as it hurts, until somebody says otherwise. In the database, so that nobody who triages can
-- forget it, a gateway of the last version included.
CREATE FUNCTION case_priority_of(severity "CaseSeverity") RETURNS "CasePriority" LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE severity WHEN 'CRITICAL' THEN 'URGENT' WHEN 'HIGH' THEN 'HIGH' WHEN 'LOW' THEN 'LOW' ELSE 'NORMAL' END::"CasePriority";
CREATE FUNCTION case_priority() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."priority" := case_priority_of(NEW."severity");
  RETURN NEW;
END $$;
CREATE TRIGGER case_priority BEFORE INSERT OR UPDATE OF "severity", "isPriorityFixed" ON "Case" FOR EACH ROW
  WHEN (NOT NEW."isPriorityFixed") EXECUTE FUNCTION case_priority();
UPDATE "Case" SET "priority" = case_priority_of("severity") WHERE "severity" IS NOT NULL;

-- Who wrote a note; null where a customer or the pipeline did.
ALTER TABLE "CaseMessage" ADD COLUMN "authorKind" "ActorKind", ADD COLUMN "authorId" UUID, ADD COLUMN "authorLabel" TEXT;

-- What is attached to a message. Where its content lies is filled in by uploads; null: nowhere yet.
CREATE TABLE "CaseAttachment" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT,
    "contentType" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "storageKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CaseAttachment_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CaseAttachment_tenantId_id_key" ON "CaseAttachment"("tenantId", "id");
CREATE UNIQUE INDEX "CaseAttachment_tenantId_messageId_position_key" ON "CaseAttachment"("tenantId", "messageId", "position");
ALTER TABLE "CaseAttachment" ADD CONSTRAINT "CaseAttachment_tenantId_messageId_fkey" FOREIGN KEY ("tenantId", "messageId") REFERENCES "CaseMessage"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"CaseAttachment"');
SELECT protect_project_table('"CaseAttachment"', '"CaseMessage"', 'messageId');
CREATE FUNCTION sees_message(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "CaseMessage" WHERE "tenantId" = current_tenant() AND "id" = wanted) $$;
CREATE POLICY own_rows ON "CaseAttachment" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_message("messageId"));

INSERT INTO "CaseAttachment" ("id", "tenantId", "messageId", "position", "name", "contentType", "bytes", "createdAt")
SELECT gen_random_uuid(), m."tenantId", m."messageId", a.place - 1, a.value ->> 'name', a.value ->> 'contentType', (a.value ->> 'bytes')::int, m."createdAt"
FROM "ChannelMessage" m, jsonb_array_elements(m."attachments") WITH ORDINALITY AS a(value, place);
