-- Models: who offers them, which serves what, what each use took, and how much may be spent.

-- CreateEnum
CREATE TYPE "ModelProtocol" AS ENUM ('OFFLINE', 'OPENAI', 'ANTHROPIC', 'GOOGLE', 'OPENAI_COMPATIBLE');

-- CreateEnum
CREATE TYPE "ModelTier" AS ENUM ('FAST', 'STANDARD', 'COMPLEX', 'EMBEDDING', 'VISION');

-- CreateEnum
CREATE TYPE "ModelPurpose" AS ENUM ('TRIAGE', 'REPLY', 'CHANGE_PREP', 'EMBEDDING', 'COUNCIL');

-- CreateEnum
CREATE TYPE "LlmCallState" AS ENUM ('PENDING', 'STREAMING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "BudgetPeriod" AS ENUM ('DAY', 'MONTH');

-- CreateEnum
CREATE TYPE "BudgetState" AS ENUM ('OK', 'WARNING', 'EXHAUSTED');


-- CreateTable
CREATE TABLE "ModelProvider" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "protocol" "ModelProtocol" NOT NULL,
    "baseUrl" TEXT,
    "sealedKey" TEXT,
    "keyHint" TEXT,
    "disabledAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelProvider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Model" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tier" "ModelTier" NOT NULL,
    "contextTokens" INTEGER NOT NULL,
    "inputPrice" DECIMAL(12,6) NOT NULL DEFAULT 0,
    "cachedInputPrice" DECIMAL(12,6) NOT NULL DEFAULT 0,
    "outputPrice" DECIMAL(12,6) NOT NULL DEFAULT 0,
    "disabledAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModelRoute" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "purpose" "ModelPurpose" NOT NULL,
    "tier" "ModelTier" NOT NULL,
    "timeoutMs" INTEGER NOT NULL DEFAULT 60000,
    "hedgeAfterMs" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ModelRoute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModelRouteTarget" (
    "tenantId" UUID NOT NULL,
    "routeId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "modelId" UUID NOT NULL,

    CONSTRAINT "ModelRouteTarget_pkey" PRIMARY KEY ("tenantId","routeId","position")
);

-- CreateTable
CREATE TABLE "LlmCall" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID,
    "purpose" "ModelPurpose" NOT NULL,
    "tier" "ModelTier" NOT NULL,
    "state" "LlmCallState" NOT NULL DEFAULT 'PENDING',
    "providerName" TEXT,
    "modelName" TEXT,
    "inputTokens" INTEGER NOT NULL DEFAULT 0,
    "cachedTokens" INTEGER NOT NULL DEFAULT 0,
    "outputTokens" INTEGER NOT NULL DEFAULT 0,
    "cost" DECIMAL(14,8) NOT NULL DEFAULT 0,
    "isCacheHit" BOOLEAN NOT NULL DEFAULT false,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "requestId" TEXT,
    "jobId" UUID,
    "subjectType" TEXT,
    "subjectId" UUID,
    "prompt" TEXT,
    "answer" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LlmCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LlmCallAttempt" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "modelId" UUID,
    "providerName" TEXT NOT NULL,
    "modelName" TEXT NOT NULL,
    "state" "LlmCallState" NOT NULL,
    "reason" TEXT,
    "inputTokens" INTEGER NOT NULL DEFAULT 0,
    "cachedTokens" INTEGER NOT NULL DEFAULT 0,
    "outputTokens" INTEGER NOT NULL DEFAULT 0,
    "cost" DECIMAL(14,8) NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LlmCallAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageBucket" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "projectId" UUID,
    "purpose" "ModelPurpose" NOT NULL,
    "providerName" TEXT NOT NULL,
    "modelName" TEXT NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "inputTokens" BIGINT NOT NULL DEFAULT 0,
    "cachedTokens" BIGINT NOT NULL DEFAULT 0,
    "outputTokens" BIGINT NOT NULL DEFAULT 0,
    "cost" DECIMAL(16,8) NOT NULL DEFAULT 0,

    CONSTRAINT "UsageBucket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Budget" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID,
    "period" "BudgetPeriod" NOT NULL,
    "amount" DECIMAL(14,4) NOT NULL,
    "warningPercent" INTEGER NOT NULL DEFAULT 80,
    "state" "BudgetState" NOT NULL DEFAULT 'OK',
    "periodStart" DATE NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Budget_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ModelProvider_tenantId_id_key" ON "ModelProvider"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ModelProvider_tenantId_name_key" ON "ModelProvider"("tenantId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Model_tenantId_id_key" ON "Model"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Model_tenantId_providerId_name_key" ON "Model"("tenantId", "providerId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ModelRoute_tenantId_id_key" ON "ModelRoute"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ModelRoute_tenantId_purpose_tier_key" ON "ModelRoute"("tenantId", "purpose", "tier");

-- CreateIndex
CREATE INDEX "ModelRouteTarget_tenantId_modelId_idx" ON "ModelRouteTarget"("tenantId", "modelId");

-- CreateIndex
CREATE INDEX "LlmCall_tenantId_startedAt_id_idx" ON "LlmCall"("tenantId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "LlmCall_tenantId_jobId_idx" ON "LlmCall"("tenantId", "jobId");

-- CreateIndex
CREATE INDEX "LlmCall_tenantId_requestId_idx" ON "LlmCall"("tenantId", "requestId");

-- CreateIndex
CREATE UNIQUE INDEX "LlmCall_tenantId_id_key" ON "LlmCall"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LlmCallAttempt_tenantId_id_key" ON "LlmCallAttempt"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LlmCallAttempt_tenantId_callId_number_key" ON "LlmCallAttempt"("tenantId", "callId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "UsageBucket_tenantId_id_key" ON "UsageBucket"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Budget_tenantId_id_key" ON "Budget"("tenantId", "id");

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_tenantId_providerId_fkey" FOREIGN KEY ("tenantId", "providerId") REFERENCES "ModelProvider"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelRouteTarget" ADD CONSTRAINT "ModelRouteTarget_tenantId_routeId_fkey" FOREIGN KEY ("tenantId", "routeId") REFERENCES "ModelRoute"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelRouteTarget" ADD CONSTRAINT "ModelRouteTarget_tenantId_modelId_fkey" FOREIGN KEY ("tenantId", "modelId") REFERENCES "Model"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LlmCallAttempt" ADD CONSTRAINT "LlmCallAttempt_tenantId_callId_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "LlmCall"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Budget" ADD CONSTRAINT "Budget_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Of one kind there is one budget a project, and one for the whole tenant.
CREATE UNIQUE INDEX "Budget_tenantId_projectId_period_key" ON "Budget"("tenantId", "projectId", "period") NULLS NOT DISTINCT;
-- A day's use is added up in one row for each thing it is summed up by.
CREATE UNIQUE INDEX "UsageBucket_sums_key" ON "UsageBucket"("tenantId", "day", "projectId", "purpose", "providerName", "modelName") NULLS NOT DISTINCT;

ALTER TABLE "Model" ADD CONSTRAINT "Model_prices" CHECK ("inputPrice" >= 0 AND "cachedInputPrice" >= 0 AND "outputPrice" >= 0);
ALTER TABLE "Budget" ADD CONSTRAINT "Budget_amount" CHECK ("amount" > 0 AND "warningPercent" BETWEEN 1 AND 100);
ALTER TABLE "ModelProvider" ADD CONSTRAINT "ModelProvider_baseUrl" CHECK ("protocol" <> 'OPENAI_COMPATIBLE' OR "baseUrl" IS NOT NULL);

SELECT protect_tenant_table(format('%I', name)::regclass)
FROM unnest(ARRAY[
  'ModelProvider', 'Model', 'ModelRoute', 'ModelRouteTarget', 'LlmCall', 'LlmCallAttempt', 'UsageBucket', 'Budget'
]) AS name;
SELECT protect_sealed_column('"ModelProvider"', 'sealedKey');

SELECT protect_project_table(format('%I', name)::regclass) FROM unnest(ARRAY['LlmCall', 'UsageBucket', 'Budget']) AS name;
SELECT protect_project_table('"LlmCallAttempt"', '"LlmCall"', 'callId');

-- What was spent counts against a budget whoever looks: somebody who does not see a project must not be shown, nor
-- write down, that the tenant spent less.
CREATE FUNCTION model_spending(since date, project uuid) RETURNS numeric
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT COALESCE(sum("cost"), 0) FROM "UsageBucket"
        WHERE "tenantId" = current_tenant() AND "day" >= since AND (project IS NULL OR "projectId" = project) $$;
REVOKE ALL ON FUNCTION model_spending(date, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION model_spending(date, uuid) TO switchyard_app;
