-- What comes in by channels, and what goes out by them.
CREATE TYPE "InboundState" AS ENUM ('VERIFIED', 'PROCESSED', 'REJECTED', 'FAILED', 'DEAD');
CREATE TYPE "InboundOutcome" AS ENUM ('CASE_OPENED', 'MESSAGE_ADDED', 'DUPLICATE', 'IGNORED');
CREATE TYPE "ChannelMessageState" AS ENUM ('RECEIVED', 'PENDING', 'SENT', 'FAILED');

ALTER TABLE "Case" ADD COLUMN "channelId" UUID;
ALTER TABLE "Case" ADD CONSTRAINT "Case_tenantId_channelId_fkey" FOREIGN KEY ("tenantId", "channelId") REFERENCES "Channel"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "InboundEvent" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "deliveryId" TEXT,
    "bodyHash" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "body" BYTEA,
    "state" "InboundState" NOT NULL,
    "outcome" "InboundOutcome",
    "errorCode" TEXT,
    "jobId" UUID,
    "caseId" UUID,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "InboundEvent_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "InboundEvent_tenantId_id_key" ON "InboundEvent"("tenantId", "id");
CREATE INDEX "InboundEvent_tenantId_channelId_receivedAt_id_idx" ON "InboundEvent"("tenantId", "channelId", "receivedAt", "id");
-- One effect a delivery. What was refused does not count: otherwise a forged delivery could take the place of the real one.
CREATE UNIQUE INDEX "InboundEvent_delivery_idx" ON "InboundEvent"("tenantId", "channelId", "deliveryId") WHERE "state" <> 'REJECTED';

CREATE TABLE "ChannelThread" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "replyToken" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChannelThread_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ChannelThread_tenantId_id_key" ON "ChannelThread"("tenantId", "id");
CREATE UNIQUE INDEX "ChannelThread_tenantId_channelId_externalId_key" ON "ChannelThread"("tenantId", "channelId", "externalId");
CREATE UNIQUE INDEX "ChannelThread_tenantId_channelId_replyToken_key" ON "ChannelThread"("tenantId", "channelId", "replyToken");
CREATE INDEX "ChannelThread_tenantId_caseId_idx" ON "ChannelThread"("tenantId", "caseId");

CREATE TABLE "ChannelMessage" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "threadId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "subject" TEXT,
    "references" TEXT[],
    "attachments" JSONB NOT NULL DEFAULT '[]',
    "state" "ChannelMessageState" NOT NULL,
    "draftId" UUID,
    "jobId" UUID,
    "errorCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChannelMessage_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ChannelMessage_tenantId_id_key" ON "ChannelMessage"("tenantId", "id");
CREATE UNIQUE INDEX "ChannelMessage_tenantId_messageId_key" ON "ChannelMessage"("tenantId", "messageId");
CREATE UNIQUE INDEX "ChannelMessage_tenantId_channelId_externalId_key" ON "ChannelMessage"("tenantId", "channelId", "externalId");
CREATE INDEX "ChannelMessage_tenantId_caseId_idx" ON "ChannelMessage"("tenantId", "caseId");

ALTER TABLE "InboundEvent" ADD CONSTRAINT "InboundEvent_tenantId_channelId_fkey" FOREIGN KEY ("tenantId", "channelId") REFERENCES "Channel"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "InboundEvent" ADD CONSTRAINT "InboundEvent_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "ChannelThread" ADD CONSTRAINT "ChannelThread_tenantId_channelId_fkey" FOREIGN KEY ("tenantId", "channelId") REFERENCES "Channel"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ChannelThread" ADD CONSTRAINT "ChannelThread_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ChannelMessage" ADD CONSTRAINT "ChannelMessage_tenantId_channelId_fkey" FOREIGN KEY ("tenantId", "channelId") REFERENCES "Channel"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ChannelMessage" ADD CONSTRAINT "ChannelMessage_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ChannelMessage" ADD CONSTRAINT "ChannelMessage_tenantId_messageId_fkey" FOREIGN KEY ("tenantId", "messageId") REFERENCES "CaseMessage"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ChannelMessage" ADD CONSTRAINT "ChannelMessage_tenantId_threadId_fkey" FOREIGN KEY ("tenantId", "threadId") REFERENCES "ChannelThread"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(format('%I', name)::regclass) FROM unnest(ARRAY['InboundEvent', 'ChannelThread', 'ChannelMessage']) AS name;
SELECT protect_project_table('"InboundEvent"', '"Channel"', 'channelId');
SELECT protect_project_table(format('%I', name)::regclass, '"Case"', 'caseId') FROM unnest(ARRAY['ChannelThread', 'ChannelMessage']) AS name;

-- What hangs on a case is seen by whoever sees the case; a delivery that led to none, by nobody who sees only their own.
CREATE POLICY own_rows ON "ChannelThread" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_case("caseId"));
CREATE POLICY own_rows ON "ChannelMessage" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_case("caseId"));
CREATE POLICY own_rows ON "InboundEvent" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_case("caseId"));

-- Jobs about a delivery belong to the project of its channel.
CREATE FUNCTION about_inbound_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := (SELECT c."projectId" FROM "InboundEvent" i JOIN "Channel" c ON c."tenantId" = i."tenantId" AND c."id" = i."channelId"
                      WHERE i."tenantId" = NEW."tenantId" AND i."id" = NEW."subjectId");
  RETURN NEW;
END $$;
CREATE TRIGGER about_inbound_project BEFORE INSERT ON "Job" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectType" = 'InboundEvent') EXECUTE FUNCTION about_inbound_project();

-- Which channel the end of an address belongs to. One that is off, or whose project is archived, is like one that never was.
CREATE FUNCTION support_channel(wanted_key text) RETURNS TABLE ("channelId" uuid, "tenantId" uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT c."id", c."tenantId" FROM "Channel" c JOIN "Project" p ON p."tenantId" = c."tenantId" AND p."id" = c."projectId"
        WHERE c."sourceKey" = wanted_key AND c."state" = 'ACTIVE' AND p."archivedAt" IS NULL $$;
REVOKE ALL ON FUNCTION support_channel(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_channel(text) TO switchyard_app;
