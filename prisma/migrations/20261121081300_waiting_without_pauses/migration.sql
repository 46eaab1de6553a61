-- Metrics: a job that waits because its tenant has paused the kind is not late. Only where somebody has paused a kind is
-- it looked at tenant by tenant, for there may be many such jobs in front.
CREATE OR REPLACE FUNCTION operations_job_counts() RETURNS TABLE ("kind" text, "state" "JobState", "count" bigint, "oldestSeconds" double precision)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH counted AS (
      SELECT c."kind", c."state"::"JobState" AS "state", sum(c."count")::bigint AS "count" FROM (
        SELECT t."kind", t."state", t."count" FROM "JobTally" t UNION ALL SELECT d."kind", d."state", d."delta" FROM "JobDelta" d
      ) c WHERE c."state" IN ('SCHEDULED', 'QUEUED', 'ACTIVE', 'RETRYING', 'STALLED', 'CANCELLING')
      GROUP BY 1, 2 HAVING sum(c."count") > 0
    )
    SELECT c."kind", c."state", c."count", COALESCE(EXTRACT(EPOCH FROM now() - CASE
      WHEN EXISTS (SELECT FROM "QueuePause" p WHERE p."kind" = c."kind") THEN (
        SELECT min(o."queuedAt") FROM (
          SELECT t."tenantId" FROM "JobTally" t WHERE t."kind" = c."kind" AND t."state" = c."state"::text AND t."count" <> 0
          UNION SELECT d."tenantId" FROM "JobDelta" d WHERE d."kind" = c."kind" AND d."state" = c."state"::text
        ) w CROSS JOIN LATERAL (
          SELECT j."queuedAt" FROM "Job" j WHERE j."tenantId" = w."tenantId" AND j."kind" = c."kind" AND j."stateText" = c."state"::text
          ORDER BY j."queuedAt" LIMIT 1
        ) o
        WHERE NOT EXISTS (SELECT FROM "QueuePause" p WHERE p."tenantId" = w."tenantId" AND p."kind" = c."kind"))
      ELSE (
        SELECT j."queuedAt" FROM "Job" j WHERE j."finishedAt" IS NULL AND j."kind" = c."kind" AND j."state" = c."state"
        ORDER BY j."queuedAt" LIMIT 1)
      END), 0)::double precision
    FROM counted c
  $$;
