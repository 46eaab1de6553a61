import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { TenantDb } from '../../src/db/tenant.js';
import { addCouncils } from './every-council.js';

const ACTOR = { requestedByKind: 'SYSTEM', requestedByLabel: 'test' } as const;
const TRICKY = 'a "quoted" \\ line\nwith ünïcode 🚉 and {braces}';

/** At least two rows of every model in the handle's tenant, with nulls and with values, and hung on each other. */
export async function addRowsOfEveryModel(owner: pg.Pool, db: TenantDb): Promise<void> {
  const tenantId = db.$tenantId;
  const userId = randomUUID();
  await owner.query('INSERT INTO "User" ("id", "email", "name") VALUES ($1, $2, $3)', [
    userId,
    `${userId}@t.test`,
    TRICKY,
  ]);
  await owner.query(
    `INSERT INTO "TrustedDocument" ("clientName", "clientVersion", "hash", "normalHash", "text")
     VALUES ($1, '1', repeat('a', 64), repeat('b', 64), $2), ($1, '2', repeat('a', 64), repeat('b', 64), $2)`,
    [userId, TRICKY],
  );
  const membership = await db.membership.create({ data: { tenantId, userId, role: 'OWNER' } });
  for (const key of ['restricted', 'other']) {
    const { id: projectId } = await db.project.create({ data: { tenantId, key, name: TRICKY, isRestricted: true } });
    await db.projectMember.create({ data: { tenantId, projectId, membershipId: membership.id } });
  }
  const invitation = { tenantId, role: 'VIEWER', invitedById: userId, expiresAt: new Date() } as const;
  for (const projectIds of [[], [userId, tenantId]]) {
    const email = `${projectIds.length}@t.test`;
    await db.invitation.create({ data: { ...invitation, email, projectIds, tokenHash: randomUUID() } });
  }
  const session = await db.authSession.create({
    data: { tenantId, userId, expiresAt: new Date('2026-02-03T04:05:06.007Z') },
  });
  await db.refreshToken.create({ data: { tenantId, sessionId: session.id, hash: randomUUID() } });
  const key = { tenantId, name: 'key', prefix: 'sw_', createdById: userId };
  await db.apiKey.create({ data: { ...key, hash: randomUUID(), scopes: ['A', 'b,"c'] } });
  await db.apiKey.create({ data: { ...key, hash: randomUUID(), scopes: [] } });
  const token = {
    tenantId,
    userId,
    email: 'a@t.test',
    hash: randomUUID(),
    expiresAt: new Date('2026-02-03T04:05:06Z'),
  };
  await db.oneTimeToken.create({ data: { ...token, purpose: 'PASSWORD_RESET' } });
  await db.oneTimeToken.create({ data: { ...token, hash: randomUUID(), purpose: 'EMAIL_CHANGE', usedAt: new Date() } });
  const request = { tenantId, operation: 'caseOpen', requestHash: 'hash' };
  await db.idempotencyRecord.createMany({
    data: ['one', 'two'].map((name) => ({ ...request, key: name, resultId: randomUUID() })),
  });
  await db.counter.createMany({ data: ['case', 'other'].map((name, value) => ({ tenantId, name, value })) });
  const jobs = await addJobs(db);
  await addCases(db, jobs);
  await addModels(db);
  const { id: projectId } = await db.project.findFirstOrThrow({ where: { key: 'other' } });
  await addCouncils(db, jobs.other, projectId);
  await db.outboxEntry.createMany({
    data: ['a', 'b'].map((target) => ({
      tenantId,
      kind: 'EVENT' as const,
      target,
      body: { type: TRICKY, list: [1, null] },
    })),
  });
  await db.tenantEvent.create({
    data: { tenantId, kind: 'SIGNED_IN', actorKind: 'USER', actorLabel: TRICKY, data: { a: 1.5 } },
  });
  const entry = { tenantId, actorKind: 'USER', actorLabel: TRICKY, outcome: 'REFUSED' } as const;
  await db.auditEntry.create({
    data: { ...entry, action: 'caseOpen', codes: ['A', 'b,"c'], changes: [{ a: TRICKY }] },
  });
  await db.auditEntry.create({
    data: { ...entry, action: 'signIn', codes: [], subjectType: 'User', subjectId: userId },
  });
  const file = { tenantId, contentType: 'text/csv' };
  const whole = await db.exportFile.create({ data: { ...file, name: TRICKY, readyAt: new Date() } });
  await db.exportFile.create({ data: { ...file, name: 'b' } });
  for (const number of [0, 1]) {
    await db.exportPiece.create({ data: { tenantId, fileId: whole.id, number, data: Buffer.from(TRICKY) } });
  }
  const mail = { tenantId, recipient: 'a@t.test', template: 'EMAIL_CHANGED', subject: TRICKY, jobId: jobs.child };
  await db.outgoingMail.create({
    data: { ...mail, sealedBody: `sealed:1:key:${'x'.repeat(40)}`, expiresAt: new Date() },
  });
  await db.outgoingMail.create({ data: { ...mail, state: 'FAILED', errorCode: 'SMTP_550', endedAt: new Date() } });
  const [minute, pause] = [new Date('2026-01-01T00:01:00.000Z'), { tenantId, reason: TRICKY, pausedByLabel: 'test' }];
  await owner.query(
    `INSERT INTO "JobTally" ("tenantId", "kind", "state", "count") VALUES ($1, 'k', 'QUEUED', 1), ($1, 'l', 'DEAD', 2)`,
    [tenantId],
  );
  await owner.query(
    `INSERT INTO "JobThroughput" ("tenantId", "kind", "minute", "state", "count", "ranMs") VALUES ($1, 'k', $2, 'DEAD', 1, 5)`,
    [tenantId, minute],
  );
  await db.queuePause.createMany({ data: ['k', 'l'].map((kind) => ({ ...pause, kind })) });
  const bulk = { tenantId, action: 'RETRY', matched: 3 };
  await db.bulkRun.create({ data: { ...bulk, id: randomUUID(), jobId: jobs.parent } });
  await db.bulkRun.create({ data: { ...bulk, id: randomUUID(), jobId: jobs.child, cursorAt: minute, refusals: [1] } });
  const schedule = { tenantId, kind: 'k', payload: {}, cron: '* * * * *' };
  await db.schedule.create({ data: { ...schedule, key: 'nightly', nextRunAt: new Date('2026-01-01T00:00:00.120Z') } });
}

async function addJobs(db: TenantDb): Promise<{ parent: string; child: string; other: string }> {
  const tenantId = db.$tenantId;
  const job = { tenantId, kind: 'test.job', maxAttempts: 3, ...ACTOR };
  const parent = await db.job.create({
    data: { ...job, payload: { text: TRICKY, deep: { list: [1, 2.5, null, true] } } },
  });
  const child = await db.job.create({
    data: { ...job, payload: [1], parentId: parent.id, percent: 33.333_333, result: 'x' },
  });
  const other = await db.job.create({ data: { ...job, payload: 7, state: 'DEAD', finishedAt: new Date() } });
  for (const number of [1, 2, 3]) {
    await db.jobAttempt.create({ data: { tenantId, jobId: child.id, number, state: 'ACTIVE', workerId: 'w' } });
    await db.jobLog.create({ data: { tenantId, jobId: child.id, attempt: number, level: 'INFO', message: TRICKY } });
  }
  await db.deadLetter.create({ data: { tenantId, jobId: other.id, kind: job.kind, reason: 'x' } });
  return { parent: parent.id, child: child.id, other: other.id };
}

async function addCases(db: TenantDb, jobs: { parent: string; child: string }): Promise<void> {
  const tenantId = db.$tenantId;
  const project = await db.project.findFirstOrThrow();
  const channel = { tenantId, projectId: project.id, name: TRICKY };
  const sealedSecret = `sealed:1:key:${'x'.repeat(40)}`;
  const generic = { signature: 'HMAC_SHA256', signatureHeader: 'x-a', timestampHeader: null };
  await db.channel.create({ data: { ...channel, kind: 'API', settings: {} } });
  await db.channel.create({
    data: {
      ...channel,
      kind: 'GENERIC',
      settings: generic,
      sealedSecret,
      sourceKey: randomUUID(),
      rotatedAt: new Date(),
    },
  });
  const customers = ['a', 'b'].map((name) => ({
    id: randomUUID(),
    tenantId,
    email: `${name}@c.test`,
    name: name === 'a' ? null : TRICKY,
  }));
  await db.customer.createMany({ data: customers });
  const caseIds = [randomUUID(), randomUUID(), randomUUID()];
  const triage = {
    type: 'BUG',
    severity: 'HIGH',
    triageConfidence: 0.1 + 0.2,
    triageDecidedBy: 'MODEL',
    triagedAt: new Date(),
  } as const;
  for (const [index, id] of caseIds.entries()) {
    const place = { id, tenantId, projectId: project.id, customerId: customers[index % 2]!.id, number: index + 1 };
    await db.case.create({
      data: { ...place, subject: TRICKY, body: '', tags: [TRICKY], ...(index === 1 ? triage : {}) },
    });
  }
  const [caseId = ''] = caseIds;
  for (const direction of ['INBOUND', 'OUTBOUND', 'INTERNAL'] as const) {
    const { id: messageId } = await db.caseMessage.create({ data: { tenantId, caseId, direction, body: TRICKY } });
    const attachment = { tenantId, messageId, position: 0, contentType: 'text/plain', bytes: 1 };
    await db.caseAttachment.create({ data: { ...attachment, ...(direction === 'INBOUND' ? { name: TRICKY } : {}) } });
  }
  const article = { tenantId, projectId: project.id, title: TRICKY, body: 'b' };
  await addDeliveries(db, caseId);
  const target = { tenantId, projectId: project.id, resolutionMinutes: 60 };
  await db.slaTarget.create({ data: { ...target, priority: 'LOW' } });
  await db.slaTarget.create({ data: { ...target, priority: 'URGENT', firstAnswerMinutes: 5 } });
  const known = await db.kbArticle.create({ data: { ...article, embedding: [0.1, -1.5e-7, 3] } });
  await db.kbArticle.create({ data: { ...article, embeddingModel: 'm', tags: [TRICKY], publishedAt: new Date() } });
  const version = { tenantId, articleId: known.id, title: TRICKY, body: '', actorLabel: TRICKY } as const;
  const made = { change: 'CREATED', state: 'DRAFT', actorKind: 'USER' } as const;
  await db.kbArticleVersion.create({ data: { ...version, ...made, number: 1 } });
  await db.kbArticleVersion.create({ data: { ...version, ...made, number: 2, tags: ['a', TRICKY] } });
  const suggestion = { tenantId, projectId: project.id, title: TRICKY, caseCount: 2 };
  const open = await db.kbSuggestion.create({ data: suggestion });
  await db.kbSuggestion.create({
    data: { ...suggestion, state: 'ACCEPTED', articleId: known.id, decidedAt: new Date() },
  });
  for (const [position, id] of caseIds.slice(0, 2).entries()) {
    await db.kbSuggestionCase.create({
      data: { tenantId, suggestionId: open.id, caseId: id, position, similarity: 1 / 3 },
    });
  }
  const bytes = { tenantId, projectId: project.id, archive: Buffer.from(TRICKY) };
  await db.kbImport.create({ data: bytes });
  await db.kbImport.create({ data: { ...bytes, jobId: jobs.child, position: 3, finishedAt: new Date() } });
  const chunk = { tenantId, articleId: known.id, heading: TRICKY, text: TRICKY, hash: 'h' };
  await db.kbChunk.create({ data: { ...chunk, position: 0, embedding: [0.1, -1.5e-7], embeddingModel: 'm' } });
  await db.kbChunk.create({ data: { ...chunk, position: 1 } });
  const scores = { score: 1 / 3, lexicalScore: 1e-9, semanticScore: 1 };
  await db.caseMatch.create({ data: { tenantId, caseId, articleId: known.id, position: 1, ...scores } });
  const pipeline = await db.pipeline.create({ data: { tenantId, caseId, jobId: jobs.parent } });
  const step = { tenantId, pipelineId: pipeline.id };
  await db.pipelineStep.create({ data: { ...step, kind: 'TRIAGE', position: 0, jobId: jobs.child } });
  await db.pipelineStep.create({ data: { ...step, kind: 'AUTO_REPLY', position: 2 } });
  const draft = await db.replyDraft.create({ data: { tenantId, caseId, body: TRICKY } });
  await db.replyCitation.create({ data: { tenantId, draftId: draft.id, articleId: known.id, position: 1 } });
  const decision = { tenantId, caseId, kind: 'TRIAGE', outcome: TRICKY } as const;
  await db.caseDecision.create({ data: { ...decision, confidence: 1 / 3, reasons: [TRICKY, ''] } });
  await db.caseDecision.create({ data: { ...decision, reasons: [] } });
  const approval = {
    tenantId,
    projectId: project.id,
    kind: 'REPLY',
    subjectType: 'ReplyDraft',
    title: TRICKY,
  } as const;
  const asked = { reason: TRICKY, requestedByKind: 'SYSTEM', requestedByLabel: 's' } as const;
  await db.approval.create({ data: { ...approval, ...asked, subjectId: draft.id, confidence: 0.1 } });
  await db.approval.create({ data: { ...approval, ...asked, subjectId: caseId, state: 'EXPIRED', note: TRICKY } });
  const surfaces = { affectedSurfaces: ['web', 'a b'] };
  await db.changeRequest.create({ data: { tenantId, caseId, summary: 's', riskLevel: 'LOW', ...surfaces } });
  await db.triageModel.create({ data: { tenantId, projectId: project.id, weights: Buffer.from('w'), sampleCount: 3 } });
}

async function addModels(db: TenantDb): Promise<void> {
  const tenantId = db.$tenantId;
  const provider = await db.modelProvider.create({ data: { tenantId, name: TRICKY, protocol: 'GOOGLE' } });
  await db.modelProvider.create({
    data: { tenantId, name: 'own', protocol: 'OPENAI_COMPATIBLE', baseUrl: 'http://m' },
  });
  const model = { tenantId, providerId: provider.id, tier: 'FAST', contextTokens: 8_000 } as const;
  const first = await db.model.create({
    data: { ...model, name: 'a', inputPrice: '0.000001', outputPrice: '123456.5' },
  });
  await db.model.create({ data: { ...model, name: 'b', disabledAt: new Date() } });
  const route = await db.modelRoute.create({ data: { tenantId, purpose: 'REPLY', tier: 'FAST', hedgeAfterMs: 10 } });
  await db.modelRoute.create({ data: { tenantId, purpose: 'TRIAGE', tier: 'FAST' } });
  await db.modelRouteTarget.create({ data: { tenantId, routeId: route.id, position: 0, modelId: first.id } });
  const call = { tenantId, purpose: 'REPLY', tier: 'FAST', cost: '0.00000001' } as const;
  const { id: callId } = await db.llmCall.create({ data: { ...call, prompt: TRICKY } });
  await db.llmCall.create({ data: { ...call, state: 'FAILED', finishedAt: new Date() } });
  const moment = new Date('2026-02-03T04:05:06.007Z');
  const attempt = { tenantId, callId, providerName: 'p', modelName: 'm', startedAt: moment, finishedAt: moment };
  for (const number of [1, 2]) await db.llmCallAttempt.create({ data: { ...attempt, number, state: 'FAILED' } });
  const bucket = { tenantId, day: moment, projectId: randomUUID(), purpose: 'REPLY', providerName: 'p' } as const;
  for (const modelName of ['a', 'b'])
    await db.usageBucket.create({ data: { ...bucket, modelName, inputTokens: 2n ** 60n } });
  const budget = { tenantId, amount: '12.3456', periodStart: moment };
  for (const period of ['DAY', 'MONTH'] as const) await db.budget.create({ data: { ...budget, period } });
}

async function addDeliveries(db: TenantDb, caseId: string): Promise<void> {
  const tenantId = db.$tenantId;
  const { id: channelId } = await db.channel.findFirstOrThrow();
  const [{ id: messageId } = { id: '' }, { id: other } = { id: '' }] = await db.caseMessage.findMany({
    where: { caseId },
  });
  const event = { tenantId, channelId, bodyHash: 'hash', contentType: 'message/rfc822', bytes: 3 };
  await db.inboundEvent.create({ data: { ...event, state: 'REJECTED', errorCode: 'SIGNATURE_FORGED' } });
  await db.inboundEvent.create({
    data: { ...event, state: 'PROCESSED', outcome: 'IGNORED', deliveryId: TRICKY, body: Buffer.from(TRICKY), caseId },
  });
  const threads = ['one', 'two'].map((externalId) => ({
    id: randomUUID(),
    tenantId,
    channelId,
    caseId,
    externalId,
    replyToken: externalId,
  }));
  await db.channelThread.createMany({ data: threads });
  const message = { tenantId, channelId, caseId, threadId: threads[0]!.id, address: 'a@c.test' };
  await db.channelMessage.create({
    data: {
      ...message,
      messageId,
      externalId: 'a',
      state: 'RECEIVED',
      references: ['x', 'b,"c'],
      attachments: [{ name: TRICKY }],
    },
  });
  await db.channelMessage.create({
    data: { ...message, messageId: other, externalId: 'b', state: 'FAILED', errorCode: 'SMTP_550' },
  });
}
