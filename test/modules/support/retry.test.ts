import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import { PermanentJobError } from '../../../src/jobs/define-job.js';
import type { ModelProvider } from '../../../src/ports.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk, until } from './desk.js';
import * as gql from './documents.js';

/** The offline models, with what goes wrong in them. */
const trouble = { embedding: false, drafting: false, isHeld: false };
const offline = createOfflineModels();
const models: ModelProvider = {
  ...offline,
  embed: async (texts, options) => {
    if (trouble.embedding) throw new PermanentJobError('MODEL_AWAY', 'The model cannot be reached.');
    return offline.embed(texts, options);
  },
  draftReply: async function* (request, options) {
    if (trouble.drafting) throw new PermanentJobError('MODEL_AWAY', 'The model cannot be reached.');
    if (trouble.isHeld) {
      yield { kind: 'delta', text: 'Hello' };
      await new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      });
    }
    yield* offline.draftReply(request, options);
  },
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ overrides: { ports: { models } } });
});
afterAll(() => app[Symbol.asyncDispose]());

describe('a step that fails', () => {
  it('is tried again alone, and the rest of the chain follows', async () => {
    const desk = await Desk.open(app);
    trouble.embedding = true;
    const opened = await desk.openCase('How do I choose a printer?', 'Where is the list of printers?');
    const failed = await desk.caseIn(opened.case.id, 'NEEDS_HUMAN');
    trouble.embedding = false;
    expect(failed.pipeline).toMatchObject({
      state: 'FAILED',
      job: { state: 'FAILED', error: { code: 'MODEL_AWAY' } },
      steps: [
        { state: 'SUCCEEDED', attempts: 1 },
        { state: 'FAILED', attempts: 1, error: { code: 'MODEL_AWAY' }, job: { state: 'DEAD' } },
        { state: 'PENDING', job: null },
      ],
    });
    const retry = { input: { id: failed.pipeline!.steps[1]!.id } };
    const { pipelineStepRetry } = await app.run(desk.member, gql.PipelineStepRetry, retry);
    expect(pipelineStepRetry).toMatchObject({ pipeline: { state: 'RUNNING' }, userErrors: [] });
    const done = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    expect(done.pipeline).toMatchObject({
      state: 'SUCCEEDED',
      job: { state: 'SUCCEEDED', error: null },
      steps: [{ attempts: 1 }, { attempts: 2, state: 'SUCCEEDED', error: null }, { attempts: 1 }],
    });
    const again = await app.run(desk.member, gql.PipelineStepRetry, retry);
    expect(again.pipelineStepRetry.userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
  });

  it('is brought back by retrying its job, too, and leaves no half draft behind', async () => {
    const desk = await Desk.open(app);
    trouble.drafting = true;
    const opened = await desk.openCase('How do I choose a printer?', 'Where is the list of printers?');
    const failed = await desk.caseIn(opened.case.id, 'NEEDS_HUMAN');
    trouble.drafting = false;
    expect(failed).toMatchObject({ replyDraft: null, pipeline: { state: 'FAILED' } });
    const { jobRetry } = await app.run(desk.member, gql.JobRetry, {
      input: { id: failed.pipeline!.steps[2]!.job!.id },
    });
    expect(jobRetry.userErrors).toEqual([]);
    expect(await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL')).toMatchObject({
      replyDraft: { state: 'PENDING_APPROVAL' },
      pipeline: { state: 'SUCCEEDED', steps: [{ attempts: 1 }, { attempts: 1 }, { attempts: 2 }] },
    });
  });
});

describe('a pipeline that is cancelled', () => {
  it('ends at once, with its steps, and a person takes over', async () => {
    const desk = await Desk.open(app);
    trouble.isHeld = true;
    const opened = await desk.openCase('How do I choose a printer?', 'Where is the list of printers?');
    await until(
      () => desk.case(opened.case.id),
      ({ replyDraft }) => replyDraft?.state === 'GENERATING',
    );
    await app.run(desk.member, gql.JobCancel, { input: { id: opened.job.id } });
    const ended = await desk.caseIn(opened.case.id, 'NEEDS_HUMAN');
    trouble.isHeld = false;
    expect(ended.pipeline).toMatchObject({
      state: 'CANCELLED',
      job: { state: 'CANCELLED' },
      steps: [{ state: 'SUCCEEDED' }, { state: 'SUCCEEDED' }, { state: 'FAILED', error: { code: 'CANCELLED' } }],
    });
    const { pipelineStepRetry } = await app.run(desk.member, gql.PipelineStepRetry, {
      input: { id: ended.pipeline!.steps[2]!.id },
    });
    expect(pipelineStepRetry.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('goes on after only one of its steps was cancelled and is retried', async () => {
    const desk = await Desk.open(app);
    trouble.isHeld = true;
    const opened = await desk.openCase('How do I choose a printer?', 'Where is the list of printers?');
    const writing = await until(
      () => desk.case(opened.case.id),
      ({ replyDraft }) => replyDraft?.state === 'GENERATING',
    );
    const step = writing.pipeline!.steps[2]!;
    await app.run(desk.member, gql.JobCancel, { input: { id: step.job!.id } });
    expect(await desk.caseIn(opened.case.id, 'NEEDS_HUMAN')).toMatchObject({ pipeline: { state: 'FAILED' } });
    trouble.isHeld = false;
    await app.run(desk.member, gql.PipelineStepRetry, { input: { id: writing.pipeline!.id } });
    expect(await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL')).toMatchObject({ pipeline: { state: 'SUCCEEDED' } });
  });
});
