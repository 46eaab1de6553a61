import { randomUUID } from 'node:crypto';
import type { TestApp } from './test-app.js';

/** What people do with cases, besides moving them. */
export async function fillCaseWork(owner: TestApp['owner'], tenantId: string, canary: string): Promise<void> {
  await owner.query(
    `UPDATE "Case" SET "tags" = ARRAY[$2], "assigneeId" = (SELECT "id" FROM "Membership" WHERE "tenantId" = $1 ORDER BY "createdAt" LIMIT 1)
     WHERE "tenantId" = $1 AND "number" = 3`,
    [tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "SlaTarget" ("id", "tenantId", "projectId", "priority", "resolutionMinutes")
     SELECT $1, $2, "id", 'LOW', 525600 FROM "Project" WHERE "tenantId" = $2 AND "key" = $3`,
    [randomUUID(), tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "CaseAttachment" ("id", "tenantId", "messageId", "position", "name", "contentType", "bytes")
     SELECT $1, $2, "id", 0, $3, $3, 1 FROM "CaseMessage" WHERE "tenantId" = $2 ORDER BY "id" LIMIT 1`,
    [randomUUID(), tenantId, canary],
  );
}

/** Somebody else has a case, too: an action on all of one member's is not to be the end of it. */
export async function giveLastCase(owner: TestApp['owner'], tenantId: string, email: string): Promise<void> {
  await owner.query(
    `UPDATE "Case" SET "assigneeId" = (SELECT m."id" FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE m."tenantId" = $1 AND u."email" = $2)
     WHERE "tenantId" = $1 AND "number" = (SELECT max("number") FROM "Case" WHERE "tenantId" = $1)`,
    [tenantId, email],
  );
}
