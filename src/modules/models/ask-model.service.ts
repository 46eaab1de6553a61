import type { z } from 'zod';
import type { Transaction } from '../../db/transaction.js';
import {
  type LanguageCallOptions,
  ModelCallFailed,
  type ModelConnection,
  type ModelFailureReason,
  type ModelObject,
  type ModelPrompt,
  type ModelText,
  type ModelTextChunk,
  type ModelVectors,
  type TokenCount,
} from '../../ports.js';
import { CallRecord } from './call-record.js';
import { type CallSize, sizeOfPrompt, sizeOfTexts } from './estimate.js';
import { firstAnswer } from './first-answer.js';
import { type Candidate, type Route, routeFor } from './model-route.service.js';
import type { ModelAccess, ModelUse } from './model-use.js';

/** Failures that are the model's or its provider's fault; they count against its health, and another may do better. */
const MODELS_FAULT: ReadonlySet<ModelFailureReason> = new Set([
  'RATE_LIMITED',
  'UNAVAILABLE',
  'TIMED_OUT',
  'UNAUTHORIZED',
  'ANSWER_INVALID',
  'ANSWER_CUT',
]);

const NO_TOKENS: TokenCount = { input: 0, cachedInput: 0, output: 0 };

type Ask<Answer> = (connection: ModelConnection | null, options: LanguageCallOptions) => Promise<Answer>;

/** What stands in for a model over the network where a route names, or defaults to, the models of Switchyard itself. */
export type Offline<Answer> = (options: LanguageCallOptions) => Promise<Answer>;

/**
 * Keeps an answer in the transaction that ends its call: either both are written, or the answer was never given. So
 * nothing that is paid for gets lost between the two.
 */
export type Keep<Answer> = (tx: Transaction, answer: Answer) => Promise<void>;

/** Asks for a text. @throws ModelCallFailed when no model of the route answers, BudgetExhausted */
export function askForText(access: ModelAccess, use: ModelUse, prompt: ModelPrompt): Promise<ModelText> {
  const ask: Ask<ModelText> = (connection, options) =>
    connection ? access.ports.language.text(connection, prompt, options) : notOffline();
  return answerOf(access, use, aboutPrompt(prompt), ask, ({ text }) => text);
}

/**
 * Asks for an object of a schema.
 * @throws ModelCallFailed when no model of the route gives one, BudgetExhausted
 */
export function askForObject<Value>(
  access: ModelAccess,
  use: ModelUse,
  prompt: ModelPrompt,
  schema: z.ZodType<Value>,
  offline: Offline<Value> = notOffline,
  keep?: Keep<ModelObject<Value>>,
): Promise<ModelObject<Value>> {
  const ask: Ask<ModelObject<Value>> = async (connection, options) =>
    connection
      ? access.ports.language.object(connection, prompt, schema, options)
      : { value: await offline(options), tokens: NO_TOKENS, isRepaired: false };
  return answerOf(access, use, aboutPrompt(prompt), ask, ({ value }) => JSON.stringify(value), keep);
}

/** Asks for the vectors of texts. @throws ModelCallFailed when no model of the route gives them, BudgetExhausted */
export function askForVectors(
  access: ModelAccess,
  use: ModelUse,
  texts: readonly string[],
  offline: Offline<readonly Float32Array[]> = notOffline,
  keep?: Keep<ModelVectors>,
): Promise<ModelVectors> {
  const ask: Ask<ModelVectors> = async (connection, options) =>
    connection
      ? access.ports.language.embed(connection, texts, options)
      : { vectors: await offline(options), tokens: NO_TOKENS };
  const asked = { text: `${texts.length} texts`, size: sizeOfTexts(texts) };
  return answerOf(access, use, asked, ask, ({ vectors }) => `${vectors.length} vectors`, keep);
}

/**
 * Asks for a text that arrives in pieces. Until the first piece another model may take over; after that a failure is
 * the caller's, who has shown the beginning to somebody.
 * @throws ModelCallFailed when no model of the route answers, BudgetExhausted
 */
export async function* streamText(
  access: ModelAccess,
  use: ModelUse,
  prompt: ModelPrompt,
  offline?: (options: LanguageCallOptions) => AsyncIterable<ModelTextChunk>,
): AsyncGenerator<ModelTextChunk> {
  const route = await healthyRoute(access, use);
  const asked = aboutPrompt(prompt);
  const record = await CallRecord.open(access, use, asked.text, route, asked.size);
  const options = optionsOf(route, access.signal);
  let end: { answer: string } | { error: unknown } = { error: new Error('Nobody read on.') };
  try {
    const begun = await firstAnswer(route.candidates, (candidate) => begin(candidate), {
      hedgeAfterMs: null,
      signal: access.signal,
      mayTryNext,
    });
    await record.markStreaming();
    const { candidate, startedAt, first, rest } = begun;
    try {
      for (let next = first; !next.done; next = await rest.next()) {
        if (next.value.kind === 'final') {
          end = { answer: next.value.text };
          record.noteAttempt(candidate, startedAt, { tokens: next.value.tokens });
          await noteHealth(access, candidate, null);
        }
        yield next.value;
      }
    } catch (error) {
      record.noteAttempt(candidate, startedAt, { error });
      await noteHealth(access, candidate, error);
      throw error;
    } finally {
      await rest.return(undefined);
    }
  } catch (error) {
    end = { error };
    throw error;
  } finally {
    await record.close(end);
  }

  async function begin(candidate: Candidate) {
    const startedAt = new Date();
    try {
      const { connection } = candidate;
      const stream = connection ? access.ports.language.stream(connection, prompt, options) : offline?.(options);
      if (!stream) return notOffline();
      const rest = stream[Symbol.asyncIterator]() as AsyncGenerator<ModelTextChunk>;
      return { candidate, startedAt, first: await rest.next(), rest };
    } catch (error) {
      record.noteAttempt(candidate, startedAt, { error });
      await noteHealth(access, candidate, error);
      throw error;
    }
  }
}

/** Asks the models of the route until one answers, and writes down every attempt. */
async function answerOf<Answer extends { readonly tokens: TokenCount }>(
  access: ModelAccess,
  use: ModelUse,
  asked: Asked,
  ask: Ask<Answer>,
  kept: (answer: Answer) => string,
  keep?: Keep<Answer>,
): Promise<Answer> {
  const route = await healthyRoute(access, use);
  const record = await CallRecord.open(access, use, asked.text, route, asked.size);
  let answer: Answer;
  try {
    answer = await firstAnswer(
      route.candidates,
      async (candidate, signal) => {
        const startedAt = new Date();
        try {
          const given = await ask(candidate.connection, optionsOf(route, signal));
          record.noteAttempt(candidate, startedAt, given);
          await noteHealth(access, candidate, null);
          return given;
        } catch (error) {
          record.noteAttempt(candidate, startedAt, { error });
          await noteHealth(access, candidate, error);
          throw error;
        }
      },
      { hedgeAfterMs: route.hedgeAfterMs, signal: access.signal, mayTryNext },
    );
  } catch (error) {
    await record.close({ error });
    throw error;
  }
  await record.close({ answer: kept(answer) }, keep && ((tx) => keep(tx, answer)));
  return answer;
}

/** The route without the models that are known to fail. */
async function healthyRoute({ db, ports, route: named }: ModelAccess, { purpose, tier }: ModelUse): Promise<Route> {
  const route = named ?? (await routeFor(db, purpose, tier));
  const isHealthy = ({ modelId }: Candidate) => modelId === null || ports.modelHealth.allows(db.$tenantId, modelId);
  const health = await Promise.all(route.candidates.map(isHealthy));
  const candidates = route.candidates.filter((_, index) => health[index]);
  if (candidates.length > 0) return { ...route, candidates };
  if (route.candidates.length === 0) throw new ModelCallFailed('REJECTED', 'No model is set up for this.');
  throw new ModelCallFailed('UNAVAILABLE', 'Every model of the route is failing at present.');
}

function notOffline(): never {
  throw new ModelCallFailed('REJECTED', 'The models that come with Switchyard cannot do this.');
}

function optionsOf({ timeoutMs }: Route, signal: AbortSignal | undefined): LanguageCallOptions {
  return { timeoutMs, signal };
}

function mayTryNext(error: unknown): boolean {
  return error instanceof ModelCallFailed && MODELS_FAULT.has(error.reason);
}

async function noteHealth({ db, ports }: ModelAccess, { modelId }: Candidate, error: unknown): Promise<void> {
  if (modelId === null) return;
  if (error === null) return ports.modelHealth.succeeded(db.$tenantId, modelId);
  if (mayTryNext(error)) await ports.modelHealth.failed(db.$tenantId, modelId);
}

/** What is asked, as it is written down, and how much that is. */
interface Asked {
  readonly text: string;
  readonly size: CallSize;
}

function aboutPrompt(prompt: ModelPrompt): Asked {
  return { text: `${prompt.system}\n\n${prompt.text}`, size: sizeOfPrompt(prompt) };
}
