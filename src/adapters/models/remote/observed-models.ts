import {
  type LanguageModels,
  ModelCallFailed,
  type ModelConnection,
  type ModelsObserver,
  type TokenCount,
} from '../../../ports.js';

/** The same models, with an observer who is told of every call. */
export function observedModels(models: LanguageModels, observer: ModelsObserver): LanguageModels {
  const watch = ({ protocol }: ModelConnection) => {
    const startedAt = performance.now();
    const end = (outcome: string, tokens: TokenCount): void => {
      observer.callEnded(protocol, outcome, performance.now() - startedAt);
      observer.tokensUsed(protocol, tokens);
    };
    return {
      answered: ({ tokens }: { readonly tokens: TokenCount }) => end('answered', tokens),
      failed: (error: unknown) => {
        if (error instanceof ModelCallFailed) end(error.reason.toLowerCase(), error.tokens);
        else end('cancelled', NO_TOKENS);
      },
    };
  };
  const watched = async <Answer extends { readonly tokens: TokenCount }>(
    connection: ModelConnection,
    call: () => Promise<Answer>,
  ): Promise<Answer> => {
    const { answered, failed } = watch(connection);
    try {
      const answer = await call();
      answered(answer);
      return answer;
    } catch (error) {
      failed(error);
      throw error;
    }
  };
  return {
    text: (connection, prompt, options) => watched(connection, () => models.text(connection, prompt, options)),
    object: (connection, prompt, schema, options) =>
      watched(connection, () => models.object(connection, prompt, schema, options)),
    embed: (connection, texts, options) => watched(connection, () => models.embed(connection, texts, options)),
    async *stream(connection, prompt, options) {
      const { answered, failed } = watch(connection);
      let hasEnded = false;
      try {
        for await (const chunk of models.stream(connection, prompt, options)) {
          if (chunk.kind === 'final') {
            hasEnded = true;
            answered(chunk);
          }
          yield chunk;
        }
      } catch (error) {
        hasEnded = true;
        failed(error);
        throw error;
      } finally {
        if (!hasEnded) failed(null); // nobody read on
      }
    },
  };
}

const NO_TOKENS: TokenCount = { input: 0, cachedInput: 0, output: 0 };
