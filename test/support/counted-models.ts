import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import type { ModelProvider } from '../../src/ports.js';

/** The offline models, whose embeddings are counted and can be made to fail or to wait. */
export interface CountedModels {
  readonly models: ModelProvider;
  /** Every text that was embedded, in order. */
  readonly texts: string[];
  /** Runs before each embedding; throws to let it fail. */
  before: (texts: readonly string[]) => void | Promise<void>;
}

export function countedModels(embeddingModel?: string): CountedModels {
  const models = createOfflineModels();
  const counted: CountedModels = {
    texts: [],
    before: () => {},
    models: {
      ...models,
      embeddingModel: embeddingModel ?? models.embeddingModel,
      async embed(texts, options) {
        await counted.before(texts);
        counted.texts.push(...texts);
        return models.embed(texts, options);
      },
    },
  };
  return counted;
}
