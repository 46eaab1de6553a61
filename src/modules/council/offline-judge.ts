import type { ModelProvider } from '../../ports.js';
import { nearness, sentencesOf, shareOf, wordsOf } from './offline-texts.js';
import type { CouncilBallot, GivenVotes } from './prompts/judge-answers.prompt.js';
import type { Criterion, CriterionScore } from './rubric.js';

const MAX_SENTENCES = 150;
/** A sentence stands in the material when it shares so many of its words with it. */
const SUPPORTED = 0.6;
/** Words a sentence; fewer say little, more are hard to follow. */
const EASY_WORDS = { least: 4, most: 25 } as const;

/** What can be counted about an answer. */
interface Facts {
  readonly answer: string;
  readonly words: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
  /** How near the whole answer is to the question, 0 to 1. */
  readonly near: number;
  readonly known: ReadonlySet<string>;
  /** Words of the question that at least one of the answers or the material holds. */
  readonly answerable: ReadonlySet<string>;
}

type Rule = (facts: Facts) => { readonly share: number; readonly reason: string };

/** How criteria that are known by name are counted. */
const RULES: Readonly<Record<string, Rule>> = { relevance, grounding, completeness, clarity };

/**
 * Judges answers without a language model, by what can be counted: the words of the question that an answer holds, how
 * many of its sentences stand in the material, how long they are. A criterion that is not known by name is judged by
 * how near the answer is to its description. The same ballot gives the same scores.
 */
export async function judgeOffline(
  models: Pick<ModelProvider, 'embed'>,
  { question, material, criteria, answers }: CouncilBallot,
  signal?: AbortSignal,
): Promise<GivenVotes> {
  const asked = wordsOf(question);
  const texts = answers.map(({ text }) => text);
  const about = criteria.map(({ name, description }) => `${name} ${description} ${question}`);
  const vectors = await models.embed([question, ...texts, ...about], { signal });
  const known = wordsOf(`${question}\n${material ?? ''}`);
  const held = new Set([...wordsOf(material ?? ''), ...texts.flatMap((text) => [...wordsOf(text)])]);
  const answerable = new Set([...asked].filter((word) => held.has(word)));
  const votes = answers.map(({ label, text }, index) => {
    const own = vectors[1 + index];
    const facts = { answer: text, words: wordsOf(text), asked, near: nearness(vectors[0], own), known, answerable };
    const scores = criteria.map((criterion, at) =>
      scoreOf(criterion, facts, nearness(vectors[1 + answers.length + at], own)),
    );
    return { answer: label, scores };
  });
  return { votes };
}

function scoreOf({ name, description }: Criterion, facts: Facts, near: number): CriterionScore {
  const rule = RULES[name.toLowerCase()];
  const { share, reason } = rule ? rule(facts) : described(name, description, facts, near);
  return { criterion: name, score: Math.round(100 * Math.min(1, Math.max(0, share))) / 10, reason };
}

function relevance({ words, asked, near }: Facts) {
  const covered = [...asked].filter((word) => words.has(word)).length;
  const share = 0.7 * shareOf(asked, words) + 0.3 * Math.min(1, 2 * near);
  return { share, reason: `It holds ${covered} of the ${asked.size} words that the question turns on.` };
}

function grounding({ answer, known }: Facts) {
  const sentences = sentencesOf(answer, MAX_SENTENCES);
  const supported = sentences.filter(({ words }) => shareOf(words, known) >= SUPPORTED).length;
  const share = sentences.length === 0 ? 0 : supported / sentences.length;
  return { share, reason: `${supported} of its ${sentences.length} sentences stand in what was given.` };
}

function completeness({ words, answerable }: Facts) {
  const covered = [...answerable].filter((word) => words.has(word)).length;
  const reason = `It speaks of ${covered} of the ${answerable.size} things asked that something is known about.`;
  return { share: answerable.size === 0 ? 0 : covered / answerable.size, reason };
}

function clarity({ answer }: Facts) {
  const sentences = sentencesOf(answer, MAX_SENTENCES);
  const lengths = sentences.map(({ text }) => text.split(/\s+/).length);
  const easy = lengths.filter((length) => length >= EASY_WORDS.least && length <= EASY_WORDS.most).length;
  const distinct = new Set(sentences.map(({ text }) => text.toLowerCase())).size;
  const share = sentences.length === 0 ? 0 : (0.7 * easy + 0.3 * distinct) / sentences.length;
  return { share, reason: `${easy} of its ${sentences.length} sentences are easily followed.` };
}

function described(name: string, description: string, { words }: Facts, near: number) {
  const wanted = wordsOf(`${name} ${description}`);
  const covered = [...wanted].filter((word) => words.has(word)).length;
  const reason = `It holds ${covered} of the ${wanted.size} words of this criterion; ${Math.round(100 * near)} % near it.`;
  return { share: 0.5 * shareOf(wanted, words) + 0.5 * Math.min(1, 2 * near), reason };
}
