-- Channels: the ways by which customers reach a project.
CREATE TYPE "ChannelKind" AS ENUM ('API', 'EMAIL', 'CHAT', 'GENERIC');
CREATE TYPE "ChannelState" AS ENUM ('ACTIVE', 'DISABLED');

CREATE TABLE "Channel" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "ChannelKind" NOT NULL,
    "name" TEXT NOT NULL,
    "state" "ChannelState" NOT NULL DEFAULT 'ACTIVE',
    "sourceKey" TEXT,
    "settings" JSONB NOT NULL,
    "sealedSecret" TEXT,
    "sealedPreviousSecret" TEXT,
    "previousEndsAt" TIMESTAMPTZ(3),
    "rotatedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Channel_sourceKey_key" ON "Channel"("sourceKey");
CREATE UNIQUE INDEX "Channel_tenantId_id_key" ON "Channel"("tenantId", "id");
CREATE INDEX "Channel_tenantId_createdAt_id_idx" ON "Channel"("tenantId", "createdAt", "id");
CREATE INDEX "Channel_tenantId_projectId_idx" ON "Channel"("tenantId", "projectId");
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT protect_tenant_table('"Channel"', 'SELECT, INSERT, UPDATE');
SELECT protect_project_table('"Channel"');
SELECT protect_sealed_column('"Channel"', 'sealedSecret');
SELECT protect_sealed_column('"Channel"', 'sealedPreviousSecret');

-- Events and jobs about a channel belong to its project. Triggers fire in the order of their names: these come before
-- `job_project` and `tenant_event_project`, which leave alone what has a project.
CREATE FUNCTION about_channel_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := (SELECT "projectId" FROM "Channel" WHERE "tenantId" = NEW."tenantId" AND "id" = NEW."subjectId");
  RETURN NEW;
END $$;
CREATE TRIGGER about_channel_project BEFORE INSERT ON "TenantEvent" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectType" = 'Channel') EXECUTE FUNCTION about_channel_project();
CREATE TRIGGER about_channel_project BEFORE INSERT ON "Job" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectType" = 'Channel') EXECUTE FUNCTION about_channel_project();
