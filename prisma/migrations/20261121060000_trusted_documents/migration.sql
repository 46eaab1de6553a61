-- Documents that clients were built with. They belong to a deployment, not to a tenant: the application reads them all
-- and writes none; whoever publishes does it as the owner.
CREATE TABLE "TrustedDocument" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "clientName" text NOT NULL,
  "clientVersion" text NOT NULL,
  "hash" text NOT NULL,
  "normalHash" text NOT NULL,
  "text" text NOT NULL,
  "publishedAt" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "retiredAt" timestamptz(3),
  CONSTRAINT "TrustedDocument_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "TrustedDocument_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$' AND "normalHash" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "TrustedDocument_text_check" CHECK (length("text") BETWEEN 1 AND 100000)
);
CREATE UNIQUE INDEX "TrustedDocument_clientName_clientVersion_hash_key" ON "TrustedDocument" ("clientName", "clientVersion", "hash");
CREATE INDEX "TrustedDocument_hash_idx" ON "TrustedDocument" ("hash");
CREATE INDEX "TrustedDocument_normalHash_idx" ON "TrustedDocument" ("normalHash");

ALTER TABLE "TrustedDocument" ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON "TrustedDocument" FOR SELECT USING (true);
GRANT SELECT ON "TrustedDocument" TO switchyard_app;
