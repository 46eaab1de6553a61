import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { EVALUATIONS } from '../../tools/eval/evaluations.js';
import { groundingOf } from '../../tools/eval/grounding.js';
import { providersFrom } from '../../tools/eval/provider.js';
import { wordsOf } from '../../tools/eval/test-set.js';
import { inProject } from '../../tools/project.js';
import { FakeModelServer, type SeenRequest } from '../support/fake-models/fake-model-server.js';

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
  /** What the offline models reach, rounded down: a change that costs more than that should be looked at. */
  const FLOORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    triage: { 'macro F1': 0.9, 'severity within one': 0.9 },
    matching: { 'recall@5': 0.95, MRR: 0.9 },
    grounding: { 'sentences supported': 1, 'cites what answers': 1 },
    change: { 'surfaces found': 0.8, 'surfaces not made up': 1, 'with test ideas': 1 },
    'council-answer': { 'says what answers': 0.9 },
    'council-vote': { 'best answer chosen': 0.75 },
  };

  it.each(EVALUATIONS.map((one) => [one.name, one] as const))(
    'of %s holds for the offline models',
    async (name, one) => {
      const measured = await one.measure({ name: 'offline', kind: 'OFFLINE', models });
      for (const [figure, floor] of Object.entries(FLOORS[name] ?? {})) {
        expect(measured?.figures[figure], figure).toBeGreaterThanOrEqual(floor);
      }
    },
  );

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
    // Eight of ten messages have a source to quote; the refund is made up for all ten.
    expect(grounding?.figures['sentences supported']).toBeCloseTo(8 / 18);
    expect(grounding?.flagged).toContain('not supported: Your refund of 40 euros arrives tomorrow, item 1.');
    expect(server.seen.every(({ key }) => key === 'fake-key')).toBe(true);
  });

  it('refuses half of an environment', () => {
    expect(() => providersFrom({ EVAL_BASE_URL: 'http://127.0.0.1:1/v1' })).toThrow('EVAL_MODEL');
    expect(() => providersFrom({ EVAL_MODEL: 'fake' })).toThrow('EVAL_BASE_URL');
    expect(() => providersFrom({ EVAL_MODEL: 'fake', EVAL_PROTOCOL: 'TELEX' })).toThrow('EVAL_PROTOCOL');
  });
});

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
