-- Indexes of the outbox and of open jobs that row security can use.
-- Comparing an enum is not leakproof, so under a policy the planner may not use `kind` or `state` to walk an index;
-- text, uuid, number and time comparisons are, so targets and times carry the order.
DROP INDEX "OutboxEntry_tenantId_kind_target_id_idx";
DROP INDEX "OutboxEntry_createdAt_idx";

-- The next jobs of one kind that are due, first come first served; `createdAt` lies in the future for delayed ones.
CREATE INDEX "OutboxEntry_tenantId_target_createdAt_id_idx" ON "OutboxEntry" ("tenantId", "target", "createdAt", "id");

-- What live streams wait for, found without walking the jobs that wait for their turn.
CREATE INDEX "OutboxEntry_messages_idx" ON "OutboxEntry" ("tenantId", "id") WHERE "kind" <> 'JOB';

-- Counts of a tenant's queues.
CREATE INDEX "Job_open_of_tenant_idx" ON "Job" ("tenantId", "kind", "state", "queuedAt") WHERE "finishedAt" IS NULL;

-- Finished jobs that are old enough to be forgotten.
CREATE INDEX "Job_finished_idx" ON "Job" ("tenantId", "finishedAt") WHERE "finishedAt" IS NOT NULL;
