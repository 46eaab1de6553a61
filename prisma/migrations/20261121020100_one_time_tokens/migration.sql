-- Whose address is proven, and the secrets that are mailed to prove it.

ALTER TABLE "User" ADD COLUMN "emailVerifiedAt" TIMESTAMPTZ(3), ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

CREATE TYPE "OneTimeTokenPurpose" AS ENUM ('EMAIL_VERIFICATION', 'EMAIL_CHANGE', 'PASSWORD_RESET');

CREATE TABLE "OneTimeToken" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "purpose" "OneTimeTokenPurpose" NOT NULL,
    "email" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OneTimeToken_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "OneTimeToken_hash_key" ON "OneTimeToken"("hash");
CREATE UNIQUE INDEX "OneTimeToken_tenantId_id_key" ON "OneTimeToken"("tenantId", "id");
CREATE INDEX "OneTimeToken_userId_purpose_idx" ON "OneTimeToken"("userId", "purpose");
CREATE INDEX "OneTimeToken_tenantId_expiresAt_idx" ON "OneTimeToken"("tenantId", "expiresAt");

-- A token is made and forgotten by the application, and used by the functions that do what it is for: never changed.
SELECT protect_tenant_table('"OneTimeToken"', 'SELECT, INSERT, DELETE');
