-- What refused, item by item, and whether that ended an action on many.
ALTER TABLE "BulkRun" ADD COLUMN "failures" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "isStopped" BOOLEAN NOT NULL DEFAULT false;
