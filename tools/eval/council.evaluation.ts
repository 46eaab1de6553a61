import { z } from 'zod';
import { answerOffline } from '../../src/modules/council/offline-answer.js';
import { judgeOffline } from '../../src/modules/council/offline-judge.js';
import {
  CouncilAnswerGiven,
  type CouncilQuestion,
  councilAnswerPrompt,
} from '../../src/modules/council/prompts/answer-question.prompt.js';
import {
  type CouncilBallot,
  councilVotePrompt,
  type GivenVotes,
  givenVotes,
} from '../../src/modules/council/prompts/judge-answers.prompt.js';
import { weightedScore } from '../../src/modules/council/rubric.js';
import { type Evaluation, mean } from './evaluation.js';
import { CALL, type EvalProvider } from './provider.js';
import { readTestSet } from './test-set.js';

const FOLDER = 'src/modules/council/prompts';
const Question = {
  question: z.string(),
  material: z.string().nullable(),
  criteria: z.array(z.object({ name: z.string(), description: z.string(), weight: z.number() })),
};

const questions = readTestSet(`${FOLDER}/answer-question.test-set.json`, {
  cases: z.array(z.object({ ...Question, says: z.array(z.string()), saysNot: z.array(z.string()) })).min(12),
});
const ballots = readTestSet(`${FOLDER}/judge-answers.test-set.json`, {
  cases: z
    .array(
      z.object({ ...Question, answers: z.array(z.object({ label: z.string(), text: z.string() })), best: z.string() }),
    )
    .min(12),
});

/** Answers of a council's members: they say what the material says, and leave out what was not asked. */
export const councilAnswerEvaluation: Evaluation = {
  name: 'council-answer',
  floors: { 'says what answers': 0.9, 'says nothing else': 0.9 },
  prompt: {
    file: `${FOLDER}/answer-question.prompt.ts`,
    name: councilAnswerPrompt.name,
    version: councilAnswerPrompt.version,
    first: councilAnswerPrompt.render(questions.cases[0]!),
    set: questions,
  },
  async measure(provider) {
    const answers = [];
    for (const one of questions.cases) answers.push({ one, text: (await answer(provider, one)).toLowerCase() });
    const says = ({ text }: { text: string }, words: string) => text.includes(words.toLowerCase());
    return {
      cases: questions.cases.length,
      figures: {
        'says what answers': mean(
          answers.flatMap((given) => given.one.says.map((words) => Number(says(given, words)))),
        ),
        'says nothing else': mean(
          answers.flatMap((given) => given.one.saysNot.map((words) => Number(!says(given, words)))),
        ),
      },
      flagged: answers
        .filter((given) => !given.one.says.every((words) => says(given, words)))
        .map(({ one, text }) => `${one.question} ${text.slice(0, 120)}`),
    };
  },
};

/** Votes of a council's members: the answer that is right gets the best score. */
export const councilVoteEvaluation: Evaluation = {
  name: 'council-vote',
  // By counting words; whoever names the first answer each time reaches 0.33.
  floors: { 'best answer chosen': 0.6 },
  prompt: {
    file: `${FOLDER}/judge-answers.prompt.ts`,
    name: councilVotePrompt.name,
    version: councilVotePrompt.version,
    first: councilVotePrompt.render(ballots.cases[0]!),
    set: ballots,
  },
  async measure(provider) {
    const verdicts = [];
    for (const one of ballots.cases) {
      const { votes } = await judge(provider, one);
      const ranked = votes
        .map((vote) => ({ label: vote.answer, score: weightedScore(one.criteria, vote.scores) }))
        .toSorted((a, b) => b.score - a.score);
      verdicts.push({ one, chosen: ranked[0]?.label });
    }
    return {
      cases: ballots.cases.length,
      figures: { 'best answer chosen': mean(verdicts.map(({ one, chosen }) => Number(one.best === chosen))) },
      flagged: verdicts
        .filter(({ one, chosen }) => one.best !== chosen)
        .map(({ one, chosen }) => `${chosen} instead of ${one.best}: ${one.question}`),
    };
  },
};

async function answer(provider: EvalProvider, question: CouncilQuestion): Promise<string> {
  if (provider.kind === 'OFFLINE') return answerOffline(provider.models, question, 'CAUTIOUS');
  const prompt = councilAnswerPrompt.render(question);
  return (await provider.models.object(provider.connection, prompt, CouncilAnswerGiven, CALL)).value.answer;
}

async function judge(provider: EvalProvider, ballot: CouncilBallot): Promise<GivenVotes> {
  if (provider.kind === 'OFFLINE') return judgeOffline(provider.models, ballot);
  const prompt = councilVotePrompt.render(ballot);
  return (await provider.models.object(provider.connection, prompt, givenVotes(ballot), CALL)).value;
}
