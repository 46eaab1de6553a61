-- The mails of a request are found by the jobs that send them.
CREATE INDEX "OutgoingMail_tenantId_jobId_idx" ON "OutgoingMail" ("tenantId", "jobId");
