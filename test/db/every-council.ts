import type { TenantDb } from '../../src/db/tenant.js';

/** Two councils: one that has just been asked, and one that has decided. */
export async function addCouncils(db: TenantDb, jobId: string, projectId: string): Promise<void> {
  const tenantId = db.$tenantId;
  const asked = {
    tenantId,
    question: 'Which one?',
    criteria: [{ name: 'a "quoted"', description: 'x', weight: 1.5 }],
    quorum: 2,
    requestedByKind: 'SYSTEM',
    requestedByLabel: 'test',
  } as const;
  await db.council.create({ data: asked });
  const { id: councilId } = await db.council.create({
    data: { ...asked, projectId, jobId, material: 'Given.', subjectType: 'Project', subjectId: projectId },
  });
  const seat = { tenantId, councilId };
  const first = await db.councilMember.create({
    data: { ...seat, seat: 0, label: 'one', builtIn: 'BRIEF', state: 'VOTED', answer: 'Yes.', score: 7.25 },
  });
  const second = await db.councilMember.create({
    data: { ...seat, seat: 1, label: 'two', routePurpose: 'COUNCIL', routeTier: 'COMPLEX', errorCode: 'X' },
  });
  const scores = [{ criterion: 'a "quoted"', score: 7.25, reason: 'It is.' }];
  const vote = { tenantId, councilId, scores, total: 7.25 };
  await db.councilVote.create({ data: { ...vote, voterId: second.id, memberId: first.id } });
  await db.councilVote.create({ data: { ...vote, voterId: first.id, memberId: second.id, total: 0 } });
  await db.council.update({
    where: { id: councilId },
    data: { state: 'DECIDED', winnerId: first.id, verdictScore: 7.25, verdictRule: 'SCORE', verdictReasons: scores },
  });
}
