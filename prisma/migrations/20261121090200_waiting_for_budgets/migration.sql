-- Jobs that wait for something are woken when it comes; a use of a model knows the attempt that asked for it.

-- Null where nobody's job asked, or a gateway of the last version did.
ALTER TABLE "LlmCall" ADD COLUMN "jobAttempt" INTEGER;

-- Makes jobs due that were postponed with a code, of one project or of the whole tenant: whoever wakes them may be
-- narrowed to a project, which the jobs are not.
CREATE FUNCTION operations_wake_postponed(wanted_code text, project uuid) RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH woken AS (
      UPDATE "Job" SET "runAt" = now()
      WHERE "tenantId" = current_tenant() AND "errorCode" = wanted_code AND "state" = 'RETRYING'
        AND "handedOverAt" IS NULL AND "runAt" > now() AND (project IS NULL OR "projectId" = project)
      RETURNING "id", "kind"
    ), due AS (
      UPDATE "OutboxEntry" o SET "createdAt" = now() FROM woken
      WHERE o."tenantId" = current_tenant() AND o."target" = woken."kind" AND o."kind" = 'JOB' AND o."createdAt" > now()
        AND o."body"->>'jobId' = woken."id"::text
    )
    SELECT count(*)::int FROM woken
  $$;
REVOKE ALL ON FUNCTION operations_wake_postponed(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION operations_wake_postponed(text, uuid) TO switchyard_app;
