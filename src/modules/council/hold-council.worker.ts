import type { CouncilMember } from '../../generated/prisma/client.js';
import { handleJob, JobPostponed, type JobRun, PermanentJobError } from '../../jobs/define-job.js';
import { ModelCallFailed } from '../../ports.js';
import { refuseInterrupted } from '../models/model-failure.service.js';
import type { Route } from '../models/model-route.service.js';
import { askMember, routeOfMember, voteOfMember } from './council-member.service.js';
import { beginVoting, type CouncilSoFar, failMember, readCouncil, resumeCouncil } from './council-progress.service.js';
import { applyVerdict, giveUpCouncil, outcomeOf } from './council-verdict.service.js';
import { HoldCouncil } from './hold-council.job.js';

/** What is said is written under the fence as it comes, so that a job that is tried again asks nobody twice. */
export const holdCouncil = handleJob({
  definition: HoldCouncil,
  async run({ councilId }, run) {
    let council = await resumeCouncil(run.db, councilId);
    const routes = new Map<string, Route>();
    for (const member of council.members) routes.set(member.id, await routeOfMember(run.db, member));
    await refuseInterrupted(run, [...routes.values()]);
    const at = (member: CouncilMember) => ({ ...run, route: routes.get(member.id) });
    const done = (members: readonly CouncilMember[]) => ({
      members: members.length,
      answers: members.filter(({ answer }) => answer !== null).length,
      votes: members.filter(({ state }) => state === 'VOTED').length,
    });

    if (council.state === 'ASKING') {
      await run.progress({ stage: 'ask', percent: 5, counters: done(council.members) });
      const waiting = council.members.filter(({ state }) => state === 'WAITING');
      await all(run, waiting, (member) => askMember(at(member), council, member));
      council = await readCouncil(run.db, councilId);
      requireQuorum(council, council.members.filter(({ answer }) => answer !== null).length, 'answered');
      council = await beginVoting(run.db, council);
    }
    await run.progress({ stage: 'vote', percent: 50, counters: done(council.members) });
    const voters = council.members.filter(({ state }) => state === 'ANSWERED');
    await all(run, voters, (member) => voteOfMember(at(member), council, member));
    council = await readCouncil(run.db, councilId);
    requireQuorum(council, council.members.filter(({ state }) => state === 'VOTED').length, 'voted');
    await run.progress({ stage: 'decide', percent: 95, counters: done(council.members) });
    return outcomeOf(council);
  },
  apply: (tx, outcome, { councilId }) => applyVerdict(tx, councilId, outcome),
  onGiveUp: (tx, failure, { councilId }) => giveUpCouncil(tx, failure, councilId),
});

/**
 * Has all members do something at once. A model that fails leaves its member out; anything else is the job's own
 * failure, which is told when all of them have ended.
 */
async function all(
  run: Pick<JobRun, 'db' | 'log' | 'signal'>,
  members: readonly CouncilMember[],
  work: (member: CouncilMember) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(
    members.map(async (member) => {
      try {
        await work(member);
      } catch (error) {
        if (!(error instanceof ModelCallFailed)) throw error;
        run.log.warn(`${member.label} is left out: ${error.message}`);
        await failMember(run.db, member, { code: `MODEL_${error.reason}`, message: error.message });
      }
    }),
  );
  run.signal.throwIfAborted();
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((error) => !(error instanceof JobPostponed)) ?? failures[0];
}

function requireQuorum({ quorum, members }: CouncilSoFar, count: number, did: string): void {
  if (count >= quorum) return;
  throw new PermanentJobError('NO_QUORUM', `${count} of ${members.length} members ${did}; ${quorum} are needed.`);
}
