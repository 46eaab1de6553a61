import { handleJob, type JobRun, PermanentJobError } from '../../jobs/define-job.js';
import type { ReplySource } from '../../ports.js';
import { withModels } from '../models/model-failure.service.js';
import { draftText } from './desk-models.js';
import { DraftReply } from './draft-reply.job.js';
import { isMatch } from './match-score.js';
import { beginStep, reportStep } from './pipeline-step.service.js';
import { applyDraft, beginDraft, giveUpDraft } from './reply-draft.service.js';
import { ReplyStream } from './reply-stream.js';

const KIND = 'AUTO_REPLY';

export const draftReply = handleJob({
  definition: DraftReply,
  async run(payload, run) {
    const { id: caseId, projectId, subject, body } = await beginStep(run, KIND, payload);
    const { customer, articles } = await readSources(run, caseId);
    const count = articles.length;
    const message = count === 0 ? 'No article to cite' : `Writing from ${count} article${count === 1 ? '' : 's'}`;
    await reportStep(run, KIND, payload, { stage: 'read', percent: 10, message });
    const { id: draftId } = await beginDraft(run.db, caseId, payload.stepId);
    const stream = new ReplyStream(run.emit, caseId, draftId);
    const request = { subject, body, customerName: customer.name, articles };
    const reply = await withModels(async () => {
      for await (const chunk of draftText(run, { id: caseId, projectId }, request)) {
        if (chunk.kind === 'final') return chunk;
        stream.add(chunk.text);
      }
      throw new PermanentJobError('MODEL_ANSWER_INVALID', 'The model ended without a reply.');
    });
    stream.flush();
    const cited = `Draft of ${reply.body.length} characters, ${reply.citations.length} cited`;
    await reportStep(run, KIND, payload, { stage: 'write', percent: 95, message: cited });
    return { draftId, body: reply.body, citations: [...reply.citations], frame: [...(reply.frame ?? [])] };
  },
  apply: (tx, reply, payload, run) => applyDraft(tx, run.jobId, payload, reply),
  onGiveUp: giveUpDraft,
});

interface Sources {
  readonly customer: { readonly name: string | null };
  readonly articles: readonly ReplySource[];
}

/** The customer, and the articles that fit well enough to be cited. */
async function readSources({ db }: Pick<JobRun, 'db'>, caseId: string): Promise<Sources> {
  const { customer, matches, project } = await db.case.findFirstOrThrow({
    where: { id: caseId },
    select: {
      customer: { select: { name: true } },
      project: { select: { matchThreshold: true } },
      // An article may have been put away since it was found.
      matches: {
        where: { article: { state: 'PUBLISHED' } },
        orderBy: { position: 'asc' },
        select: { score: true, article: { select: { id: true, title: true, body: true } } },
      },
    },
  });
  const articles = matches
    .filter((match) => isMatch(match, project.matchThreshold))
    .map(({ score, article }) => ({ ...article, score }));
  return { customer, articles };
}
