-- Lists of jobs that row security can serve from an index, and counts of queues that need not count.

-- Comparing an enum is not leakproof, so under a policy `state = …` is never an index condition; text is.
ALTER TABLE "Job" ADD COLUMN "stateText" TEXT GENERATED ALWAYS AS (CASE "state"
  WHEN 'SCHEDULED' THEN 'SCHEDULED' WHEN 'QUEUED' THEN 'QUEUED' WHEN 'ACTIVE' THEN 'ACTIVE' WHEN 'RETRYING' THEN 'RETRYING'
  WHEN 'STALLED' THEN 'STALLED' WHEN 'SUCCEEDED' THEN 'SUCCEEDED' WHEN 'FAILED' THEN 'FAILED' WHEN 'DEAD' THEN 'DEAD'
  WHEN 'REPLAYED' THEN 'REPLAYED' WHEN 'CANCELLING' THEN 'CANCELLING' WHEN 'CANCELLED' THEN 'CANCELLED' END) STORED;

DROP INDEX "Job_tenantId_kind_state_queuedAt_idx";
DROP INDEX "Job_tenantId_state_queuedAt_idx";
DROP INDEX "Job_open_of_tenant_idx";
DROP INDEX "Job_finished_idx";
CREATE INDEX "Job_tenantId_kind_stateText_queuedAt_id_idx" ON "Job" ("tenantId", "kind", "stateText", "queuedAt", "id");
CREATE INDEX "Job_tenantId_stateText_queuedAt_id_idx" ON "Job" ("tenantId", "stateText", "queuedAt", "id");
CREATE INDEX "Job_finished_idx" ON "Job" ("tenantId", "finishedAt", "id") WHERE "finishedAt" IS NOT NULL;
CREATE INDEX "Job_finished_of_kind_idx" ON "Job" ("tenantId", "kind", "stateText", "finishedAt", "id") WHERE "finishedAt" IS NOT NULL;
CREATE INDEX "Job_subject_idx" ON "Job" ("tenantId", "subjectId", "queuedAt", "id") WHERE "subjectId" IS NOT NULL;
CREATE INDEX "Job_requester_idx" ON "Job" ("tenantId", "requestedById", "queuedAt", "id") WHERE "requestedById" IS NOT NULL;
CREATE INDEX "Job_error_idx" ON "Job" ("tenantId", "errorCode", "queuedAt", "id") WHERE "errorCode" IS NOT NULL;

-- What has changed since the sums were last made. Rows are only ever added, so that no two transactions wait for each other.
CREATE TABLE "JobDelta" (
  "id" BIGSERIAL NOT NULL,
  "tenantId" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "delta" INTEGER NOT NULL,
  "minute" TIMESTAMPTZ(3),
  "ranMs" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "JobDelta_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "JobDelta_tenantId_idx" ON "JobDelta" ("tenantId");
-- The sums: jobs of a tenant by kind and state; the state DEAD_LETTER counts dead letters that nobody has dealt with.
CREATE TABLE "JobTally" (
  "tenantId" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  CONSTRAINT "JobTally_pkey" PRIMARY KEY ("tenantId", "kind", "state")
);
-- Jobs that ended, by minute and how.
CREATE TABLE "JobThroughput" (
  "tenantId" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  "ranMs" BIGINT NOT NULL,
  CONSTRAINT "JobThroughput_pkey" PRIMARY KEY ("tenantId", "kind", "minute", "state")
);
-- Kinds of which a tenant hands no jobs over.
CREATE TABLE "QueuePause" (
  "tenantId" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "reason" TEXT,
  "pausedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "pausedByLabel" TEXT NOT NULL,
  CONSTRAINT "QueuePause_pkey" PRIMARY KEY ("tenantId", "kind")
);
SELECT protect_tenant_table('"JobDelta"', 'SELECT, INSERT');
SELECT protect_tenant_table('"JobTally"', 'SELECT');
SELECT protect_tenant_table('"JobThroughput"', 'SELECT, DELETE');
SELECT protect_tenant_table('"QueuePause"', 'SELECT, INSERT, DELETE');
GRANT USAGE ON SEQUENCE "JobDelta_id_seq" TO switchyard_app;

-- Whatever writes a job is counted, so nothing has to remember to. Many rows of one statement are one row here.
CREATE FUNCTION count_jobs_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "JobDelta" ("tenantId", "kind", "state", "delta")
    SELECT "tenantId", "kind", "stateText", count(*) FROM changed GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;
CREATE FUNCTION count_jobs_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "JobDelta" ("tenantId", "kind", "state", "delta")
    SELECT "tenantId", "kind", "stateText", -count(*) FROM changed GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;
CREATE FUNCTION count_job_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  has_ended boolean := OLD."finishedAt" IS NULL AND NEW."finishedAt" IS NOT NULL;
BEGIN
  INSERT INTO "JobDelta" ("tenantId", "kind", "state", "delta", "minute", "ranMs") VALUES
    (OLD."tenantId", OLD."kind", OLD."stateText", -1, NULL, 0),
    (NEW."tenantId", NEW."kind", NEW."stateText", 1,
      CASE WHEN has_ended THEN date_trunc('minute', NEW."finishedAt") END,
      CASE WHEN has_ended THEN COALESCE(EXTRACT(EPOCH FROM NEW."finishedAt" - NEW."startedAt") * 1000, 0) ELSE 0 END);
  RETURN NULL;
END $$;
CREATE TRIGGER job_inserted AFTER INSERT ON "Job" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_jobs_inserted();
CREATE TRIGGER job_deleted AFTER DELETE ON "Job" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_jobs_deleted();
CREATE TRIGGER job_moved AFTER UPDATE OF "state" ON "Job"
  FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION count_job_moved();

-- Dead letters: who has dealt with one, and why it gave up, so that they can be listed.
ALTER TABLE "DeadLetter" ADD COLUMN "discardedAt" TIMESTAMPTZ(3), ADD COLUMN "errorCode" TEXT;
UPDATE "DeadLetter" d SET "errorCode" = j."errorCode" FROM "Job" j WHERE j."id" = d."jobId";
DROP INDEX "DeadLetter_tenantId_createdAt_idx";
CREATE INDEX "DeadLetter_tenantId_createdAt_id_idx" ON "DeadLetter" ("tenantId", "createdAt", "id");
CREATE INDEX "DeadLetter_tenantId_kind_createdAt_id_idx" ON "DeadLetter" ("tenantId", "kind", "createdAt", "id");
CREATE INDEX "DeadLetter_open_idx" ON "DeadLetter" ("tenantId", "createdAt", "id") WHERE "replayedAt" IS NULL AND "discardedAt" IS NULL;

CREATE FUNCTION count_dead_letter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_open boolean := TG_OP <> 'INSERT' AND OLD."replayedAt" IS NULL AND OLD."discardedAt" IS NULL;
  is_open boolean := TG_OP <> 'DELETE' AND NEW."replayedAt" IS NULL AND NEW."discardedAt" IS NULL;
BEGIN
  IF was_open <> is_open THEN
    INSERT INTO "JobDelta" ("tenantId", "kind", "state", "delta")
      VALUES (COALESCE(NEW."tenantId", OLD."tenantId"), COALESCE(NEW."kind", OLD."kind"), 'DEAD_LETTER', CASE WHEN is_open THEN 1 ELSE -1 END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER dead_letter_counted AFTER INSERT OR DELETE OR UPDATE OF "replayedAt", "discardedAt" ON "DeadLetter"
  FOR EACH ROW EXECUTE FUNCTION count_dead_letter();

-- What there is already. The triggers above hold the tables, so nothing changes meanwhile.
INSERT INTO "JobTally" ("tenantId", "kind", "state", "count") SELECT "tenantId", "kind", "stateText", count(*) FROM "Job" GROUP BY 1, 2, 3;
INSERT INTO "JobTally" ("tenantId", "kind", "state", "count")
  SELECT "tenantId", "kind", 'DEAD_LETTER', count(*) FROM "DeadLetter" WHERE "replayedAt" IS NULL GROUP BY 1, 2;

-- Adds what has changed to the sums, when at least so many changes have piled up: fewer are as quickly read as they are.
-- One at a time, whoever calls; returns how many changes were folded.
CREATE FUNCTION operations_fold_job_deltas(fewest integer, most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  folded integer;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('operations_fold_job_deltas')) THEN RETURN 0; END IF;
  IF (SELECT count(*) FROM (SELECT FROM "JobDelta" LIMIT fewest) d) < fewest THEN RETURN 0; END IF;
  WITH taken AS (
    DELETE FROM "JobDelta" WHERE "id" IN (SELECT "id" FROM "JobDelta" ORDER BY "id" LIMIT most) RETURNING *
  ), tallied AS (
    INSERT INTO "JobTally" AS t ("tenantId", "kind", "state", "count")
    SELECT "tenantId", "kind", "state", sum("delta") FROM taken GROUP BY 1, 2, 3
    ON CONFLICT ("tenantId", "kind", "state") DO UPDATE SET "count" = t."count" + EXCLUDED."count"
  ), ended AS (
    INSERT INTO "JobThroughput" AS t ("tenantId", "kind", "minute", "state", "count", "ranMs")
    SELECT "tenantId", "kind", "minute", "state", sum("delta"), sum("ranMs") FROM taken WHERE "minute" IS NOT NULL GROUP BY 1, 2, 3, 4
    ON CONFLICT ("tenantId", "kind", "minute", "state") DO UPDATE
      SET "count" = t."count" + EXCLUDED."count", "ranMs" = t."ranMs" + EXCLUDED."ranMs"
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;

-- Metrics: the same answer as before, from the sums.
CREATE OR REPLACE FUNCTION operations_job_counts() RETURNS TABLE ("kind" text, "state" "JobState", "count" bigint, "oldestSeconds" double precision)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH counted AS (
      SELECT c."kind", c."state"::"JobState" AS "state", sum(c."count")::bigint AS "count" FROM (
        SELECT t."kind", t."state", t."count" FROM "JobTally" t UNION ALL SELECT d."kind", d."state", d."delta" FROM "JobDelta" d
      ) c WHERE c."state" IN ('SCHEDULED', 'QUEUED', 'ACTIVE', 'RETRYING', 'STALLED', 'CANCELLING')
      GROUP BY 1, 2 HAVING sum(c."count") > 0
    )
    SELECT c."kind", c."state", c."count", EXTRACT(EPOCH FROM now() - (
      SELECT j."queuedAt" FROM "Job" j WHERE j."finishedAt" IS NULL AND j."kind" = c."kind" AND j."state" = c."state"
      ORDER BY j."queuedAt" LIMIT 1))::double precision
    FROM counted c
  $$;

-- How many tenants have jobs of a kind waiting or at work: what a queue's capacity is shared by. A number, no names.
CREATE FUNCTION operations_competing_tenants(kinds text[]) RETURNS TABLE ("kind" text, "tenants" integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT c."kind", count(*)::integer FROM (
      SELECT s."tenantId", s."kind" FROM (
        SELECT t."tenantId", t."kind", t."state", t."count" FROM "JobTally" t
        UNION ALL SELECT d."tenantId", d."kind", d."state", d."delta" FROM "JobDelta" d
      ) s WHERE s."kind" = ANY(kinds) AND s."state" IN ('QUEUED', 'ACTIVE') GROUP BY 1, 2 HAVING sum(s."count") > 0
    ) c GROUP BY 1
  $$;
CREATE INDEX "JobTally_busy_idx" ON "JobTally" ("kind", "tenantId") WHERE "count" > 0 AND "state" IN ('QUEUED', 'ACTIVE');

REVOKE ALL ON FUNCTION operations_fold_job_deltas(integer, integer), operations_competing_tenants(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION operations_fold_job_deltas(integer, integer), operations_competing_tenants(text[]) TO switchyard_app;

-- Which worker is at how many jobs of the tenant.
CREATE INDEX "JobAttempt_open_idx" ON "JobAttempt" ("tenantId", "workerId") WHERE "finishedAt" IS NULL;
