import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { missedFloors } from '../../tools/eval/evaluation.js';
import { EVALUATIONS } from '../../tools/eval/evaluations.js';
import { groundingOf } from '../../tools/eval/grounding.js';
import { providersFrom } from '../../tools/eval/provider.js';
import { wordsOf } from '../../tools/eval/test-set.js';
import { inProject } from '../../tools/project.js';
import { type Behaviour, FakeModelServer, type SeenRequest } from '../support/fake-models/fake-model-server.js';

const models = createOfflineModels();
afterAll(() => models[Symbol.asyncDispose]());

const PROMPTS = readdirSync(inProject('src/modules'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.prompt.ts'))
  .map((file) => `src/modules/${file}`)
  .sort();

describe('every prompt', () => {
  it.each(PROMPTS)('%s is measured, on a test set of its own', (file) => {
    const prompt = EVALUATIONS.find((one) => one.prompt?.file === file)?.prompt;
    expect(
      prompt,
      `Write ${file.replace('.prompt.ts', '.test-set.json')} and an evaluation in tools/eval that measures the prompt by it.`,
    ).toBeDefined();
    expect(prompt?.set.prompt).toBe(prompt?.name);
    expect(prompt?.set.version, 'Look over the test set for the new version, and say so in it.').toBe(prompt?.version);
    expect(
      wordsOf(prompt!.first),
      'The words of the prompt have changed: raise its version, run "npm run eval", and write version and words into the test set.',
    ).toBe(prompt?.set.words);
  });

  it('has a name of its own', () => {
    const names = EVALUATIONS.flatMap(({ prompt }) => (prompt ? [prompt.name] : []));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(PROMPTS.length);
  });
});

describe('an evaluation', () => {
  it.each(EVALUATIONS.map((one) => [one.name, one] as const))(
    'of %s holds for the offline models',
    async (_name, one) => {
      const measured = await one.measure({ name: 'offline', kind: 'OFFLINE', models });
      expect(measured && missedFloors(one, measured)).toEqual([]);
    },
  );

  it('finds every provider broken that answers alike to everything', async () => {
    await using server = await FakeModelServer.start('OPENAI_COMPATIBLE', (request) => alike(request));
    const [offline, remote] = providersFrom({
      EVAL_BASE_URL: server.baseUrl,
      EVAL_MODEL: 'fake',
      EVAL_EMBEDDING_MODEL: 'fake',
    });
    if (offline?.kind !== 'OFFLINE' || remote?.kind !== 'REMOTE') throw new Error('not both');
    await offline.models[Symbol.asyncDispose]();
    for (const one of EVALUATIONS) {
      const measured = await one.measure(remote);
      if (!measured) throw new Error(`${one.name} was not measured`);
      expect(missedFloors(one, measured), one.name).not.toEqual([]);
    }
  });

  it('asks a provider that the environment names, by its own protocol, and tells a bad one from a good one', async () => {
    await using server = await FakeModelServer.start('OPENAI_COMPATIBLE', (request) => ({
      kind: 'answer',
      text: answerTo(request),
    }));
    const environment = { EVAL_BASE_URL: server.baseUrl, EVAL_MODEL: 'fake', EVAL_API_KEY: 'fake-key' };
    const [offline, remote] = providersFrom(environment);
    if (offline?.kind !== 'OFFLINE' || remote?.kind !== 'REMOTE') throw new Error('not both');
    await offline.models[Symbol.asyncDispose]();
    const [triage, matching, grounding] = await Promise.all(
      ['triage', 'matching', 'grounding'].map((name) => EVALUATIONS.find((one) => one.name === name)?.measure(remote)),
    );
    // It calls everything a bug: right for 9 of 21, so F1 is 2·9/(9+21) for bugs and 0 for the others.
    expect(triage?.figures['macro F1']).toBeCloseTo(0.6 / 3);
    expect(triage?.flagged[0]).toMatch(/^BUG instead of QUESTION/);
    expect(matching).toBeNull();
    // Ten of twelve messages have a source to quote; the refund is made up for all twelve.
    expect(grounding?.figures['sentences supported']).toBeCloseTo(10 / 22);
    expect(grounding?.flagged).toContain('not supported: Your refund of 40 euros arrives tomorrow, item 1.');
    expect(server.seen.every(({ key }) => key === 'fake-key')).toBe(true);
  });

  it('refuses half of an environment', () => {
    expect(() => providersFrom({ EVAL_BASE_URL: 'http://127.0.0.1:1/v1' })).toThrow('EVAL_MODEL');
    expect(() => providersFrom({ EVAL_MODEL: 'fake' })).toThrow('EVAL_BASE_URL');
    expect(() => providersFrom({ EVAL_MODEL: 'fake', EVAL_PROTOCOL: 'TELEX' })).toThrow('EVAL_PROTOCOL');
  });
});

/** An answer of the shape that is asked for, and the same whatever is asked. */
function alike({ body }: SeenRequest): Behaviour {
  const asked = JSON.stringify(body);
  if (Array.isArray(body.input)) return { kind: 'vectors', vectors: body.input.map(() => [1, 0]) };
  if (asked.includes('You triage the cases')) {
    return said({ type: 'BUG', severity: 'HIGH', confidence: 0.9, reasoning: 'It looks like one.' });
  }
  if (asked.includes('You judge answers')) {
    const labels = [...new Set([...asked.matchAll(/Answer ([A-G]):/g)].map(([, label]) => label))];
    const criteria = [
      ...new Set([...asked.matchAll(/- (relevance|grounding|completeness):/g)].map(([, name]) => name)),
    ];
    const scores = criteria.map((criterion) => ({ criterion, score: 7, reason: 'It is fine.' }));
    return said({ votes: labels.map((answer) => ({ answer, scores })) });
  }
  if (asked.includes('You are one of several advisers')) return said({ answer: 'That depends on the circumstances.' });
  if (asked.includes('affectedSurfaces')) {
    return said({
      summary: 'Something is changed.',
      affectedSurfaces: ['src/app.ts'],
      riskLevel: 'MEDIUM',
      riskReason: 'It may break.',
      testIdeas: ['Try it.'],
      confidence: 0.9,
      reasons: ['It says so.'],
    });
  }
  return { kind: 'answer', text: 'Dear Kim, thank you for your message. A colleague will look into it soon.' };
}

function said(value: unknown): Behaviour {
  return { kind: 'answer', text: JSON.stringify(value) };
}

let replies = 0;

/** Says BUG to everything, and writes replies of which one sentence of two is made up. */
function answerTo({ body }: SeenRequest): string {
  const asked = JSON.stringify(body);
  if (asked.includes('You triage the cases')) {
    return JSON.stringify({ type: 'BUG', severity: 'LOW', confidence: 0.5, reasoning: 'It is always a bug.' });
  }
  const source = /\[1\] [^\\]+\\n\\n([^.]+\.)/.exec(asked)?.[1] ?? '';
  replies += 1;
  return `${source} [1]\nYour refund of 40 euros arrives tomorrow, item ${replies}.`;
}

it('a sentence is supported by what is cited or asked, and by nothing else', () => {
  const cited = ['The link works for one hour and signs you out everywhere.'];
  const reply = (text: string) => ({ text, cited, message: 'My password is forgotten.' });
  const { sentences, unsupported } = groundingOf([
    reply('Dear Kim, thank you for your message. The link works for one hour. We grant a refund of twenty dollars.'),
    reply('Dear Kim, thank you for your message. Your password is forgotten and everywhere signed out.'),
  ]);
  expect(sentences).toBe(3);
  expect(unsupported).toEqual(['We grant a refund of twenty dollars.']);
});
