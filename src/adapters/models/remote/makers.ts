import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { EmbeddingModel, LanguageModel } from 'ai';
import { ModelCallFailed, type ModelConnection, type ModelProtocol } from '../../../ports.js';

/** What is used to reach a provider over HTTP. */
export type Fetch = typeof globalThis.fetch;

interface Maker {
  language(model: string): LanguageModel;
  embedding(model: string): EmbeddingModel;
}

interface Settings {
  readonly apiKey: string;
  readonly baseURL?: string;
  readonly fetch: Fetch;
}

const MAKERS: Readonly<Record<ModelProtocol, (settings: Settings) => Maker>> = {
  OPENAI(settings) {
    const maker = createOpenAI(settings);
    return { language: (model) => maker.responses(model), embedding: (model) => maker.embeddingModel(model) };
  },
  ANTHROPIC(settings) {
    const maker = createAnthropic(settings);
    return {
      language: (model) => maker(model),
      embedding() {
        throw new ModelCallFailed('REJECTED', 'Anthropic offers no embeddings.');
      },
    };
  },
  GOOGLE(settings) {
    const maker = createGoogleGenerativeAI(settings);
    return { language: (model) => maker(model), embedding: (model) => maker.embeddingModel(model) };
  },
  OPENAI_COMPATIBLE({ baseURL, ...settings }) {
    if (!baseURL) throw new ModelCallFailed('REJECTED', 'An OpenAI-compatible provider needs an address.');
    const maker = createOpenAICompatible({ ...settings, baseURL, name: 'compatible', supportsStructuredOutputs: true });
    return { language: (model) => maker.chatModel(model), embedding: (model) => maker.embeddingModel(model) };
  },
};

/** The maker of a connection's model, speaking the connection's protocol. */
export function makerOf({ protocol, apiKey, baseUrl }: ModelConnection, fetch: Fetch): Maker {
  return MAKERS[protocol]({ apiKey, ...(baseUrl === null ? {} : { baseURL: baseUrl }), fetch });
}
