import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Council, Job } from '../../generated/prisma/client.js';
import { withPatience } from '../../jobs/failures.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { cancelJobIn } from '../operations/job-control.service.js';
import { recordEvent, type Subject } from '../operations/tenant-event.service.js';
import { defaultSeats, seatsOf, type WantedMember } from './council-seats.service.js';
import { OPEN_COUNCIL_STATES } from './council-states.js';
import { readSubject } from './council-subject.service.js';
import { HoldCouncil } from './hold-council.job.js';
import { type Criterion, DEFAULT_CRITERIA } from './rubric.js';

export interface NewCouncil {
  readonly question: string;
  /** A case or an article. */
  readonly subject: Subject | null;
  /** By default the project of the subject, or none. */
  readonly projectId: string | null;
  /** By default who `defaultSeats` says. */
  readonly members: readonly WantedMember[] | null;
  /** By default `DEFAULT_CRITERIA`. */
  readonly criteria: readonly Criterion[] | null;
  /** How many have to answer, and to vote; by default more than half, two at least. */
  readonly quorum: number | null;
  readonly idempotencyKey: string | null;
}

export interface AskedCouncil {
  readonly council: Council;
  readonly job: Job | null;
  /** Whether the key had asked it before. */
  readonly deduplicated: boolean;
}

/**
 * Puts a question to several models, in a job.
 * @throws NotFound when project or subject are not there for whoever asks, InvalidInput, IdempotencyMismatch
 */
export function askCouncil(db: TenantDb, input: NewCouncil, cause: Cause): Promise<AskedCouncil> {
  const { question, subject, idempotencyKey } = input;
  const criteria = input.criteria ?? DEFAULT_CRITERIA;
  return transact(db, async (tx) => {
    if (input.projectId) await requireProject(tx, input.projectId);
    const read = subject && (await readSubject(tx, subject));
    const projectId = input.projectId ?? read?.projectId ?? null;
    if (read && projectId !== read.projectId) {
      throw InvalidInput.at(['input', 'projectId'], 'The subject belongs to another project.');
    }
    const request = { ...input, criteria, idempotencyKey: null };
    const { id, isRepeated } = await claimKey(tx, { operation: 'councilAsk', key: idempotencyKey, request });
    if (isRepeated) {
      const { job, ...council } = await tx.council.findFirstOrThrow({ where: { id }, include: { job: true } });
      return { council, job, deduplicated: true };
    }
    const seats = input.members ? await seatsOf(tx, input.members) : await defaultSeats(tx);
    const quorum = input.quorum ?? Math.max(2, Math.floor(seats.length / 2) + 1);
    if (quorum > seats.length) throw InvalidInput.at(['input', 'quorum'], 'There are not so many members.');
    const { actor } = cause;
    const tenantId = tx.$tenantId;
    await tx.council.create({
      data: {
        id,
        tenantId,
        projectId,
        question,
        subjectType: subject?.type ?? null,
        subjectId: subject?.id ?? null,
        material: read?.material ?? null,
        criteria: criteria.map(({ name, description, weight }) => ({ name, description, weight })),
        quorum,
        requestedByKind: actor.kind,
        requestedById: actor.id,
        requestedByLabel: actor.label,
      },
    });
    await tx.councilMember.createMany({
      data: seats.map((seat, index) => ({ tenantId, councilId: id, seat: index, ...seat })),
    });
    const about = { type: 'Council', id };
    const { requestId } = cause;
    const job = await enqueueJob(tx, HoldCouncil, { councilId: id }, { subject: about, requestedBy: actor, requestId });
    const [council] = await tx.council.updateManyAndReturn({ where: { id }, data: { jobId: job.id } });
    if (!council) throw new Error('The council was not written.');
    await recordEvent(tx, { kind: 'COUNCIL_ASKED', subject: about, ...cause, data: { members: seats.length, quorum } });
    return { council, job, deduplicated: false };
  });
}

export type CouncilDecision = Cause & ExpectedVersion;

const PATIENCE_MS = 5_000;

/**
 * Ends a council: whoever is being asked is hung up on.
 * @throws NotFound, Conflict with the current council, InvalidState when it has ended already
 */
export function cancelCouncil(
  db: TenantDb,
  id: string,
  { expectedVersion, ...cause }: CouncilDecision,
): Promise<{ readonly council: Council; readonly job: Job }> {
  return withPatience(PATIENCE_MS, () =>
    transact(db, async (tx) => {
      const council = await tx.council.findFirst({ where: { id } });
      if (!council?.jobId) throw new NotFound('The council', ['input', 'id']);
      checkVersion('council', { council }, { expectedVersion });
      if (!OPEN_COUNCIL_STATES.includes(council.state)) {
        throw new InvalidState(`A council that is ${council.state} cannot be cancelled.`);
      }
      return { council, job: await cancelJobIn(tx, council.jobId, cause) };
    }),
  );
}

/** @throws NotFound when the tenant has no such council */
export async function requireCouncil(
  db: Pick<TenantDb, 'council'>,
  id: string,
  path: readonly string[],
): Promise<void> {
  const found = await db.council.findFirst({ where: { id }, select: { id: true } });
  if (!found) throw new NotFound('The council', path);
}
