import type { TenantDb } from '../../db/tenant.js';
import type { CouncilMember } from '../../generated/prisma/client.js';
import type { ModelTier } from '../../generated/prisma/enums.js';
import type { JobRun } from '../../jobs/define-job.js';
import { askForObject } from '../models/ask-model.service.js';
import { DEFAULT_ROUTE, type Route, routeFor, routeOfModel } from '../models/model-route.service.js';
import type { ModelUse } from '../models/model-use.js';
import { type CouncilSoFar, storeAnswer, storeVotes } from './council-progress.service.js';
import { answerOffline } from './offline-answer.js';
import { judgeOffline } from './offline-judge.js';
import { CouncilAnswerGiven, councilAnswerPrompt } from './prompts/answer-question.prompt.js';
import { councilVotePrompt, givenVotes } from './prompts/judge-answers.prompt.js';
import { criteriaOf } from './rubric.js';

/** Of a job's run what a member needs, and by which models it speaks. */
export type MemberRun = Pick<JobRun, 'db' | 'ports' | 'signal' | 'attempt' | 'jobId' | 'requestId'> & {
  readonly route: Route | undefined;
};

/** Models of Switchyard that a tenant has named itself answer like this. */
const NAMED_STYLE = 'THOROUGH';

/** The models by which a member speaks; none when they are switched off, or the route is not there any more. */
export async function routeOfMember(db: TenantDb, member: CouncilMember): Promise<Route> {
  const { modelId, routePurpose, routeTier } = member;
  if (modelId) return routeOfModel(db, modelId);
  if (routePurpose && routeTier) return routeFor(db, routePurpose, routeTier);
  return DEFAULT_ROUTE;
}

/** Has a member answer. @throws ModelCallFailed, BudgetExhausted */
export async function askMember(run: MemberRun, council: CouncilSoFar, member: CouncilMember): Promise<void> {
  const question = { ...council, criteria: criteriaOf(council.criteria) };
  const style = member.builtIn ?? NAMED_STYLE;
  const offline = async () => ({ answer: await answerOffline(run.ports.models, question, style, run.signal) });
  const prompt = councilAnswerPrompt.render(question);
  await askForObject(run, useOf(run, council, member), prompt, CouncilAnswerGiven, offline, (tx, { value }) =>
    storeAnswer(tx, member, value.answer),
  );
}

/**
 * Has a member judge the answers of the others, which stand under letters. Each voter sees them in another order, so
 * that no answer gains from its place.
 * @throws ModelCallFailed, BudgetExhausted
 */
export async function voteOfMember(run: MemberRun, council: CouncilSoFar, member: CouncilMember): Promise<void> {
  const criteria = criteriaOf(council.criteria);
  const others = rotated(council.members, member.seat + 1).flatMap(({ id, answer }) =>
    answer === null || id === member.id ? [] : [{ memberId: id, text: answer }],
  );
  const answers = others.map((other, index) => ({ ...other, label: String.fromCharCode(65 + index) }));
  const ballot = { question: council.question, material: council.material, criteria, answers };
  const byLabel = new Map(answers.map(({ label, memberId }) => [label, memberId]));
  const offline = () => judgeOffline(run.ports.models, ballot, run.signal);
  const use = useOf(run, council, member);
  await askForObject(run, use, councilVotePrompt.render(ballot), givenVotes(ballot), offline, (tx, { value }) => {
    const votes = value.votes.flatMap(({ answer, scores }) => {
      const memberId = byLabel.get(answer);
      return memberId ? [{ memberId, scores }] : [];
    });
    return storeVotes(tx, member, criteria, votes);
  });
}

function useOf(run: MemberRun, { id, projectId }: CouncilSoFar, { routeTier }: CouncilMember): ModelUse {
  const tier: ModelTier = routeTier ?? 'COMPLEX';
  const { jobId, requestId } = run;
  return { purpose: 'COUNCIL', tier, projectId, subject: { type: 'Council', id }, jobId, requestId };
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
