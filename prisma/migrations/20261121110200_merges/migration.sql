-- Cases that were merged into others, and customers.
ALTER TABLE "Case" ADD COLUMN "mergedIntoId" UUID;
ALTER TABLE "Case" ADD CONSTRAINT "Case_tenantId_mergedIntoId_fkey" FOREIGN KEY ("tenantId", "mergedIntoId") REFERENCES "Case"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "Case" ADD CONSTRAINT "Case_merged_is_closed" CHECK ("mergedIntoId" IS NULL OR ("state" = 'CLOSED' AND "mergedIntoId" <> "id"));
CREATE INDEX "Case_tenantId_mergedIntoId_idx" ON "Case"("tenantId", "mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;

ALTER TABLE "Customer" ADD COLUMN "mergedIntoId" UUID CHECK ("mergedIntoId" <> "id");
ALTER TABLE "Customer" ADD CONSTRAINT "Customer_tenantId_mergedIntoId_fkey" FOREIGN KEY ("tenantId", "mergedIntoId") REFERENCES "Customer"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE INDEX "Customer_tenantId_mergedIntoId_idx" ON "Customer"("tenantId", "mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;

-- A new case of somebody who is another customer by now is a case of that one, whoever opens it: a gateway of the last
-- version included.
CREATE FUNCTION case_customer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."customerId" := COALESCE((SELECT "mergedIntoId" FROM "Customer" WHERE "tenantId" = NEW."tenantId" AND "id" = NEW."customerId"), NEW."customerId");
  RETURN NEW;
END $$;
CREATE TRIGGER case_customer BEFORE INSERT ON "Case" FOR EACH ROW EXECUTE FUNCTION case_customer();

-- An answer to a case that was merged is one to the case it was merged into.
CREATE OR REPLACE FUNCTION reply_is_first_answer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  answered uuid := (SELECT COALESCE("mergedIntoId", "id") FROM "Case" WHERE "tenantId" = NEW."tenantId" AND "id" = NEW."caseId");
BEGIN
  IF NEW."state" = 'SENT' THEN
    UPDATE "Case" SET "firstAnsweredAt" = now() WHERE "tenantId" = NEW."tenantId" AND "id" = answered AND "firstAnsweredAt" IS NULL;
  ELSE
    UPDATE "Case" c SET "firstAnsweredAt" = NULL WHERE c."tenantId" = NEW."tenantId" AND c."id" = answered AND NOT EXISTS (
      SELECT FROM "ReplyDraft" d WHERE d."tenantId" = NEW."tenantId" AND d."caseId" = answered AND d."state" = 'SENT' AND d."decidedAt" >= c."slaStartedAt");
  END IF;
  RETURN NULL;
END $$;
