-- Missing articles are looked for by themselves, once a week and project, until somebody pauses the schedule.

-- What a job about the articles of a project tells is for those who see the project, also where a schedule asked for it.
-- By its name the trigger comes before `job_project`, which leaves alone what has a project.
CREATE FUNCTION about_suggestions_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := (SELECT "id" FROM "Project" WHERE "tenantId" = NEW."tenantId" AND "id"::text = NEW."payload" ->> 'projectId');
  RETURN NEW;
END $$;
CREATE TRIGGER about_suggestions_project BEFORE INSERT ON "Job" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."kind" = 'support.suggest-articles') EXECUTE FUNCTION about_suggestions_project();

-- Early on Monday, UTC, at a minute of the project's own: tenants do not all look at once.
CREATE FUNCTION schedule_suggestions(tenant uuid, project uuid) RETURNS void
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$
    INSERT INTO "Schedule" ("id", "tenantId", "key", "kind", "payload", "cron", "nextRunAt")
    SELECT gen_random_uuid(), tenant, 'support.suggest-articles:' || project, 'support.suggest-articles', jsonb_build_object('projectId', project),
      format('%s %s * * 1', m.minute, m.hour),
      (d.monday + (CASE WHEN d.monday <= now() AT TIME ZONE 'UTC' THEN interval '7 days' ELSE interval '0' END)) AT TIME ZONE 'UTC'
    FROM (SELECT get_byte(uuid_send(project), 15) % 60 AS minute, 1 + get_byte(uuid_send(project), 14) % 4 AS hour) m
    CROSS JOIN LATERAL (SELECT date_trunc('week', now() AT TIME ZONE 'UTC') + make_interval(hours => m.hour, mins => m.minute) AS monday) d
    ON CONFLICT ("tenantId", "key") DO NOTHING
  $$;

-- In the database, so that nobody who makes a project forgets it, a gateway of the last version included. The audit tells of
-- the project; what every project comes with is not noted besides.
CREATE FUNCTION project_suggestions_schedule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  noted text := COALESCE(current_setting('app.audit', true), '');
BEGIN
  PERFORM set_config('app.audit', 'off', true);
  PERFORM schedule_suggestions(NEW."tenantId", NEW."id");
  PERFORM set_config('app.audit', noted, true);
  RETURN NULL;
END $$;
CREATE TRIGGER suggestions_schedule AFTER INSERT ON "Project" FOR EACH ROW EXECUTE FUNCTION project_suggestions_schedule();
SELECT schedule_suggestions("tenantId", "id") FROM "Project";
