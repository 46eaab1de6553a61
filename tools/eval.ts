/**
 * Measures what models do for the desk: triage (macro F1), matching (recall@5, MRR) and grounding of replies, on the test
 * set of the prompts. Usage: npm run eval [-- triage matching grounding]
 * By the models that come with Switchyard, without network or keys. EVAL_PROTOCOL, EVAL_MODEL, EVAL_EMBEDDING_MODEL,
 * EVAL_API_KEY and EVAL_BASE_URL name another provider, which is then measured beside them.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createOfflineModels } from '../src/adapters/models/offline/offline-models.js';
import { createRemoteModels } from '../src/adapters/models/remote/remote-models.js';
import { citedSources, replyPrompt } from '../src/modules/support/prompts/draft-reply.prompt.js';
import { TriageAnswer, triagePrompt } from '../src/modules/support/prompts/triage-case.prompt.js';
import type { CaseText, ReplyRequest } from '../src/ports.js';
import { inProject } from './project.js';

const TYPES = ['BUG', 'FEATURE', 'QUESTION'] as const;
const TestSet = z.object({
  articles: z.array(z.object({ id: z.string(), title: z.string(), body: z.string() })),
  cases: z.array(
    z.object({ title: z.string(), body: z.string(), type: z.enum(TYPES), article: z.string().nullable() }),
  ),
});
const { articles, cases } = TestSet.parse(
  JSON.parse(readFileSync(inProject('src/modules/support/prompts/test-set.json'), 'utf8')),
);

interface Reply {
  readonly body: string;
  readonly citations: readonly string[];
}

/** What is measured of a provider; null where it cannot do it. */
interface Measured {
  readonly name: string;
  triage(text: CaseText): Promise<(typeof TYPES)[number]>;
  readonly embed: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | null;
  reply(request: ReplyRequest): Promise<Reply>;
}

await using offline = createOfflineModels();
const providers: Measured[] = [
  {
    name: 'offline',
    triage: async (text) => (await offline.triage(text, null)).type,
    embed: (texts) => offline.embed(texts),
    async reply(request) {
      for await (const chunk of offline.draftReply(request)) if (chunk.kind === 'final') return chunk;
      throw new Error('The reply has no end.');
    },
  },
  ...remote(),
];
const wanted = process.argv.slice(2);
const parts = { triage, matching, grounding };
for (const provider of providers) {
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name))
      console.log(`${provider.name}  ${name}  ${await measure(provider)}`);
  }
}

async function triage(provider: Measured): Promise<string> {
  const said = await Promise.all(cases.map((one) => provider.triage(one)));
  const scores = TYPES.map((type) => {
    const right = cases.filter((one, i) => one.type === type && said[i] === type).length;
    const total = cases.filter((one) => one.type === type).length + said.filter((one) => one === type).length;
    return total === 0 ? 0 : (2 * right) / total;
  });
  return `macro F1 ${mean(scores).toFixed(3)} over ${cases.length} cases`;
}

async function matching(provider: Measured): Promise<string> {
  if (!provider.embed) return 'no embeddings';
  const asked = cases.filter(({ article }) => article !== null);
  const vectors = await provider.embed([...articles, ...asked].map(({ title, body }) => `${title}\n${body}`));
  const places = asked.map(({ article }, i) => {
    const own = vectors[articles.length + i];
    const scored = articles.map(({ id }, j) => ({ id, score: dot(own, vectors[j]) }));
    return scored.toSorted((a, b) => b.score - a.score).findIndex(({ id }) => id === article) + 1;
  });
  const recall = places.filter((place) => place <= 5).length / places.length;
  return `recall@5 ${recall.toFixed(3)}, MRR ${mean(places.map((place) => 1 / place)).toFixed(3)} over ${asked.length} cases`;
}

/**
 * A sentence is supported when most of its longer words stand in a source that the reply cites, or in the message.
 * What stands alike in most replies is their frame and says nothing of the product.
 */
async function grounding(provider: Measured): Promise<string> {
  const replies: { readonly known: ReadonlySet<string>; readonly sentences: readonly string[] }[] = [];
  for (const one of cases) {
    const sources = articles.filter(({ id }) => id === one.article).map((article) => ({ ...article, score: 0.9 }));
    const reply = await provider.reply({ subject: one.title, body: one.body, customerName: 'Kim', articles: sources });
    const cited = sources.filter(({ id }) => reply.citations.includes(id));
    const known = new Set(words([...cited.flatMap(({ title, body }) => [title, body]), one.title, one.body].join(' ')));
    const sentences = reply.body.replace(/“[^”]*”/g, '“…”').split(/(?<=[.!?])\s+|\n+/);
    replies.push({ known, sentences: sentences.filter((sentence) => words(sentence).length >= 3) });
  }
  const isFrame = (sentence: string) => replies.filter(({ sentences }) => sentences.includes(sentence)).length > 1;
  const said = replies.flatMap(({ known, sentences }) =>
    sentences
      .filter((sentence) => !isFrame(sentence))
      .map((sentence) => ({
        sentence,
        share: words(sentence).filter((word) => known.has(word)).length / words(sentence).length,
      })),
  );
  const flagged = said.filter(({ share }) => share < 0.6);
  const told = flagged.slice(0, 5).map(({ sentence }) => `\n    not supported: ${sentence.trim()}`);
  return `${said.length - flagged.length} of ${said.length} sentences supported by a citation${told.join('')}`;
}

function remote(): Measured[] {
  const { EVAL_PROTOCOL, EVAL_MODEL, EVAL_EMBEDDING_MODEL, EVAL_API_KEY = '', EVAL_BASE_URL = null } = process.env;
  if (!EVAL_PROTOCOL || !EVAL_MODEL) return [];
  const protocol = z.enum(['OPENAI', 'ANTHROPIC', 'GOOGLE', 'OPENAI_COMPATIBLE']).parse(EVAL_PROTOCOL);
  const models = createRemoteModels(fetch);
  const at = (model: string) => ({ protocol, apiKey: EVAL_API_KEY, baseUrl: EVAL_BASE_URL, model });
  const options = { timeoutMs: 60_000 };
  return [
    {
      name: `${protocol} ${EVAL_MODEL}`,
      async triage(text) {
        return (await models.object(at(EVAL_MODEL), triagePrompt.render(text), TriageAnswer, options)).value.type;
      },
      embed: EVAL_EMBEDDING_MODEL
        ? async (texts) => (await models.embed(at(EVAL_EMBEDDING_MODEL), texts, options)).vectors
        : null,
      async reply(request) {
        const { text } = await models.text(at(EVAL_MODEL), replyPrompt.render(request), options);
        return { body: text, citations: citedSources(text, request.articles) };
      },
    },
  ];
}

function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []).map((word) => word.slice(0, 6));
}

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < (a?.length ?? 0); i += 1) sum += (a?.[i] ?? 0) * (b?.[i] ?? 0);
  return sum;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);
}
