-- Metrics: what lies undelivered and what has been given up, over all tenants, without naming them.
CREATE FUNCTION operations_backlog() RETURNS TABLE ("what" text, "kind" text, "value" double precision)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT 'outbox_seconds', NULL, COALESCE(EXTRACT(EPOCH FROM now() - min("createdAt")), 0)::double precision
      FROM "OutboxEntry" WHERE "kind" <> 'JOB'
    UNION ALL SELECT 'outbox_messages', NULL, count(*)::double precision FROM "OutboxEntry" WHERE "kind" <> 'JOB'
    UNION ALL
    SELECT 'dead_letters', c."kind", sum(c."count")::double precision FROM (
      SELECT "kind", "count" FROM "JobTally" WHERE "state" = 'DEAD_LETTER'
      UNION ALL SELECT "kind", "delta" FROM "JobDelta" WHERE "state" = 'DEAD_LETTER'
    ) c GROUP BY 2
    UNION ALL SELECT 'paused_queues', "kind", count(*)::double precision FROM "QueuePause" GROUP BY 2
  $$;
REVOKE ALL ON FUNCTION operations_backlog() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION operations_backlog() TO switchyard_app;
