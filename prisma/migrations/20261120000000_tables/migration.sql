-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER');

-- CreateEnum
CREATE TYPE "JobState" AS ENUM ('SCHEDULED', 'QUEUED', 'ACTIVE', 'RETRYING', 'STALLED', 'SUCCEEDED', 'FAILED', 'DEAD', 'REPLAYED', 'CANCELLING', 'CANCELLED');

-- CreateEnum
CREATE TYPE "LogLevel" AS ENUM ('DEBUG', 'INFO', 'WARN', 'ERROR');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('USER', 'API_KEY', 'RUNNER', 'SYSTEM');

-- CreateEnum
CREATE TYPE "OutboxKind" AS ENUM ('JOB', 'EVENT', 'SIGNAL');

-- CreateEnum
CREATE TYPE "ReplyMode" AS ENUM ('APPROVAL', 'SEND', 'OFF');

-- CreateEnum
CREATE TYPE "CaseState" AS ENUM ('NEW', 'TRIAGING', 'TRIAGED', 'MATCHED', 'UNMATCHED', 'REPLY_DRAFTED', 'AWAITING_APPROVAL', 'REPLIED', 'RESOLVED', 'CLOSED', 'CHANGE_PREP', 'CHANGE_PROPOSED', 'NEEDS_HUMAN', 'REOPENED');

-- CreateEnum
CREATE TYPE "CaseType" AS ENUM ('BUG', 'FEATURE', 'QUESTION');

-- CreateEnum
CREATE TYPE "CaseSeverity" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "DeciderKind" AS ENUM ('MODEL', 'PERSON');

-- CreateEnum
CREATE TYPE "MessageDirection" AS ENUM ('INBOUND', 'OUTBOUND', 'INTERNAL');

-- CreateEnum
CREATE TYPE "PipelineState" AS ENUM ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "PipelineStepKind" AS ENUM ('TRIAGE', 'KNOWN_ISSUE_MATCH', 'AUTO_REPLY');

-- CreateEnum
CREATE TYPE "PipelineStepState" AS ENUM ('PENDING', 'RUNNING', 'SUCCEEDED', 'SKIPPED', 'FAILED');

-- CreateEnum
CREATE TYPE "ReplyDraftState" AS ENUM ('GENERATING', 'PENDING_APPROVAL', 'APPROVED', 'SENT', 'SEND_FAILED', 'REJECTED');

-- CreateEnum
CREATE TYPE "KbArticleState" AS ENUM ('DRAFT', 'PUBLISHED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "EmbeddingState" AS ENUM ('STALE', 'EMBEDDING', 'FRESH', 'FAILED');

-- CreateEnum
CREATE TYPE "ChangeRequestState" AS ENUM ('PREPARING', 'PROPOSED', 'ACCEPTED', 'REJECTED');

-- CreateEnum
CREATE TYPE "RiskLevel" AS ENUM ('LOW', 'MEDIUM', 'HIGH');

-- CreateTable
CREATE TABLE "Tenant" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserCredential" (
    "userId" UUID NOT NULL,
    "passwordHash" TEXT NOT NULL,

    CONSTRAINT "UserCredential_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "MemberRole" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "replyMode" "ReplyMode" NOT NULL DEFAULT 'APPROVAL',
    "triageThreshold" DOUBLE PRECISION NOT NULL DEFAULT 0.5,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthSession" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "userAgent" TEXT,
    "address" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,

    CONSTRAINT "AuthSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RefreshToken" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RefreshToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdById" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyRecord" (
    "tenantId" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "resultId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("tenantId","operation","key")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "JobState" NOT NULL DEFAULT 'QUEUED',
    "payload" JSONB NOT NULL,
    "result" JSONB,
    "percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "stage" TEXT,
    "message" TEXT,
    "counters" JSONB,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "maxAttempts" INTEGER NOT NULL,
    "parentId" UUID,
    "dedupeKey" TEXT,
    "subjectType" TEXT,
    "subjectId" UUID,
    "requestedByKind" "ActorKind" NOT NULL,
    "requestedById" UUID,
    "requestedByLabel" TEXT NOT NULL,
    "requestId" TEXT,
    "queuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "runAt" TIMESTAMPTZ(3),
    "handedOverAt" TIMESTAMPTZ(3),
    "heartbeatAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobAttempt" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "jobId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "JobState" NOT NULL,
    "workerId" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorMessage" TEXT,

    CONSTRAINT "JobAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobLog" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "jobId" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" "LogLevel" NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "JobLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeadLetter" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "jobId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replayedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeadLetter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxEntry" (
    "id" BIGSERIAL NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" "OutboxKind" NOT NULL,
    "target" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OutboxEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TenantEvent" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "subjectType" TEXT,
    "subjectId" UUID,
    "actorKind" "ActorKind" NOT NULL,
    "actorId" UUID,
    "actorLabel" TEXT NOT NULL,
    "requestId" TEXT,
    "data" JSONB,

    CONSTRAINT "TenantEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Schedule" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "cron" TEXT NOT NULL,
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "nextRunAt" TIMESTAMPTZ(3) NOT NULL,
    "lastRunAt" TIMESTAMPTZ(3),
    "lastJobId" UUID,

    CONSTRAINT "Schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Customer" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Counter" (
    "tenantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Counter_pkey" PRIMARY KEY ("tenantId","name")
);

-- CreateTable
CREATE TABLE "Case" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "customerId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "CaseState" NOT NULL DEFAULT 'NEW',
    "version" INTEGER NOT NULL DEFAULT 1,
    "openedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" "CaseType",
    "severity" "CaseSeverity",
    "triageConfidence" DOUBLE PRECISION,
    "triageReasoning" TEXT,
    "triageDecidedBy" "DeciderKind",
    "triagedAt" TIMESTAMPTZ(3),
    "sourceKey" TEXT,

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseMessage" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "direction" "MessageDirection" NOT NULL,
    "body" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CaseMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseMatch" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "lexicalScore" DOUBLE PRECISION NOT NULL,
    "semanticScore" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "CaseMatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pipeline" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "jobId" UUID NOT NULL,
    "state" "PipelineState" NOT NULL DEFAULT 'RUNNING',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Pipeline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PipelineStep" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "pipelineId" UUID NOT NULL,
    "kind" "PipelineStepKind" NOT NULL,
    "position" INTEGER NOT NULL,
    "state" "PipelineStepState" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "jobId" UUID,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorMessage" TEXT,

    CONSTRAINT "PipelineStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplyDraft" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "state" "ReplyDraftState" NOT NULL DEFAULT 'GENERATING',
    "body" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReplyDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplyCitation" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "draftId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "ReplyCitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KbArticle" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "KbArticleState" NOT NULL DEFAULT 'DRAFT',
    "embeddingState" "EmbeddingState" NOT NULL DEFAULT 'STALE',
    "embedding" REAL[],
    "search" tsvector,
    "version" INTEGER NOT NULL DEFAULT 1,
    "sourceKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KbArticle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChangeRequest" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "state" "ChangeRequestState" NOT NULL DEFAULT 'PREPARING',
    "summary" TEXT NOT NULL,
    "riskLevel" "RiskLevel" NOT NULL,
    "affectedSurfaces" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChangeRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TriageModel" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "weights" BYTEA NOT NULL,
    "sampleCount" INTEGER NOT NULL,
    "trainedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TriageModel_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Tenant_slug_key" ON "Tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_tenantId_id_key" ON "Membership"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_tenantId_userId_key" ON "Membership"("tenantId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_tenantId_id_key" ON "Project"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Project_tenantId_key_key" ON "Project"("tenantId", "key");

-- CreateIndex
CREATE INDEX "AuthSession_tenantId_userId_idx" ON "AuthSession"("tenantId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "AuthSession_tenantId_id_key" ON "AuthSession"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "RefreshToken_hash_key" ON "RefreshToken"("hash");

-- CreateIndex
CREATE INDEX "RefreshToken_tenantId_sessionId_idx" ON "RefreshToken"("tenantId", "sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_tenantId_createdAt_idx" ON "ApiKey"("tenantId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_tenantId_id_key" ON "ApiKey"("tenantId", "id");

-- CreateIndex
CREATE INDEX "Job_tenantId_queuedAt_id_idx" ON "Job"("tenantId", "queuedAt", "id");

-- CreateIndex
CREATE INDEX "Job_tenantId_kind_state_queuedAt_idx" ON "Job"("tenantId", "kind", "state", "queuedAt");

-- CreateIndex
CREATE INDEX "Job_tenantId_state_queuedAt_idx" ON "Job"("tenantId", "state", "queuedAt");

-- CreateIndex
CREATE INDEX "Job_tenantId_parentId_idx" ON "Job"("tenantId", "parentId");

-- CreateIndex
CREATE UNIQUE INDEX "Job_tenantId_id_key" ON "Job"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "JobAttempt_tenantId_id_key" ON "JobAttempt"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "JobAttempt_tenantId_jobId_number_key" ON "JobAttempt"("tenantId", "jobId", "number");

-- CreateIndex
CREATE INDEX "JobLog_tenantId_jobId_id_idx" ON "JobLog"("tenantId", "jobId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "JobLog_tenantId_id_key" ON "JobLog"("tenantId", "id");

-- CreateIndex
CREATE INDEX "DeadLetter_tenantId_createdAt_idx" ON "DeadLetter"("tenantId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "DeadLetter_tenantId_id_key" ON "DeadLetter"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "DeadLetter_tenantId_jobId_key" ON "DeadLetter"("tenantId", "jobId");

-- CreateIndex
CREATE INDEX "OutboxEntry_tenantId_kind_target_id_idx" ON "OutboxEntry"("tenantId", "kind", "target", "id");

-- CreateIndex
CREATE INDEX "OutboxEntry_createdAt_idx" ON "OutboxEntry"("createdAt");

-- CreateIndex
CREATE INDEX "TenantEvent_tenantId_at_idx" ON "TenantEvent"("tenantId", "at");

-- CreateIndex
CREATE INDEX "TenantEvent_tenantId_subjectId_idx" ON "TenantEvent"("tenantId", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "TenantEvent_tenantId_id_key" ON "TenantEvent"("tenantId", "id");

-- CreateIndex
CREATE INDEX "Schedule_nextRunAt_idx" ON "Schedule"("nextRunAt");

-- CreateIndex
CREATE UNIQUE INDEX "Schedule_tenantId_id_key" ON "Schedule"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Schedule_tenantId_key_key" ON "Schedule"("tenantId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_tenantId_id_key" ON "Customer"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_tenantId_email_key" ON "Customer"("tenantId", "email");

-- CreateIndex
CREATE INDEX "Case_tenantId_openedAt_id_idx" ON "Case"("tenantId", "openedAt", "id");

-- CreateIndex
CREATE INDEX "Case_tenantId_projectId_openedAt_idx" ON "Case"("tenantId", "projectId", "openedAt");

-- CreateIndex
CREATE INDEX "Case_tenantId_state_openedAt_idx" ON "Case"("tenantId", "state", "openedAt");

-- CreateIndex
CREATE INDEX "Case_tenantId_customerId_idx" ON "Case"("tenantId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Case_tenantId_id_key" ON "Case"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Case_tenantId_number_key" ON "Case"("tenantId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Case_tenantId_projectId_sourceKey_key" ON "Case"("tenantId", "projectId", "sourceKey");

-- CreateIndex
CREATE INDEX "CaseMessage_tenantId_caseId_id_idx" ON "CaseMessage"("tenantId", "caseId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CaseMessage_tenantId_id_key" ON "CaseMessage"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CaseMatch_tenantId_id_key" ON "CaseMatch"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CaseMatch_tenantId_caseId_articleId_key" ON "CaseMatch"("tenantId", "caseId", "articleId");

-- CreateIndex
CREATE INDEX "Pipeline_tenantId_caseId_id_idx" ON "Pipeline"("tenantId", "caseId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Pipeline_tenantId_id_key" ON "Pipeline"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Pipeline_tenantId_jobId_key" ON "Pipeline"("tenantId", "jobId");

-- CreateIndex
CREATE UNIQUE INDEX "PipelineStep_tenantId_id_key" ON "PipelineStep"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PipelineStep_tenantId_pipelineId_kind_key" ON "PipelineStep"("tenantId", "pipelineId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "PipelineStep_tenantId_jobId_key" ON "PipelineStep"("tenantId", "jobId");

-- CreateIndex
CREATE INDEX "ReplyDraft_tenantId_caseId_id_idx" ON "ReplyDraft"("tenantId", "caseId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyDraft_tenantId_id_key" ON "ReplyDraft"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyCitation_tenantId_id_key" ON "ReplyCitation"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyCitation_tenantId_draftId_articleId_key" ON "ReplyCitation"("tenantId", "draftId", "articleId");

-- CreateIndex
CREATE INDEX "KbArticle_tenantId_state_id_idx" ON "KbArticle"("tenantId", "state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "KbArticle_tenantId_id_key" ON "KbArticle"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "KbArticle_tenantId_projectId_sourceKey_key" ON "KbArticle"("tenantId", "projectId", "sourceKey");

-- CreateIndex
CREATE INDEX "ChangeRequest_tenantId_caseId_id_idx" ON "ChangeRequest"("tenantId", "caseId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ChangeRequest_tenantId_id_key" ON "ChangeRequest"("tenantId", "id");

-- CreateIndex
CREATE INDEX "TriageModel_tenantId_projectId_trainedAt_idx" ON "TriageModel"("tenantId", "projectId", "trainedAt");

-- CreateIndex
CREATE UNIQUE INDEX "TriageModel_tenantId_id_key" ON "TriageModel"("tenantId", "id");

-- AddForeignKey
ALTER TABLE "UserCredential" ADD CONSTRAINT "UserCredential_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RefreshToken" ADD CONSTRAINT "RefreshToken_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "AuthSession"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_tenantId_parentId_fkey" FOREIGN KEY ("tenantId", "parentId") REFERENCES "Job"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "JobAttempt" ADD CONSTRAINT "JobAttempt_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobLog" ADD CONSTRAINT "JobLog_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeadLetter" ADD CONSTRAINT "DeadLetter_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Case" ADD CONSTRAINT "Case_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Case" ADD CONSTRAINT "Case_tenantId_customerId_fkey" FOREIGN KEY ("tenantId", "customerId") REFERENCES "Customer"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseMessage" ADD CONSTRAINT "CaseMessage_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseMatch" ADD CONSTRAINT "CaseMatch_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseMatch" ADD CONSTRAINT "CaseMatch_tenantId_articleId_fkey" FOREIGN KEY ("tenantId", "articleId") REFERENCES "KbArticle"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineStep" ADD CONSTRAINT "PipelineStep_tenantId_pipelineId_fkey" FOREIGN KEY ("tenantId", "pipelineId") REFERENCES "Pipeline"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineStep" ADD CONSTRAINT "PipelineStep_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ReplyDraft" ADD CONSTRAINT "ReplyDraft_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyCitation" ADD CONSTRAINT "ReplyCitation_tenantId_draftId_fkey" FOREIGN KEY ("tenantId", "draftId") REFERENCES "ReplyDraft"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyCitation" ADD CONSTRAINT "ReplyCitation_tenantId_articleId_fkey" FOREIGN KEY ("tenantId", "articleId") REFERENCES "KbArticle"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KbArticle" ADD CONSTRAINT "KbArticle_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChangeRequest" ADD CONSTRAINT "ChangeRequest_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;


