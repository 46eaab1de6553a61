-- What a change request says besides its summary, and its life: it is edited, accepted or rejected.
ALTER TABLE "ChangeRequest"
  ADD COLUMN "riskReason" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "testIdeas" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "reasons" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "original" JSONB,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "decidedAt" TIMESTAMPTZ(3);
CREATE INDEX "ChangeRequest_tenantId_createdAt_id_idx" ON "ChangeRequest"("tenantId", "createdAt", "id");
CREATE INDEX "ChangeRequest_tenantId_state_createdAt_idx" ON "ChangeRequest"("tenantId", "state", "createdAt");
