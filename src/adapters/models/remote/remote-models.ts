import {
  embedMany,
  generateText,
  type LanguageModelUsage,
  type ModelMessage,
  NoObjectGeneratedError,
  Output,
  streamText,
  type TextStreamPart,
  type ToolSet,
} from 'ai';
import type { z } from 'zod';
import type {
  LanguageCallOptions,
  LanguageModels,
  ModelConnection,
  ModelObject,
  ModelPrompt,
  ModelTextChunk,
  TokenCount,
} from '../../../ports.js';
import { Deadline } from './deadline.js';
import { failure, failureOf, unfinished } from './failures.js';
import { type Fetch, makerOf } from './makers.js';

/** How much of a wrong answer is shown to the model that is to mend it. */
const MAX_QUOTED_CHARS = 8_000;
const NO_TOKENS: TokenCount = { input: 0, cachedInput: 0, output: 0 };

// @NOTE The library prints what it finds odd about a request, past the log of the process.
globalThis.AI_SDK_LOG_WARNINGS = false;

/**
 * Models of any maker through the AI SDK. Retrying is left to the caller (`maxRetries: 0`), who knows other models and
 * counts attempts.
 * @param fetch reaches the providers; decides which addresses may be reached at all
 */
export function createRemoteModels(fetch: Fetch): LanguageModels {
  const settingsOf = (connection: ModelConnection, prompt: ModelPrompt) => ({
    model: makerOf(connection, fetch).language(connection.model),
    system: prompt.system,
    messages: messagesOf(prompt),
    maxRetries: 0,
    ...(prompt.maxOutputTokens === undefined ? {} : { maxOutputTokens: prompt.maxOutputTokens }),
    ...(prompt.temperature === undefined ? {} : { temperature: prompt.temperature }),
  });

  async function generateObject<Value>(
    connection: ModelConnection,
    prompt: ModelPrompt,
    schema: z.ZodType<Value>,
    abortSignal: AbortSignal,
  ): Promise<{ readonly value: Value; readonly tokens: TokenCount }> {
    const settings = settingsOf(connection, prompt);
    const result = await generateText({ ...settings, output: Output.object({ schema }), abortSignal });
    return { value: result.output, tokens: tokensOf(result.usage) };
  }

  return {
    text: (connection, prompt, options) =>
      within(options, async (abortSignal) => {
        const { text, usage, finishReason } = await generateText({ ...settingsOf(connection, prompt), abortSignal });
        const fault = unfinished(finishReason);
        if (fault) throw failure(fault, { tokens: tokensOf(usage) });
        return { text, tokens: tokensOf(usage) };
      }),

    stream: (connection, prompt, options) =>
      follow(options, (abortSignal) => {
        const settings = settingsOf(connection, prompt);
        // @NOTE Errors come as parts of the stream; without `onError` the library prints them too.
        return streamText({ ...settings, abortSignal, onError: () => undefined }).fullStream;
      }),

    object: (connection, prompt, schema, options) =>
      within(options, async (abortSignal): Promise<ModelObject<z.infer<typeof schema>>> => {
        try {
          const first = await generateObject(connection, prompt, schema, abortSignal);
          return { ...first, isRepaired: false };
        } catch (error) {
          if (!NoObjectGeneratedError.isInstance(error)) throw error;
          const spent = tokensOf(error.usage);
          const repair = { ...prompt, text: repairText(prompt.text, error) };
          try {
            const { value, tokens } = await generateObject(connection, repair, schema, abortSignal);
            return { value, tokens: sum(spent, tokens), isRepaired: true };
          } catch (second) {
            if (!NoObjectGeneratedError.isInstance(second)) throw second;
            const tokens = sum(spent, tokensOf(second.usage));
            throw failure('ANSWER_INVALID', { cause: second, tokens });
          }
        }
      }),

    embed: (connection, texts, options) =>
      within(options, async (abortSignal) => {
        const model = makerOf(connection, fetch).embedding(connection.model);
        const { embeddings, usage } = await embedMany({ model, values: [...texts], maxRetries: 0, abortSignal });
        if (embeddings.length !== texts.length || !areVectors(embeddings)) throw failure('ANSWER_INVALID');
        return {
          vectors: embeddings.map((embedding) => Float32Array.from(embedding)),
          tokens: { ...NO_TOKENS, input: usage.tokens || 0 },
        };
      }),
  };
}

/** Whether they are numbers, and as many of each. */
function areVectors(embeddings: readonly (readonly number[])[]): boolean {
  const size = embeddings[0]?.length ?? 0;
  return embeddings.every((embedding) => embedding.length === size && size > 0 && embedding.every(Number.isFinite));
}

function messagesOf({ text, images = [] }: ModelPrompt): ModelMessage[] {
  const pictures = images.map(({ mediaType, data }) => ({ type: 'image' as const, image: data, mediaType }));
  return [{ role: 'user', content: [{ type: 'text', text }, ...pictures] }];
}

function tokensOf(usage: LanguageModelUsage | undefined): TokenCount {
  return {
    input: usage?.inputTokens ?? 0,
    cachedInput: usage?.inputTokenDetails?.cacheReadTokens ?? 0,
    output: usage?.outputTokens ?? 0,
  };
}

function sum(a: TokenCount, b: TokenCount): TokenCount {
  return { input: a.input + b.input, cachedInput: a.cachedInput + b.cachedInput, output: a.output + b.output };
}

function repairText(text: string, { text: answer = '', cause }: NoObjectGeneratedError): string {
  const fault = cause instanceof Error ? cause.message : 'It was not valid JSON of the schema.';
  return [
    text,
    'Your previous answer did not fit the schema. Answer again, with valid JSON of the schema and nothing else.',
    `Previous answer:\n${answer.slice(0, MAX_QUOTED_CHARS)}`,
    `What was wrong:\n${fault.slice(0, MAX_QUOTED_CHARS)}`,
  ].join('\n\n');
}

/** Runs a call under its deadline; what goes wrong is told as a `ModelCallFailed`. */
async function within<T>(options: LanguageCallOptions, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  using deadline = new Deadline(options);
  try {
    return await call(deadline.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw deadline.hasPassed ? failure('TIMED_OUT', { cause: error }) : failureOf(error);
  }
}

/** Follows a streamed answer; the deadline starts anew with every part that comes. */
async function* follow(
  options: LanguageCallOptions,
  open: (signal: AbortSignal) => AsyncIterable<TextStreamPart<ToolSet>>,
): AsyncGenerator<ModelTextChunk> {
  using deadline = new Deadline(options);
  let whole = '';
  try {
    for await (const part of open(deadline.signal)) {
      deadline.extend();
      if (part.type === 'error') throw part.error;
      if (part.type === 'abort') break;
      if (part.type === 'text-delta' && part.text !== '') {
        whole += part.text;
        yield { kind: 'delta', text: part.text };
      }
      if (part.type !== 'finish') continue;
      const tokens = tokensOf(part.totalUsage);
      const fault = unfinished(part.finishReason);
      if (fault) throw failure(fault, { tokens });
      yield { kind: 'final', text: whole, tokens };
      return;
    }
    throw failure('ANSWER_CUT');
  } catch (error) {
    options.signal?.throwIfAborted();
    if (deadline.hasPassed) throw failure('TIMED_OUT', { cause: error });
    const fault = failureOf(error);
    // Whatever stops an answer that had begun, it is an answer without an end.
    throw whole !== '' && fault.reason !== 'DECLINED'
      ? failure('ANSWER_CUT', { cause: error, tokens: fault.tokens })
      : fault;
  } finally {
    deadline.end();
  }
}
