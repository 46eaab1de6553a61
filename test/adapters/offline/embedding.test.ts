import { afterAll, describe, expect, it } from 'vitest';
import { similarity } from '../../../src/adapters/models/offline/hashed-embedding.js';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';

const models = createOfflineModels();
afterAll(() => models[Symbol.asyncDispose]());

async function closeness(a: string, b: string): Promise<number> {
  const [x, y] = await models.embed([a, b]);
  return similarity(x!, y!);
}

describe('embeddings', () => {
  it('have length 1 and the announced number of dimensions', async () => {
    const [vector] = await models.embed(['The app crashes when exporting a report']);
    expect(vector).toHaveLength(models.embeddingDimensions);
    expect(similarity(vector!, vector!)).toBeCloseTo(1, 5);
  });

  it('put near-duplicates and typing errors close, other matters far', async () => {
    const original = 'The application crashes when I export the monthly report to PDF';
    const reworded = await closeness(original, 'Crash of the application on exporting monthly reports to PDF');
    const mistyped = await closeness(original, 'The aplication crahses when I exprot the montly report to PDF');
    const other = await closeness(original, 'Which delivery address is printed on my invoice?');
    expect(reworded).toBeGreaterThan(0.5);
    expect(mistyped).toBeGreaterThan(0.5);
    expect(other).toBeLessThan(0.2);
  });

  it('find the article that a short question is about', async () => {
    const question = 'cant reset my password, mail never arrives';
    const about = 'Resetting your password. If the e-mail with the link does not arrive, look into the spam folder.';
    const elsewhere =
      'Exporting reports. Choose the month and the format, then press Export. Large reports arrive later.';
    expect(await closeness(question, about)).toBeGreaterThan(await closeness(question, elsewhere));
  });

  it('do not depend on common words alone', async () => {
    expect(await closeness('how do I do this with it', 'what is this and how do you do it')).toBeLessThan(
      await closeness('how do I rotate the api key', 'rotating an api key'),
    );
  });

  it('are the same inline and on the thread, in order', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `case ${i}: oven number ${i % 7} shows a lamp, code ${i * 31}`);
    const bulk = await models.embed(texts);
    const [single] = await models.embed([texts[137]!]);
    expect(bulk).toHaveLength(300);
    expect(bulk[137]).toEqual(single);
  });

  it('are zero for a text without words, and safe on hostile ones', async () => {
    const vectors = await models.embed(['', '!!! ???', 'a'.repeat(100_000), '😀'.repeat(1_000), '\0\ud800']);
    expect(vectors[0]!.every((value) => value === 0)).toBe(true);
    expect(vectors[1]!.every((value) => value === 0)).toBe(true);
    for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true);
    expect(await models.embed([])).toEqual([]);
  });
});
