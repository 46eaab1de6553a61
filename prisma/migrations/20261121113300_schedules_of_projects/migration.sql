-- A schedule of a project is there for those who see the project.
ALTER TABLE "Schedule" ADD COLUMN "projectId" UUID;
CREATE FUNCTION about_project_schedule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := (NEW."payload" ->> 'projectId')::uuid;
  RETURN NEW;
END $$;
CREATE TRIGGER about_project_schedule BEFORE INSERT ON "Schedule" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."kind" = 'support.suggest-articles') EXECUTE FUNCTION about_project_schedule();
UPDATE "Schedule" SET "projectId" = ("payload" ->> 'projectId')::uuid WHERE "kind" = 'support.suggest-articles';
SELECT protect_project_table('"Schedule"');
