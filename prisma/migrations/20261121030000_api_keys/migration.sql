-- Keys get a limit of their own, a version, and a second secret for the time of a rotation.
ALTER TABLE "ApiKey"
  ADD COLUMN "previousHash" TEXT,
  ADD COLUMN "previousEndsAt" TIMESTAMPTZ(3),
  ADD COLUMN "requestsPerMinute" INTEGER,
  ADD COLUMN "rotatedAt" TIMESTAMPTZ(3),
  ADD COLUMN "lastUsedAddress" TEXT,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

CREATE UNIQUE INDEX "ApiKey_previousHash_key" ON "ApiKey" ("previousHash");

-- Which tenant a key belongs to: by its secret, or by the one before until the overlap of a rotation ends.
CREATE OR REPLACE FUNCTION identity_api_key(wanted_hash text)
  RETURNS TABLE ("apiKeyId" uuid, "tenantId" uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id", "tenantId" FROM "ApiKey" WHERE "hash" = wanted_hash
        UNION ALL
        SELECT "id", "tenantId" FROM "ApiKey" WHERE "previousHash" = wanted_hash AND "previousEndsAt" > now()
        LIMIT 1 $$;
