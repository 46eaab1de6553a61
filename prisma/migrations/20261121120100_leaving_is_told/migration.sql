-- Whoever leaves the tenant has no cases any more, and each of these cases tells so: in the log of events, on the live
-- stream of the tenant and on its own. In the database, for all cases at once: somebody may have had thousands, and a
-- gateway of the last version would forget it. "app.cause" of the transaction says who did it, where the gateway sets it.
-- The outbox's sweep delivers what is written here.
CREATE OR REPLACE FUNCTION membership_leaves_cases() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cause jsonb := COALESCE(NULLIF(current_setting('app.cause', true), '')::jsonb, '{}');
  actor jsonb := COALESCE(cause -> 'actor', '{"kind": "SYSTEM", "id": null, "label": "membership"}');
  data jsonb := jsonb_build_object('from', OLD."id", 'to', NULL, 'fromLabel', (SELECT "email" FROM "User" WHERE "id" = OLD."userId"));
BEGIN
  WITH freed AS (
    UPDATE "Case" SET "assigneeId" = NULL, "version" = "version" + 1, "updatedAt" = now()
    WHERE "tenantId" = OLD."tenantId" AND "assigneeId" = OLD."id" RETURNING "id", "version", "projectId"
  ), told AS (
    INSERT INTO "TenantEvent" ("id", "tenantId", "at", "kind", "subjectType", "subjectId", "actorKind", "actorId", "actorLabel",
      "requestId", "data", "projectId")
    SELECT gen_random_uuid(), OLD."tenantId", clock_timestamp(), 'CASE_UNASSIGNED', 'Case', freed."id", (actor ->> 'kind')::"ActorKind",
      (actor ->> 'id')::uuid, actor ->> 'label', cause ->> 'requestId', data, freed."projectId"
    FROM freed RETURNING "id", "subjectId", "projectId"
  )
  INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
  SELECT OLD."tenantId", 'EVENT', m.target, m.body
  FROM freed JOIN told ON told."subjectId" = freed."id" CROSS JOIN LATERAL (VALUES
    (1, 'case:' || freed."id", jsonb_build_object('type', 'CaseAssigned', 'membershipId', NULL, 'version', freed."version")),
    (2, 'tenant', jsonb_build_object('type', 'TenantEvent', 'id', told."id", 'kind', 'CASE_UNASSIGNED',
      'subject', jsonb_build_object('type', 'Case', 'id', freed."id"), 'projectId', told."projectId", 'actor', actor,
      'requestId', cause -> 'requestId', 'data', data))
  ) AS m(place, target, body)
  ORDER BY freed."id", m.place;
  RETURN OLD;
END $$;
