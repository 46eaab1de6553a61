import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../src/db/tenant.js';
import { transact } from '../../src/db/transaction.js';
import { handOver, stateChanged } from '../../src/modules/operations/job-messages.js';
import { tenantEventMessage } from '../../src/modules/operations/tenant-event.service.js';
import { CASE_PIPELINE_KIND, STEPS } from '../../src/modules/support/pipeline-steps.js';
import { TriageCase } from '../../src/modules/support/triage-case.job.js';
import type { NewCaseBody } from './new-case-body.js';

/** Writes the rows of a new case, the same as the gateway does, with Prisma's own operations in one transaction. */
export async function createCase(db: TenantDb, userId: string, input: NewCaseBody) {
  const tenantId = db.$tenantId;
  const actor = { kind: 'USER', id: userId, label: 'rest' } as const;
  const requestedBy = { requestedByKind: actor.kind, requestedById: actor.id, requestedByLabel: actor.label };
  const [caseId, pipelineId, coordinatorId, jobId, eventId] = [newId(), newId(), newId(), newId(), newId()];
  const steps = STEPS.map((kind, position) => ({
    id: newId(),
    tenantId,
    pipelineId,
    kind,
    position,
    jobId: position === 0 ? jobId : null,
  }));
  const subject = { type: 'Case', id: caseId };
  return transact(db, async (tx) => {
    const counter = await tx.counter.upsert({
      where: { tenantId_name: { tenantId, name: 'case' } },
      create: { tenantId, name: 'case', value: 1 },
      update: { value: { increment: 1 } },
    });
    const { email, name } = input.customer;
    const customer = await tx.customer.upsert({
      where: { tenantId_email: { tenantId, email } },
      create: { tenantId, email, name },
      update: { name },
    });
    const opened = await tx.case.create({
      data: {
        id: caseId,
        tenantId,
        projectId: input.projectId,
        customerId: customer.id,
        number: counter.value,
        subject: input.subject,
        body: input.body,
      },
      select: { id: true, number: true, subject: true, state: true },
    });
    await tx.caseMessage.create({ data: { tenantId, caseId, direction: 'INBOUND', body: input.body } });
    const about = { tenantId, subjectType: subject.type, subjectId: subject.id, ...requestedBy };
    const payload = { caseId, pipelineId, stepId: steps[0]!.id, coordinatorId };
    await tx.job.createMany({
      data: [
        {
          id: coordinatorId,
          kind: CASE_PIPELINE_KIND,
          state: 'ACTIVE',
          payload,
          maxAttempts: 1,
          startedAt: new Date(),
          ...about,
        },
        {
          id: jobId,
          kind: TriageCase.kind,
          payload,
          maxAttempts: TriageCase.retry.attempts,
          parentId: coordinatorId,
          ...about,
        },
      ],
    });
    await tx.pipeline.create({ data: { id: pipelineId, tenantId, caseId, jobId: coordinatorId } });
    await tx.pipelineStep.createMany({ data: steps });
    await tx.tenantEvent.create({
      data: {
        id: eventId,
        tenantId,
        kind: 'CASE_OPENED',
        subjectType: subject.type,
        subjectId: subject.id,
        actorKind: actor.kind,
        actorId: actor.id,
        actorLabel: actor.label,
      },
    });
    const told = { id: eventId, kind: 'CASE_OPENED', subject, projectId: input.projectId, actor } as const;
    tx.$outbox(stateChanged(coordinatorId, 'QUEUED', 'ACTIVE', 0));
    tx.$outbox(stateChanged(jobId, 'SCHEDULED', 'QUEUED', 0));
    tx.$outbox(tenantEventMessage({ type: 'TenantEvent', ...told, requestId: null, data: null }));
    tx.$outbox(handOver(TriageCase.kind, jobId));
    return { case: opened, job: { id: coordinatorId, state: 'ACTIVE' } };
  });
}
