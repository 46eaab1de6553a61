-- Files that jobs make for people to fetch, in pieces, so that neither side holds one whole.
CREATE TABLE "ExportFile" (
  "id" UUID NOT NULL,
  "tenantId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "contentType" TEXT NOT NULL,
  "rows" INTEGER NOT NULL DEFAULT 0,
  "bytes" INTEGER NOT NULL DEFAULT 0,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "readyAt" TIMESTAMPTZ(3),
  CONSTRAINT "ExportFile_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ExportFile_tenantId_id_key" ON "ExportFile" ("tenantId", "id");
CREATE INDEX "ExportFile_tenantId_createdAt_idx" ON "ExportFile" ("tenantId", "createdAt");

CREATE TABLE "ExportPiece" (
  "tenantId" UUID NOT NULL,
  "fileId" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "data" BYTEA NOT NULL,
  CONSTRAINT "ExportPiece_pkey" PRIMARY KEY ("tenantId", "fileId", "number"),
  CONSTRAINT "ExportPiece_tenantId_fileId_fkey" FOREIGN KEY ("tenantId", "fileId") REFERENCES "ExportFile" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

SELECT protect_tenant_table('"ExportFile"');
SELECT protect_tenant_table('"ExportPiece"');
-- Pieces are written by jobs alone; what a job writes is not noted.
DROP TRIGGER IF EXISTS audit_changes ON "ExportPiece";
