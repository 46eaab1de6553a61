import type { JobRun } from '../../jobs/define-job.js';
import type {
  CaseText,
  ChangeProposal,
  ChangeRequestMatter,
  ReplyChunk,
  ReplyRequest,
  TriageVerdict,
} from '../../ports.js';
import { askForObject, streamText } from '../models/ask-model.service.js';
import type { ModelUse } from '../models/model-use.js';
import { ChangeAnswer } from './prepare-change.job.js';
import { changePrompt } from './prompts/change-prep.prompt.js';
import { citedSources, replyPrompt } from './prompts/draft-reply.prompt.js';
import { TriageAnswer, triagePrompt } from './prompts/triage-case.prompt.js';
import type { LoadedTriageModel } from './triage-model-cache.js';

/** Of a job's run, what asking a model needs. */
type DeskRun = Pick<JobRun, 'db' | 'ports' | 'signal' | 'attempt' | 'jobId' | 'requestId'>;

/** The case that a step works on. */
export interface DeskCase {
  readonly id: string;
  readonly projectId: string;
}

const NO_TOKENS = { input: 0, cachedInput: 0, output: 0 };

/**
 * Decides what a case is: by the model of the tenant's route, by default the one that comes with Switchyard and has
 * learned from the project's own cases.
 * @throws ModelCallFailed, BudgetExhausted
 */
export async function triageText(
  run: DeskRun,
  about: DeskCase,
  text: CaseText,
  learned: LoadedTriageModel | null,
): Promise<TriageVerdict & { readonly modelId: string | null }> {
  const use: ModelUse = { ...useOf(run, about), purpose: 'TRIAGE', tier: 'FAST' };
  let modelId: string | null = null;
  const offline = () => {
    modelId = learned?.id ?? null;
    return run.ports.models.triage(text, learned?.model ?? null, { signal: run.signal });
  };
  const { value } = await askForObject<TriageVerdict>(run, use, triagePrompt.render(text), TriageAnswer, offline);
  return { ...value, modelId };
}

/**
 * Prepares a change for a bug: by the model of the tenant's route, by default by taking the report apart.
 * @throws ModelCallFailed, BudgetExhausted
 */
export async function prepareChangeText(
  run: DeskRun,
  about: DeskCase,
  matter: ChangeRequestMatter,
): Promise<ChangeProposal> {
  const use: ModelUse = { ...useOf(run, about), purpose: 'CHANGE_PREP', tier: 'COMPLEX' };
  const offline = () => run.ports.models.prepareChange(matter, { signal: run.signal });
  const { value } = await askForObject<ChangeProposal>(run, use, changePrompt.render(matter), ChangeAnswer, offline);
  return value;
}

/**
 * Drafts a reply from sources, piece by piece.
 * @throws ModelCallFailed, BudgetExhausted
 */
export async function* draftText(run: DeskRun, about: DeskCase, request: ReplyRequest): AsyncGenerator<ReplyChunk> {
  const use: ModelUse = { ...useOf(run, about), purpose: 'REPLY', tier: 'STANDARD' };
  let offlineCitations: readonly string[] | undefined;
  let frame: readonly string[] | undefined;
  async function* offline() {
    for await (const chunk of run.ports.models.draftReply(request, { signal: run.signal })) {
      if (chunk.kind === 'delta') yield chunk;
      else {
        offlineCitations = chunk.citations;
        frame = chunk.frame;
        yield { kind: 'final' as const, text: chunk.body, tokens: NO_TOKENS };
      }
    }
  }
  for await (const chunk of streamText(run, use, replyPrompt.render(request), offline)) {
    if (chunk.kind === 'delta') yield chunk;
    else {
      const citations = offlineCitations ?? citedSources(chunk.text, request.articles);
      yield { kind: 'final', body: chunk.text, citations, frame };
    }
  }
}

function useOf(
  run: DeskRun,
  { id, projectId }: DeskCase,
): Pick<ModelUse, 'projectId' | 'subject' | 'jobId' | 'requestId'> {
  return { projectId, subject: { type: 'Case', id }, jobId: run.jobId, requestId: run.requestId };
}
