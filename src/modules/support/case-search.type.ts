import { queryFromInfo } from '@pothos/plugin-prisma';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { builder, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../graphql/builder.js';
import { Case, CaseMessage } from './case.type.js';
import { CaseFilter, criteriaOf } from './case-filter.type.js';
import { findCases, type MarkedCase, markCases } from './case-search.sql.js';
import { type HighlightPart, partsOf } from './kb-search.service.js';
import { TEXT } from './text-input.js';

const CaseHighlightPart = builder.objectRef<HighlightPart>('CaseHighlightPart').implement({
  description: 'A stretch of the text of a highlight. Plain text: escape it as any other.',
  authScopes: { can: 'case:read' },
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The text as it stands there.' }),
    isMatch: t.exposeBoolean('isMatch', { description: 'Whether it is a word that was looked for.' }),
  }),
});

const CaseHighlight = builder.objectRef<MarkedCase>('CaseHighlight').implement({
  description: 'Where a case says what was looked for.',
  authScopes: { can: 'case:read' },
  fields: (t) => ({
    message: t.prismaField({
      type: CaseMessage,
      nullable: true,
      description: 'The message that says it; null: the subject does.',
      resolve: (query, { messageId }, _args, { db }) =>
        db.caseMessage.findFirst({ ...query, where: { id: { in: messageId === null ? [] : [messageId] } } }),
    }),
    parts: t.field({
      type: [CaseHighlightPart],
      description: 'The text around what was found, in reading order, cut into what was looked for and the rest.',
      resolve: ({ text }) => partsOf(text),
    }),
  }),
});

builder.queryField('caseSearch', (t) =>
  t.withAuth({ can: 'case:read' }).connection(
    {
      type: Case,
      // The cases are ranked.
      extensions: { cost: 10 },
      description:
        'Cases by the words of their subjects, messages and notes, best first. Where none has any of them, those whose subjects have words much like them.',
      args: {
        query: t.arg.string({
          validate: { schema: TEXT.query },
          description: 'What is looked for, 2,000 characters at most.',
        }),
        filter: t.arg({ type: CaseFilter, required: false, description: 'Which cases; all by default.' }),
      },
      resolve: async (_root, args, context, info) => {
        const { db } = context;
        const criteria = criteriaOf(args.filter);
        const page = await resolveOffsetConnection(
          { args, defaultSize: DEFAULT_PAGE_SIZE, maxSize: MAX_PAGE_SIZE },
          ({ offset, limit }) => findCases(db, { query: args.query, criteria, offset, limit }),
        );
        const query = queryFromInfo({ context, info, typeName: 'Case', paths: [['edges', 'node'], ['nodes']] });
        const ids = page.edges.map(({ node }) => node.caseId);
        const cases = await db.case.findMany({ ...query, where: { id: { in: ids } } });
        const byId = new Map(cases.map((found) => [found.id, found]));
        let marked: ReturnType<typeof markCases> | undefined;
        // Asked for once for the whole page, if at all.
        const highlight = async (id: string) => {
          marked ??= markCases(db, args.query, ids);
          return (await marked).find(({ caseId }) => caseId === id) ?? null;
        };
        const edges = page.edges.flatMap(({ cursor, node: { caseId, score } }) => {
          const node = byId.get(caseId);
          return node ? [{ cursor, node, score, highlight: () => highlight(caseId) }] : [];
        });
        return { ...page, edges };
      },
    },
    { name: 'CaseSearchConnection' },
    {
      name: 'CaseSearchEdge',
      fields: (edge) => ({
        score: edge.float({
          description:
            'How well it fits, 0 to 1: the share of the words, rare ones and those in the subject weigh more; or how much the words are alike.',
          resolve: ({ score }) => score,
        }),
        highlight: edge.field({
          type: CaseHighlight,
          nullable: true,
          extensions: { cost: 2 },
          description: 'Where it says what was looked for.',
          resolve: (found) => found.highlight(),
        }),
      }),
    },
  ),
);
