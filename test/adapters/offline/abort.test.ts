import { describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import { bakeryCases } from './sample-cases.js';

const text = 'the oven shows an amber lamp '.repeat(1_000);

describe('aborting', () => {
  it('stops training in the middle and leaves the provider usable', async () => {
    await using models = createOfflineModels();
    const stop = new AbortController();
    const training = models.trainTriage(bakeryCases(40), { signal: stop.signal });
    const behind = models.trainTriage(bakeryCases());
    setImmediate(() => stop.abort(new Error('the case was closed')));
    await expect(training).rejects.toThrow('the case was closed');
    expect((await behind).sampleCount).toBe(54);
  });

  it('takes a waiting task out of the queue', async () => {
    await using models = createOfflineModels();
    const stop = new AbortController();
    const first = models.trainTriage(bakeryCases());
    const waiting = models.embed([text], { signal: stop.signal });
    stop.abort(new Error('no longer needed'));
    await expect(waiting).rejects.toThrow('no longer needed');
    expect((await first).sampleCount).toBe(54);
  });

  it('refuses work under a signal that is aborted already', async () => {
    await using models = createOfflineModels();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(models.trainTriage(bakeryCases(), { signal })).rejects.toThrow('too late');
    await expect(models.embed(['a'], { signal })).rejects.toThrow('too late');
    await expect(models.triage({ title: 'a', body: 'b' }, null, { signal })).rejects.toThrow('too late');
  });

  it('rejects running and later heavy work once disposed of', async () => {
    const models = createOfflineModels();
    const training = models.trainTriage(bakeryCases(40));
    const ended = expect(training).rejects.toThrow('closed');
    await models[Symbol.asyncDispose]();
    await ended;
    await expect(models.trainTriage(bakeryCases())).rejects.toThrow('closed');
  });

  it('keeps the event loop free while it trains', async () => {
    await using models = createOfflineModels();
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 5);
    await models.trainTriage(bakeryCases(20));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
  });
});
