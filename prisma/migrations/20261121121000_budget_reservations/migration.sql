-- What a call to a model will probably cost is put aside while it is under way, so that calls that begin together
-- do not each spend what is left of a budget.
ALTER TABLE "LlmCall" ADD COLUMN "reserved" DECIMAL(14,8) NOT NULL DEFAULT 0;

CREATE INDEX "LlmCall_open_idx" ON "LlmCall" ("tenantId", "startedAt") WHERE "state" IN ('PENDING', 'STREAMING');

-- Of all projects, also for somebody who sees only some of them. A call that nobody ended does not count for ever.
CREATE FUNCTION model_reserved(project uuid) RETURNS numeric
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT COALESCE(sum("reserved"), 0) FROM "LlmCall"
        WHERE "tenantId" = current_tenant() AND "state" IN ('PENDING', 'STREAMING')
          AND "startedAt" > now() - interval '1 hour' AND (project IS NULL OR "projectId" = project) $$;
REVOKE ALL ON FUNCTION model_reserved(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION model_reserved(uuid) TO switchyard_app;
