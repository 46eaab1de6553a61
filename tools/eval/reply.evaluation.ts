import { z } from 'zod';
import { citedSources, replyPrompt } from '../../src/modules/support/prompts/draft-reply.prompt.js';
import type { ReplyRequest } from '../../src/ports.js';
import { type Evaluation, mean } from './evaluation.js';
import { groundingOf } from './grounding.js';
import { CALL, type EvalProvider } from './provider.js';
import { readTestSet } from './test-set.js';

const FILE = 'src/modules/support/prompts/draft-reply';

const set = readTestSet(`${FILE}.test-set.json`, {
  articles: z.array(z.object({ id: z.string(), title: z.string(), body: z.string() })),
  cases: z
    .array(
      z.object({
        subject: z.string(),
        body: z.string(),
        /** What is offered, the best first. */
        sources: z.array(z.string()),
        /** What has to be cited; empty where nothing offered answers. */
        cites: z.array(z.string()),
      }),
    )
    .min(12),
});

/** Replies: whether each sentence is supported by a citation, and whether the right articles are cited. */
export const replyEvaluation: Evaluation = {
  name: 'grounding',
  floors: { 'sentences supported': 1, 'cites what answers': 1 },
  prompt: {
    file: `${FILE}.prompt.ts`,
    name: replyPrompt.name,
    version: replyPrompt.version,
    first: replyPrompt.render(requestOf(set.cases[0]!)),
    set,
  },
  async measure(provider) {
    const replies = [];
    for (const one of set.cases) {
      const { body, citations } = await reply(provider, requestOf(one));
      const cited = set.articles.filter(({ id }) => citations.includes(id));
      replies.push({
        one,
        citations,
        text: body,
        cited: cited.map((article) => `${article.title} ${article.body}`),
        message: `${one.subject} ${one.body}`,
      });
    }
    const { sentences, unsupported } = groundingOf(replies);
    return {
      cases: set.cases.length,
      figures: {
        'sentences supported': sentences === 0 ? 0 : 1 - unsupported.length / sentences,
        'cites what answers': mean(
          replies.map(({ one, citations }) =>
            one.cites.length === 0
              ? Number(citations.length === 0)
              : Number(one.cites.every((id) => citations.includes(id))),
          ),
        ),
      },
      flagged: unsupported.map((sentence) => `not supported: ${sentence}`),
    };
  },
};

function requestOf({ subject, body, sources }: (typeof set.cases)[number]): ReplyRequest {
  const articles = sources.map((id, place) => {
    const article = set.articles.find((other) => other.id === id);
    if (!article) throw new Error(`${FILE}.test-set.json offers an article "${id}" that it does not have.`);
    return { ...article, score: 0.9 - place / 10 };
  });
  return { subject, body, customerName: 'Kim', articles };
}

async function reply(
  provider: EvalProvider,
  request: ReplyRequest,
): Promise<{ readonly body: string; readonly citations: readonly string[] }> {
  if (provider.kind === 'OFFLINE') {
    for await (const chunk of provider.models.draftReply(request)) if (chunk.kind === 'final') return chunk;
    throw new Error('The reply has no end.');
  }
  const { text } = await provider.models.text(provider.connection, replyPrompt.render(request), CALL);
  return { body: text, citations: citedSources(text, request.articles) };
}
