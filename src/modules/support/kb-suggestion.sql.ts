import type { TenantDb } from '../../db/tenant.js';

export interface UnmatchedCase {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
}

/** The newest cases of a project of the last 90 days that were matched and nothing fitted, and that no person has decided on. */
export function unmatchedCases(db: TenantDb, projectId: string, limit: number): Promise<UnmatchedCase[]> {
  return db.$queryRaw<UnmatchedCase[]>`
    SELECT c."id"::text, c."subject", left(c."body", 8000) AS "body"
    FROM "Case" c JOIN "Project" p ON p."tenantId" = c."tenantId" AND p."id" = c."projectId"
    WHERE c."tenantId" = ${db.$tenantId}::uuid AND c."projectId" = ${projectId}::uuid AND c."openedAt" > now() - interval '90 days'
      AND EXISTS (SELECT FROM "Pipeline" l JOIN "PipelineStep" s ON s."tenantId" = l."tenantId" AND s."pipelineId" = l."id"
        WHERE l."tenantId" = c."tenantId" AND l."caseId" = c."id" AND s."kind" = 'KNOWN_ISSUE_MATCH' AND s."state" = 'SUCCEEDED')
      AND NOT EXISTS (SELECT FROM "CaseMatch" m WHERE m."tenantId" = c."tenantId" AND m."caseId" = c."id" AND m."score" >= p."matchThreshold")
      AND NOT EXISTS (SELECT FROM "KbSuggestionCase" k JOIN "KbSuggestion" g ON g."tenantId" = k."tenantId" AND g."id" = k."suggestionId"
        WHERE k."tenantId" = c."tenantId" AND k."caseId" = c."id" AND g."state" <> 'OPEN')
    ORDER BY c."openedAt" DESC, c."id" DESC LIMIT ${limit}::int`;
}
