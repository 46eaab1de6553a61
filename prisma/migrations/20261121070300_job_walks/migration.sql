-- Policies also look at a job's owner and project. With both in the index a page is read from the index alone, in its
-- order; without them the planner reads and sorts all that matches.
DROP INDEX "Job_tenantId_kind_stateText_queuedAt_id_idx";
DROP INDEX "Job_tenantId_stateText_queuedAt_id_idx";
DROP INDEX "Job_finished_of_kind_idx";
CREATE INDEX "Job_tenantId_kind_stateText_queuedAt_id_idx" ON "Job" ("tenantId", "kind", "stateText", "queuedAt", "id") INCLUDE ("ownerId", "projectId");
CREATE INDEX "Job_tenantId_stateText_queuedAt_id_idx" ON "Job" ("tenantId", "stateText", "queuedAt", "id") INCLUDE ("ownerId", "projectId");
CREATE INDEX "Job_finished_of_kind_idx" ON "Job" ("tenantId", "kind", "stateText", "finishedAt", "id") INCLUDE ("ownerId", "projectId") WHERE "finishedAt" IS NOT NULL;
