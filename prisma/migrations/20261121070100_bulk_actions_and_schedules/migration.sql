-- How far an action on many jobs has come. It is written together with what it did, so that a killed one goes on where it was.
CREATE TABLE "BulkRun" (
  "id" UUID NOT NULL,
  "tenantId" UUID NOT NULL,
  "jobId" UUID NOT NULL,
  "action" TEXT NOT NULL,
  "matched" INTEGER NOT NULL,
  "processed" INTEGER NOT NULL DEFAULT 0,
  "done" INTEGER NOT NULL DEFAULT 0,
  "skipped" INTEGER NOT NULL DEFAULT 0,
  "refusals" JSONB NOT NULL DEFAULT '[]',
  "cursorAt" TIMESTAMPTZ(3),
  "cursorId" UUID,
  CONSTRAINT "BulkRun_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "BulkRun_tenantId_id_key" ON "BulkRun" ("tenantId", "id");
CREATE UNIQUE INDEX "BulkRun_tenantId_jobId_key" ON "BulkRun" ("tenantId", "jobId");
ALTER TABLE "BulkRun" ADD CONSTRAINT "BulkRun_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"BulkRun"', 'SELECT, INSERT, UPDATE');

-- Recurring jobs: where their clock hangs, and a version for whoever changes them.
ALTER TABLE "Schedule" ADD COLUMN "timeZone" TEXT NOT NULL DEFAULT 'UTC', ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
