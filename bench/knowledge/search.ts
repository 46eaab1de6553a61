import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { openDatabase } from '../../src/db/client.js';
import type { TenantDb } from '../../src/db/tenant.js';
import { TenantHandles } from '../../src/db/tenant-handles.js';
import { embedTitled } from '../../src/modules/support/embedding.js';
import { searchArticles } from '../../src/modules/support/kb-search.sql.js';
import type { ManyArticles } from './many-articles.js';

export interface SearchFigure {
  readonly name: string;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly samples: number;
  /** How often the article that was meant came first, 0 to 1. */
  readonly foundFirst: number;
}

export interface KnowledgeFigures {
  /** INDEX where pgvector is there, EXACT otherwise. */
  readonly path: string;
  readonly articles: number;
  readonly chunks: number;
  readonly searches: readonly SearchFigure[];
}

/** How long searches take among many articles, as the application role. */
export async function measureSearch(databaseUrl: string, articles: ManyArticles): Promise<KnowledgeFigures> {
  await using models = createOfflineModels();
  const settings = { poolSize: 2, poolWaitMs: 10_000, statementTimeoutMs: 60_000, preparedStatements: true };
  await using database = openDatabase({ url: databaseUrl, ...settings, onPoolError: () => {} });
  const db = new TenantHandles(database.prisma, () => {}, database.reads).for(articles.tenantId);
  const [decided] = await db.$queryRaw<
    { path: string }[]
  >`SELECT kb_search_path(${models.embeddingDimensions}::int) AS path`;
  const { embeddingModel } = models;
  const ofCase = async (text: string, title: string) => {
    const embedding = await embedTitled(models, { title, body: text });
    return searchArticles(db, { title, body: text, embedding, embeddingModel, limit: 5 });
  };
  const byMeaning = async (text: string) => {
    const [embedding = new Float32Array()] = await models.embed([text]);
    return search(db, text, embedding, embeddingModel);
  };
  const misspelt = (title: string) => title.replace(/(\w)(\w)(\w+)/g, '$2$1$3');
  const { titles, messages } = articles;
  return {
    path: decided?.path ?? '',
    articles: articles.count,
    chunks: articles.chunks,
    searches: [
      await timed('kbSearch, six words', titles, titles, (title) => byMeaning(title)),
      await timed('the same, misspelt', titles, titles, (title) => byMeaning(misspelt(title))),
      await timed('matching a case of 66 words', messages, titles, ofCase),
      await timed('words alone', titles, titles, (title) => search(db, title, new Float32Array(), 'none')),
    ],
  };
}

function search(db: TenantDb, title: string, embedding: Float32Array, embeddingModel: string) {
  return searchArticles(db, { title, body: '', embedding, embeddingModel, limit: 20 });
}

async function timed(
  name: string,
  texts: readonly string[],
  titles: readonly string[],
  run: (text: string, title: string) => Promise<readonly { readonly title: string }[]>,
): Promise<SearchFigure> {
  const times: number[] = [];
  let first = 0;
  await run(texts[0] ?? '', titles[0] ?? '');
  for (const [index, text] of texts.entries()) {
    const startedAt = performance.now();
    const found = await run(text, titles[index] ?? '');
    times.push(performance.now() - startedAt);
    if (found[0]?.title === titles[index]) first += 1;
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { name, p50: at(0.5), p95: at(0.95), samples: times.length, foundFirst: first / texts.length };
}
