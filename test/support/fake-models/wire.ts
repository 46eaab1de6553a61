import type { ModelProtocol } from '../../../src/ports.js';

/** An answer as a provider would give it, before it is put on the wire. */
export interface WireAnswer {
  readonly pieces: readonly string[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the answer was ended by the limit of tokens. */
  readonly isCutByLength?: boolean;
}

/** How one protocol puts things on the wire. Written from the providers' published API references. */
export interface Wire {
  readonly path: RegExp;
  readonly embeddingPath: RegExp | null;
  keyOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined;
  isStream(path: string, body: Readonly<Record<string, unknown>>): boolean;
  whole(answer: WireAnswer): unknown;
  /** Server-sent events, in order; a connection cut anywhere in between is a cut answer. */
  events(answer: WireAnswer): readonly string[];
  embeddings(vectors: readonly (readonly number[])[]): unknown;
  error(status: number): unknown;
}

const event = (data: unknown, name?: string): string =>
  `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const bearer = (headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined =>
  String(headers.authorization ?? '').replace(/^Bearer /, '');
const openAiEmbeddings = (vectors: readonly (readonly number[])[]) => ({
  object: 'list',
  model: 'embedding',
  data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  usage: { prompt_tokens: 7, total_tokens: 7 },
});
const openAiError = (status: number) => ({
  error: { message: `upstream detail ${status}`, type: 'error', code: null },
});

const responses: Wire = {
  path: /\/responses$/,
  embeddingPath: /\/embeddings$/,
  keyOf: bearer,
  isStream: (_path, body) => body.stream === true,
  whole: ({ pieces, inputTokens, outputTokens, isCutByLength }) => ({
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    model: 'fake',
    status: isCutByLength ? 'incomplete' : 'completed',
    incomplete_details: isCutByLength ? { reason: 'max_output_tokens' } : null,
    output: [
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: pieces.join(''), annotations: [] }],
      },
    ],
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
    },
  }),
  events: (answer) => {
    const base = { id: 'resp_1', object: 'response', created_at: 1_700_000_000, model: 'fake' };
    const item = { type: 'message', id: 'msg_1', role: 'assistant' };
    return [
      event({ type: 'response.created', response: base }),
      event({
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...item, status: 'in_progress', content: [] },
      }),
      ...answer.pieces.map((delta) =>
        event({ type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta }),
      ),
      event({
        type: 'response.output_item.done',
        output_index: 0,
        item: { ...item, status: 'completed', content: [] },
      }),
      event({
        type: answer.isCutByLength ? 'response.incomplete' : 'response.completed',
        response: responses.whole(answer),
      }),
    ];
  },
  embeddings: openAiEmbeddings,
  error: openAiError,
};

const chat: Wire = {
  path: /\/chat\/completions$/,
  embeddingPath: /\/embeddings$/,
  keyOf: bearer,
  isStream: (_path, body) => body.stream === true,
  whole: ({ pieces, inputTokens, outputTokens, isCutByLength }) => ({
    id: 'chat_1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'fake',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: pieces.join('') },
        finish_reason: isCutByLength ? 'length' : 'stop',
      },
    ],
    usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
  }),
  events: ({ pieces, inputTokens, outputTokens, isCutByLength }) => {
    const base = { id: 'chat_1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'fake' };
    const chunk = (delta: object, finish: string | null = null) =>
      event({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
    return [
      ...pieces.map((content, index) => chunk(index === 0 ? { role: 'assistant', content } : { content })),
      chunk({}, isCutByLength ? 'length' : 'stop'),
      event({
        ...base,
        choices: [],
        usage: {
          prompt_tokens: inputTokens,
          completion_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      }),
      event('[DONE]'),
    ];
  },
  embeddings: openAiEmbeddings,
  error: openAiError,
};

const anthropic: Wire = {
  path: /\/messages$/,
  embeddingPath: null,
  keyOf: (headers) => headers['x-api-key'] as string | undefined,
  isStream: (_path, body) => body.stream === true,
  whole: ({ pieces, inputTokens, outputTokens, isCutByLength }) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'fake',
    content: [{ type: 'text', text: pieces.join('') }],
    stop_reason: isCutByLength ? 'max_tokens' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  }),
  events: ({ pieces, inputTokens, outputTokens, isCutByLength }) => {
    const named = (data: { readonly type: string }) => event(data, data.type);
    const start = { id: 'msg_1', type: 'message', role: 'assistant', model: 'fake', content: [], stop_reason: null };
    return [
      named({
        type: 'message_start',
        message: { ...start, stop_sequence: null, usage: { input_tokens: inputTokens, output_tokens: 1 } },
      } as { type: string }),
      named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string }),
      ...pieces.map((text) =>
        named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } as { type: string }),
      ),
      named({ type: 'content_block_stop', index: 0 } as { type: string }),
      named({
        type: 'message_delta',
        delta: { stop_reason: isCutByLength ? 'max_tokens' : 'end_turn', stop_sequence: null },
        usage: { output_tokens: outputTokens },
      } as { type: string }),
      named({ type: 'message_stop' }),
    ];
  },
  embeddings: () => ({}),
  error: (status) => ({ type: 'error', error: { type: 'api_error', message: `upstream detail ${status}` } }),
};

const google: Wire = {
  path: /:(generateContent|streamGenerateContent)/,
  embeddingPath: /:(batchEmbedContents|embedContent)$/,
  keyOf: (headers) => headers['x-goog-api-key'] as string | undefined,
  isStream: (path) => path.includes(':streamGenerateContent'),
  whole: ({ pieces, inputTokens, outputTokens, isCutByLength }) => ({
    candidates: [
      {
        index: 0,
        content: { role: 'model', parts: [{ text: pieces.join('') }] },
        finishReason: isCutByLength ? 'MAX_TOKENS' : 'STOP',
      },
    ],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    },
  }),
  events: (answer) => {
    const piece = (text: string) =>
      event({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] } }] });
    return [...answer.pieces.map(piece), event(google.whole({ ...answer, pieces: [''] }))];
  },
  embeddings: (vectors) =>
    vectors.length === 1
      ? { embedding: { values: vectors[0] } }
      : { embeddings: vectors.map((values) => ({ values })) },
  error: (status) => ({ error: { code: status, message: `upstream detail ${status}`, status: 'UNAVAILABLE' } }),
};

export const WIRES: Readonly<Record<ModelProtocol, Wire>> = {
  OPENAI: responses,
  OPENAI_COMPATIBLE: chat,
  ANTHROPIC: anthropic,
  GOOGLE: google,
};
