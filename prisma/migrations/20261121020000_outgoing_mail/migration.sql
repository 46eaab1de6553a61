-- Sealed columns, and the mail that goes out.

-- The one way to make a column sealed: PostgreSQL refuses whatever is no envelope (src/db/vault.ts), so that nothing
-- readable gets into it by mistake. The column is listed in src/db/sealed-columns.ts, too; a test compares.
CREATE FUNCTION protect_sealed_column(target regclass, sealed_column text) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%I ~ %L)', target, 'sealed_' || sealed_column, sealed_column,
    '^sealed:1:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9_-]{38,}$');
END $$;
REVOKE ALL ON FUNCTION protect_sealed_column(regclass, text) FROM PUBLIC;

CREATE TYPE "OutgoingMailState" AS ENUM ('PENDING', 'SENT', 'FAILED');

CREATE TABLE "OutgoingMail" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sealedBody" TEXT,
    "state" "OutgoingMailState" NOT NULL DEFAULT 'PENDING',
    "jobId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,

    CONSTRAINT "OutgoingMail_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "OutgoingMail_tenantId_id_key" ON "OutgoingMail"("tenantId", "id");
CREATE INDEX "OutgoingMail_tenantId_createdAt_idx" ON "OutgoingMail"("tenantId", "createdAt");
SELECT protect_tenant_table('"OutgoingMail"');
SELECT protect_sealed_column('"OutgoingMail"', 'sealedBody');

-- Rotation of keys walks all tenants, each in its own scope: their ids, page by page, and nothing else.
CREATE FUNCTION operations_tenants(after_tenant uuid, page_size int) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id" FROM "Tenant" WHERE after_tenant IS NULL OR "id" > after_tenant ORDER BY "id" LIMIT LEAST(page_size, 1000) $$;
REVOKE ALL ON FUNCTION operations_tenants(uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION operations_tenants(uuid, int) TO switchyard_app;
