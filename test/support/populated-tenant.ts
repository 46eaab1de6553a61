import { randomBytes, randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { fillCaseWork, giveLastCase } from './populated-case-work.js';
import { fillCouncil, fillModels, jobEnds } from './populated-models.js';
import { postRaw, type RawAnswer, textAt } from './raw-graphql.js';
import { type Member, rowId, type TestApp } from './test-app.js';

/** A tenant with something in every table. */
export interface PopulatedTenant {
  readonly member: Member;
  /** Stands in every text of the tenant, and nowhere else. */
  readonly canary: string;
  readonly apiKeySecret: string;
  /** Runs a document of text as its owner. */
  run(query: string, variables?: Record<string, unknown>): Promise<RawAnswer>;
}

/** Fills a new tenant over the API, and what no API makes yet through the owner of the tables. */
export async function populateTenant(app: TestApp): Promise<PopulatedTenant> {
  const canary = `canary${randomBytes(6).toString('hex')}`;
  const member = await signUp(app, canary);
  const run = async (query: string, variables: Record<string, unknown> = {}) => {
    const answer = await postRaw(app.url, { query, variables }, { authorization: `Bearer ${member.token}` });
    if (answer.errors || !/"userErrors":\[\]|^(?!.*userErrors)/s.test(answer.text)) throw new Error(answer.text);
    return answer;
  };
  const tenant = { member, canary, run };
  const project = await run(
    'mutation($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } userErrors { message } } }',
    { input: { key: canary, name: `Project ${canary}`, triageThreshold: 0 } },
  );
  const projectId = textAt(project, 'projectCreate.project.id');
  const key = await run(
    'mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { message } } }',
    { input: { name: `Key ${canary}`, scopes: ['IDENTITY_READ', 'SUPPORT_READ', 'OPERATIONS_READ'] } },
  );
  for (const settings of [
    { kind: 'API' },
    { kind: 'EMAIL', email: { address: `${canary}@desk.test`, senderName: canary } },
  ]) {
    await run(
      'mutation($input: ChannelCreateInput!) { channelCreate(input: $input) { channel { id } userErrors { message } } }',
      { input: { projectId, name: `Channel ${canary}`, ...settings } },
    );
  }
  await fillKnowledge(tenant, projectId);
  await fillCases(tenant, projectId);
  const exported = await run('mutation { auditExport(input: {}) { job { id } userErrors { message } } }');
  await jobEnds(run, textAt(exported, 'auditExport.job.id'));
  await fillModels(tenant, projectId);
  await fillCouncil(tenant, projectId);
  await settled(app, member.tenantId);
  await fillBehindTheApi(app, tenant);
  const colleague = await app.newColleague(member, 'VIEWER');
  await run(
    'mutation($input: InvitationCreateInput!) { invitationCreate(input: $input) { token userErrors { message } } }',
    { input: { email: `${canary}@invited.test`, role: 'VIEWER', projectIds: [projectId] } },
  );
  await app.owner.query(
    `INSERT INTO "ProjectMember" ("id", "tenantId", "projectId", "membershipId")
     SELECT $1, m."tenantId", $3, m."id" FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE m."tenantId" = $2 AND u."email" = $4`,
    [randomUUID(), member.tenantId, rowId(projectId), colleague.email],
  );
  await giveLastCase(app.owner, member.tenantId, colleague.email);
  return { ...tenant, apiKeySecret: textAt(key, 'apiKeyCreate.secret') };
}

/** Waits until nothing is under way for the tenant, so that its rows stay as they are. */
async function settled(app: TestApp, tenantId: string): Promise<void> {
  const isSettled = async () => {
    const { rows } = await app.owner.query<{ jobs: string; messages: string }>(
      `SELECT (SELECT count(*) FROM "Job" WHERE "tenantId" = $1 AND "finishedAt" IS NULL) AS jobs,
         (SELECT count(*) FROM "OutboxEntry" WHERE "tenantId" = $1) AS messages`,
      [tenantId],
    );
    return rows[0]?.jobs === '0' && rows[0].messages === '0';
  };
  await vi.waitUntil(isSettled, { timeout: 30_000 });
}

type Filling = Omit<PopulatedTenant, 'apiKeySecret'>;

async function signUp(app: TestApp, canary: string): Promise<Member> {
  const password = 'correct horse battery';
  const email = `${canary}@tenant.test`;
  const answer = await postRaw(app.url, {
    query: `mutation($input: SignUpInput!) { signUp(input: $input) {
      accessToken viewer { user { id } tenant { id } projects { nodes { id } } } userErrors { message } } }`,
    variables: {
      input: { tenantName: `Tenant ${canary}`, tenantSlug: canary, email, password, name: `Owner ${canary}` },
    },
  });
  return {
    token: textAt(answer, 'signUp.accessToken'),
    email,
    password,
    userId: textAt(answer, 'signUp.viewer.user.id'),
    tenantId: Buffer.from(textAt(answer, 'signUp.viewer.tenant.id'), 'base64').toString().slice('Tenant:'.length),
    tenantSlug: canary,
    projectId: textAt(answer, 'signUp.viewer.projects.nodes.0.id'),
  };
}

async function fillKnowledge({ run, canary }: Filling, projectId: string): Promise<void> {
  const written = await run(
    'mutation($input: KbArticleCreateInput!) { kbArticleCreate(input: $input) { job { id } userErrors { message } } }',
    {
      input: {
        projectId,
        title: `Reset your password ${canary}`,
        body: `# Reset your password\n\nChoose *Forgot password* in ${canary}. We send a link by e-mail.`,
        publish: true,
      },
    },
  );
  await jobEnds(run, textAt(written, 'kbArticleCreate.job.id'));
  const row = (index: number) => ({
    sourceKey: `${canary}-${index}`,
    subject: `It crashes with ${canary}`,
    body: `Error in ${canary}`,
    type: 'BUG',
    openedAt: new Date().toISOString(),
    customer: { email: `${canary}@imported.test`, name: canary },
  });
  const imported = await run(
    'mutation($input: CaseImportInput!) { caseImport(input: $input) { job { id } userErrors { message } } }',
    { input: { projectId, cases: [row(1), row(2)] } },
  );
  await jobEnds(run, textAt(imported, 'caseImport.job.id'));
}

async function fillCases({ run, canary }: Filling, projectId: string): Promise<void> {
  for (const subject of [`How do I reset my password? ${canary}`, `My password ${canary} fails once`]) {
    const opened = await run(
      'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { job { id } userErrors { message } } }',
      {
        input: {
          projectId,
          subject,
          body: `I forgot my password for ${canary}. Where is the link?`,
          customer: { email: `${canary}@customer.test`, name: `Customer ${canary}` },
          idempotencyKey: `${canary}-${subject.length}`,
        },
      },
    );
    await jobEnds(run, textAt(opened, 'caseOpen.job.id'));
  }
}

/** Rows that nothing makes yet, or that nothing leaves lying about. */
async function fillBehindTheApi({ owner }: TestApp, { member: { tenantId }, canary }: Filling): Promise<void> {
  await owner.query(
    `INSERT INTO "ChangeRequest" ("id", "tenantId", "caseId", "summary", "riskLevel", "affectedSurfaces")
     SELECT $1, $2, "id", $3, (enum_range(NULL::"RiskLevel"))[1], ARRAY[$3] FROM "Case" WHERE "tenantId" = $2 ORDER BY "number" LIMIT 1`,
    [randomUUID(), tenantId, `Change ${canary}`],
  );
  await owner.query(
    `INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body", "createdAt") VALUES ($1, 'JOB', 'none', $2, now() + interval '1 day')`,
    [tenantId, JSON.stringify({ canary })],
  );
  await owner.query(`INSERT INTO "JobTally" ("tenantId", "kind", "state", "count") VALUES ($1, $2, 'QUEUED', 1)`, [
    tenantId,
    canary,
  ]);
  await owner.query(
    `INSERT INTO "JobThroughput" ("tenantId", "kind", "minute", "state", "count", "ranMs") VALUES ($1, $2, now(), 'DEAD', 1, 1)`,
    [tenantId, canary],
  );
  // Open jobs that nobody takes: two for each way an action on many can find them by an id.
  await owner.query(
    `INSERT INTO "Job" ("id", "tenantId", "kind", "payload", "maxAttempts", "requestedByKind", "requestedByLabel", "parentId", "subjectId", "requestedById")
     SELECT gen_random_uuid(), $1, 'none.such', '{}', 1, 'USER', $2, f."parentId", f."subjectId", f."requestedById" FROM (
       (SELECT "id" AS "parentId", NULL::uuid AS "subjectId", NULL::uuid AS "requestedById" FROM "Job" WHERE "tenantId" = $1 ORDER BY "id" LIMIT 2)
       UNION ALL (SELECT NULL, "id", NULL FROM "Case" WHERE "tenantId" = $1 ORDER BY "id" LIMIT 2)
       UNION ALL (SELECT NULL, NULL, "id" FROM "ApiKey" WHERE "tenantId" = $1 ORDER BY "id" LIMIT 1)
       UNION ALL (SELECT NULL, NULL, "userId" FROM "Membership" WHERE "tenantId" = $1 ORDER BY "userId" LIMIT 1)
     ) f`,
    [tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "BulkRun" ("id", "tenantId", "jobId", "action", "matched")
     SELECT $1, $2, "id", $3, 1 FROM "Job" WHERE "tenantId" = $2 ORDER BY "id" LIMIT 1`,
    [randomUUID(), tenantId, canary],
  );
  await owner.query(`INSERT INTO "QueuePause" ("tenantId", "kind", "pausedByLabel") VALUES ($1, $2, $2)`, [
    tenantId,
    canary,
  ]);
  // Another sign-in of the same person, the first by its id: to be seen, and ended without harm.
  await owner.query(
    `INSERT INTO "AuthSession" ("id", "tenantId", "userId", "userAgent", "expiresAt")
     SELECT $1, $2, "userId", $3, now() + interval '1 day' FROM "Membership" WHERE "tenantId" = $2 ORDER BY "createdAt" LIMIT 1`,
    [`00000000-${randomUUID().slice(9)}`, tenantId, `Browser of ${canary}`],
  );
  await owner.query(
    `INSERT INTO "OneTimeToken" ("id", "tenantId", "userId", "purpose", "email", "hash", "expiresAt")
     SELECT $1, $2, "userId", 'EMAIL_CHANGE', $3, $4, now() FROM "Membership" WHERE "tenantId" = $2 LIMIT 1`,
    [randomUUID(), tenantId, `${canary}@changed.test`, randomUUID()],
  );
  await owner.query(
    `INSERT INTO "OutgoingMail" ("id", "tenantId", "recipient", "template", "subject", "jobId", "state")
     VALUES ($1, $2, $3, 'EMAIL_CHANGED', $3, $1, 'SENT')`,
    [randomUUID(), tenantId, `${canary}@mailed.test`],
  );
  const callId = randomUUID();
  await owner.query(
    `INSERT INTO "LlmCall" ("id", "tenantId", "purpose", "tier", "prompt") VALUES ($1, $2, 'COUNCIL', 'COMPLEX', $3)`,
    [callId, tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "LlmCallAttempt" ("id", "tenantId", "callId", "number", "providerName", "modelName", "state", "startedAt", "finishedAt")
     VALUES (gen_random_uuid(), $1, $2, 1, $3, $3, 'SUCCEEDED', now(), now())`,
    [tenantId, callId, canary],
  );
  await owner.query(
    `INSERT INTO "UsageBucket" ("id", "tenantId", "day", "projectId", "purpose", "providerName", "modelName", "cost")
     VALUES (gen_random_uuid(), $1, now(), NULL, 'COUNCIL', $2, $2, 1)`,
    [tenantId, canary],
  );
  await fillChannel(owner, tenantId, canary);
  await fillCaseWork(owner, tenantId, canary);
  const suggestionId = randomUUID();
  await owner.query(
    `INSERT INTO "KbSuggestion" ("id", "tenantId", "projectId", "title", "caseCount")
     SELECT $1, $2, "id", 'Suggestion ' || $3, 1 FROM "Project" WHERE "tenantId" = $2 AND "key" = $3`,
    [suggestionId, tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "KbSuggestionCase" ("id", "tenantId", "suggestionId", "caseId", "position", "similarity")
     SELECT $1, $2, $3, "id", 0, 1 FROM "Case" WHERE "tenantId" = $2 ORDER BY "number" LIMIT 1`,
    [randomUUID(), tenantId, suggestionId],
  );
  await owner.query(
    `INSERT INTO "KbImport" ("id", "tenantId", "projectId", "archive")
     SELECT $1, $2, "id", convert_to($3, 'UTF8') FROM "Project" WHERE "tenantId" = $2 AND "key" = $3`,
    [randomUUID(), tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "TriageModel" ("id", "tenantId", "projectId", "weights", "sampleCount")
     SELECT $1, $2, "id", '\\x00', 1 FROM "Project" WHERE "tenantId" = $2 LIMIT 1`,
    [randomUUID(), tenantId],
  );
}

/** A conversation by mail, and deliveries that led to it or to nothing. */
async function fillChannel(owner: TestApp['owner'], tenantId: string, canary: string): Promise<void> {
  const [threadId, first] = [randomUUID(), 'ORDER BY "id" LIMIT 1'];
  const channel = `(SELECT "id" FROM "Channel" WHERE "tenantId" = $2 AND "kind" = 'EMAIL' ${first})`;
  const message = `(SELECT m."caseId", m."id" FROM "CaseMessage" m JOIN "Case" c ON c."id" = m."caseId" WHERE m."tenantId" = $2 ORDER BY c."number" LIMIT 1) m`;
  await owner.query(
    `INSERT INTO "ChannelThread" ("id", "tenantId", "channelId", "caseId", "externalId", "replyToken")
     SELECT $1, $2, ${channel}, m."caseId", $3, $3 FROM ${message}`,
    [threadId, tenantId, canary],
  );
  await owner.query(
    `INSERT INTO "ChannelMessage" ("id", "tenantId", "channelId", "caseId", "messageId", "threadId", "externalId", "address", "subject", "references", "state", "errorCode")
     SELECT $1, $2, ${channel}, m."caseId", m."id", $4, $3, $3 || '@customer.test', $3, ARRAY[$3], 'FAILED', $3 FROM ${message}`,
    [randomUUID(), tenantId, canary, threadId],
  );
  for (const state of ['PROCESSED', 'REJECTED']) {
    await owner.query(
      `INSERT INTO "InboundEvent" ("id", "tenantId", "channelId", "deliveryId", "bodyHash", "contentType", "bytes", "body", "state", "errorCode", "caseId")
       SELECT $1, $2, ${channel}, $3, $3, $3, 1, convert_to($3, 'UTF8'), $4::"InboundState", $3, m."caseId" FROM ${message}`,
      [randomUUID(), tenantId, canary, state],
    );
  }
}
