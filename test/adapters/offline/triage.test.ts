import { afterAll, describe, expect, it } from 'vitest';
import { loadGeneralModel } from '../../../src/adapters/models/offline/general-model.js';
import { FORMAT } from '../../../src/adapters/models/offline/model-file.js';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import { bakeryCases } from './sample-cases.js';

const models = createOfflineModels();
afterAll(() => models[Symbol.asyncDispose]());

describe('the general model', () => {
  it('tells an everyday failure, wish and question apart', async () => {
    const failure = {
      title: 'Export crashes',
      body: 'The app crashes with an error when I save the report. It worked before.',
    };
    const wish = { title: 'Please add export to PDF', body: 'It would be nice to have this as an option.' };
    const question = { title: 'How do I invite a colleague?', body: 'Where can I find the setting?' };
    expect((await models.triage(failure, null)).type).toBe('BUG');
    expect((await models.triage(wish, null)).type).toBe('FEATURE');
    expect((await models.triage(question, null)).type).toBe('QUESTION');
  });

  it('is surer of a plain case than of one that says nothing', async () => {
    const plain = await models.triage({ title: 'How can I change my password?', body: 'Where is the setting?' }, null);
    const empty = await models.triage({ title: '', body: '' }, null);
    expect(plain.confidence).toBeGreaterThan(empty.confidence + 0.2);
    expect(empty.confidence).toBeLessThan(0.6);
  });

  it('explains itself in words from the case', async () => {
    const verdict = await models.triage({ title: 'Please add a dark theme', body: 'Would be nice at night.' }, null);
    expect(verdict.reasoning).toMatch(/^FEATURE \(\d+ %\), before /);
    expect(verdict.reasoning).toMatch(/add|nice|wish|change/);
    expect(verdict.reasoning).toContain('general model');
  });
});

describe("a tenant's model", () => {
  it('learns words of the trade from confirmed cases', async () => {
    const model = await models.trainTriage(bakeryCases());
    const lamp = { title: 'Amber lamp on the proofing cabinet', body: 'Amber since the night shift.' };
    const kit = { title: 'Retrofit of the proofing cabinet', body: 'Quote for the wider tray.' };
    expect(await models.triage(lamp, model)).toMatchObject({ type: 'BUG' });
    expect(await models.triage(kit, model)).toMatchObject({ type: 'FEATURE' });
    expect((await models.triage(lamp, model)).reasoning).toMatch(/amber.*54 confirmed cases/is);
    expect(model.sampleCount).toBe(54);
    expect(model.classCounts).toEqual({ BUG: 18, FEATURE: 18, QUESTION: 18 });
  });

  it('follows corrections against its first opinion', async () => {
    const text = { title: 'Please add the missing seal', body: 'It would be nice to have the seal that was ordered.' };
    const first = await models.triage(text, null);
    expect(first.type).toBe('FEATURE');
    const corrected = ['seal', 'gasket', 'screw', 'hose'].map((part) => ({
      title: `Please add the missing ${part}`,
      body: `It would be nice to have the ${part} that was ordered.`,
      type: 'BUG' as const,
    }));
    const model = await models.trainTriage([...bakeryCases(), ...corrected]);
    expect((await models.triage(text, model)).type).toBe('BUG');
  });

  it('hardly moves on a single confirmed case', async () => {
    const text = { title: 'How do I invite a colleague?', body: 'Where can I find the setting?' };
    const model = await models.trainTriage([{ title: 'Amber lamp', body: 'Oven 3 is amber.', type: 'BUG' }]);
    expect((await models.triage(text, model)).type).toBe('QUESTION');
  });

  it('answers the same after being stored and loaded', async () => {
    const model = await models.trainTriage(bakeryCases());
    const bytes = model.serialize();
    const loaded = models.loadTriage(bytes);
    const text = { title: 'Amber on line C', body: 'Which agent may be used?' };
    expect(await models.triage(text, loaded)).toEqual(await models.triage(text, model));
    expect(Buffer.from(loaded.serialize()).equals(bytes)).toBe(true);
    expect(bytes.byteLength).toBeLessThan(2_000_000);
  });

  it('is the same when trained twice on the same cases', async () => {
    const [one, two] = [await models.trainTriage(bakeryCases()), await models.trainTriage(bakeryCases())];
    expect(one.version).toBe(two.version);
    expect((await models.trainTriage(bakeryCases(2))).version).not.toBe(one.version);
  });

  it('is right more often where it is surer', async () => {
    const cases = bakeryCases(2).map((one, i) => (i % 9 === 0 ? { ...one, type: 'QUESTION' as const } : one));
    const model = await models.trainTriage(cases.filter((_, i) => i % 2 === 0));
    const held = await Promise.all(
      cases
        .filter((_, i) => i % 2 === 1)
        .map(async (one) => {
          const verdict = await models.triage(one, model);
          return { confidence: verdict.confidence, right: verdict.type === one.type ? 1 : 0 };
        }),
    );
    const sorted = held.toSorted((a, b) => b.confidence - a.confidence);
    const accuracy = (part: typeof held) => part.reduce((sum, { right }) => sum + right, 0) / part.length;
    const half = Math.floor(sorted.length / 2);
    expect(accuracy(sorted.slice(0, half))).toBeGreaterThanOrEqual(accuracy(sorted.slice(half)));
  });

  it('refuses bytes that are damaged, foreign or empty', async () => {
    const bytes = (await models.trainTriage(bakeryCases())).serialize();
    const damaged = Uint8Array.from(bytes);
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 0xff;
    expect(() => models.loadTriage(damaged)).toThrow(TypeError);
    expect(() => models.loadTriage(bytes.subarray(0, 40))).toThrow(TypeError);
    expect(() => models.loadTriage(new Uint8Array())).toThrow(TypeError);
    expect(() => models.loadTriage(Buffer.from('{"not":"a model"}'.repeat(20)))).toThrow(TypeError);
  });

  it('cannot be trained on nothing', async () => {
    await expect(models.trainTriage([])).rejects.toThrow(RangeError);
  });
});

it('gives the general model that is bundled a format of its own, so that what tenants learned on another is learned anew', () => {
  expect(
    { format: FORMAT, general: loadGeneralModel().version },
    'Raise FORMAT in model-file.ts, train the general model again, and write both here.',
  ).toEqual({ format: 2, general: 'b9f24d31b044341d970ae397c141fe72' });
});

describe('hostile input', () => {
  const texts: [string, { title: string; body: string }][] = [
    ['100 KB of one letter', { title: 'a'.repeat(100_000), body: 'a'.repeat(100_000) }],
    ['100 KB of open comments', { title: '<!--', body: '<!-- '.repeat(20_000) }],
    ['100 KB of stars and brackets', { title: '**[', body: '**[](![**'.repeat(11_000) }],
    ['100 KB of short lines', { title: ':', body: 'a:\n'.repeat(33_000) }],
    ['a megabyte of digits and dots', { title: '1.1.1', body: '1.'.repeat(500_000) }],
    ['only emoji', { title: '🔥🔥🔥', body: '😀'.repeat(2_000) }],
    ['NUL and lone surrogates', { title: '\0\0', body: '\ud800\0\udfff'.repeat(500) }],
    ['names of prototype members', { title: '__proto__ constructor', body: 'toString: hasOwnProperty\n# __proto__' }],
    ['nothing', { title: '', body: '' }],
  ];

  it.each(texts)('%s gets a quick and sane verdict', async (_, text) => {
    const started = performance.now();
    const verdict = await models.triage(text, null);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(verdict.confidence).toBeGreaterThan(0);
    expect(verdict.confidence).toBeLessThanOrEqual(1);
    expect(verdict.reasoning.length).toBeLessThan(2_000);
  });

  it('can be learned from, too', async () => {
    const samples = texts.map(([, text], i) => ({
      ...text,
      type: (['BUG', 'FEATURE', 'QUESTION'] as const)[i % 3] ?? 'BUG',
    }));
    const model = await models.trainTriage(samples);
    expect((await models.triage({ title: 'x', body: 'y' }, model)).confidence).toBeGreaterThan(0);
  });
});
