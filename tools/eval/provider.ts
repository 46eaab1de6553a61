import { z } from 'zod';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { createRemoteModels } from '../../src/adapters/models/remote/remote-models.js';
import type { LanguageModels, ModelConnection, ModelProvider } from '../../src/ports.js';
import { CommandError } from '../command.js';

/** Where models are asked over the network. */
export interface RemoteProvider {
  readonly models: LanguageModels;
  readonly connection: ModelConnection;
  /** Null: it is not asked for embeddings. */
  readonly embedding: ModelConnection | null;
}

/** Whose models are measured: those that come with Switchyard, or those of somebody else. */
export type EvalProvider = { readonly name: string } & (
  | { readonly kind: 'OFFLINE'; readonly models: ModelProvider }
  | ({ readonly kind: 'REMOTE' } & RemoteProvider)
);

const Environment = z.object({
  EVAL_PROTOCOL: z.enum(['OPENAI', 'ANTHROPIC', 'GOOGLE', 'OPENAI_COMPATIBLE']).default('OPENAI_COMPATIBLE'),
  EVAL_MODEL: z.string().min(1).optional(),
  EVAL_EMBEDDING_MODEL: z.string().min(1).optional(),
  EVAL_API_KEY: z.string().default(''),
  EVAL_BASE_URL: z.url().optional(),
});

/** Always the offline models; beside them those that the environment names by EVAL_MODEL. @throws CommandError */
export function providersFrom(environment: NodeJS.ProcessEnv): EvalProvider[] {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success)
    throw new CommandError(`Not understood: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}.`);
  const { EVAL_PROTOCOL, EVAL_MODEL, EVAL_EMBEDDING_MODEL, EVAL_API_KEY, EVAL_BASE_URL } = parsed.data;
  const offline: EvalProvider = { name: 'offline', kind: 'OFFLINE', models: createOfflineModels() };
  if (EVAL_MODEL === undefined) {
    if (EVAL_BASE_URL)
      throw new CommandError('EVAL_BASE_URL is set, and EVAL_MODEL, which says what to ask there, is not.');
    return [offline];
  }
  if (EVAL_PROTOCOL === 'OPENAI_COMPATIBLE' && !EVAL_BASE_URL)
    throw new CommandError('OPENAI_COMPATIBLE models need an address in EVAL_BASE_URL.');
  const at = (model: string): ModelConnection => ({
    protocol: EVAL_PROTOCOL,
    apiKey: EVAL_API_KEY,
    baseUrl: EVAL_BASE_URL ?? null,
    model,
  });
  return [
    offline,
    {
      name: `${EVAL_PROTOCOL} ${EVAL_MODEL}`,
      kind: 'REMOTE',
      models: createRemoteModels(fetch),
      connection: at(EVAL_MODEL),
      embedding: EVAL_EMBEDDING_MODEL ? at(EVAL_EMBEDDING_MODEL) : null,
    },
  ];
}

/** Milliseconds that one call may take. */
export const CALL = { timeoutMs: 60_000 } as const;
