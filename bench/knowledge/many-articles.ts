import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { chunkArticle } from '../../src/modules/support/article-chunks.js';
import { embedUnderTitle } from '../../src/modules/support/embedding.js';

export interface ManyArticles {
  readonly tenantId: string;
  readonly count: number;
  readonly chunks: number;
  /** Titles of some, to ask for. */
  readonly titles: readonly string[];
  /** Texts as long as a case. */
  readonly messages: readonly string[];
}

const BATCH = 200;
const VOCABULARY = 12_000;
const SAMPLES = 20;

/** Fills a database with a tenant's published articles, embedded by the offline model; the same texts in every run. */
export async function fillWithArticles(superuserUrl: string, count: number): Promise<ManyArticles> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await using models = createOfflineModels();
    const [tenantId, projectId] = [randomUUID(), randomUUID()];
    await client.query('INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1::uuid, $2, $2)', [
      tenantId,
      `kb-${tenantId}`,
    ]);
    await client.query(`INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES ($1, $2, 'KB', 'KB')`, [
      projectId,
      tenantId,
    ]);
    const random = randomNumbers(7);
    const [titles, messages]: [string[], string[]] = [[], []];
    let chunkCount = 0;
    for (let first = 0; first < count; first += BATCH) {
      const articles = [];
      const chunks = [];
      for (let index = first; index < Math.min(first + BATCH, count); index += 1) {
        const article = { id: randomUUID(), title: words(6, random), body: bodyOf(random) };
        if (index % Math.ceil(count / SAMPLES) === 0) {
          titles.push(article.title);
          messages.push(`${article.title} ${words(60, random)}`);
        }
        const pieces = chunkArticle(article);
        const vectors = await embedUnderTitle(
          models,
          article.title,
          pieces.map(({ text }) => text),
        );
        articles.push(article);
        chunks.push(
          ...pieces.map((piece, at) => ({ ...piece, articleId: article.id, embedding: `{${vectors[at]?.join(',')}}` })),
        );
      }
      chunkCount += chunks.length;
      await client.query(INSERT_ARTICLES, [tenantId, projectId, JSON.stringify(articles)]);
      await client.query(INSERT_CHUNKS, [tenantId, models.embeddingModel, JSON.stringify(chunks)]);
    }
    await client.query('VACUUM ANALYZE "KbArticle", "KbChunk"');
    return { tenantId, count, chunks: chunkCount, titles, messages };
  } finally {
    await client.end();
  }
}

const INSERT_ARTICLES = `
  INSERT INTO "KbArticle" ("id", "tenantId", "projectId", "title", "body", "state", "embeddingState")
  SELECT r."id", $1, $2, r."title", r."body", 'PUBLISHED', 'FRESH' FROM jsonb_to_recordset($3::jsonb) AS r("id" uuid, "title" text, "body" text)`;
const INSERT_CHUNKS = `
  INSERT INTO "KbChunk" ("id", "tenantId", "articleId", "position", "heading", "text", "hash", "embeddingModel", "embedding")
  SELECT gen_random_uuid(), $1, r."articleId", r."position", r."heading", r."text", r."hash", $2, r."embedding"::real[]
  FROM jsonb_to_recordset($3::jsonb) AS r("articleId" uuid, "position" int, "heading" text, "text" text, "hash" text, "embedding" text)`;

/** A text of two sections, of as many words as an article of a help centre has. */
function bodyOf(random: () => number): string {
  return `${words(60, random)}.\n\n## ${words(3, random)}\n\n${words(60, random)}.`;
}

/** Words as frequent as in a language: the n-th about 1/n as often as the first. */
function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => wordOf(Math.floor(VOCABULARY ** random()))).join(' ');
}

const SYLLABLES = [
  'ba',
  'ke',
  'li',
  'mo',
  'nu',
  'ra',
  'se',
  'ti',
  'vo',
  'zu',
  'pra',
  'stel',
  'grin',
  'dok',
  'fum',
  'lax',
];

function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) word += SYLLABLES[rest % 16];
  return word;
}

/** The same numbers from 0 to 1 in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
