import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { KbSuggestionState as KbSuggestionStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { enumFilter, IDFilter } from '../../graphql/filters.js';
import { VERSION } from '../../graphql/versions.js';
import { Case } from './case.type.js';

/** Cases that are shown with a suggestion. */
const MAX_SHOWN = 20;

const KbSuggestionState = builder.enumType('KbSuggestionState', {
  description: 'What became of the suggestion of an article.',
  values: {
    [KbSuggestionStates.OPEN]: { description: 'It waits for a person.' },
    [KbSuggestionStates.ACCEPTED]: { description: 'A draft was made of it.' },
    [KbSuggestionStates.DISMISSED]: { description: 'Nobody wants it; its cases are not suggested again.' },
  } as const,
});

const KbSuggestionTransition = builder.enumType('KbSuggestionTransition', {
  description: 'What can be done with a suggestion.',
  values: {
    ACCEPT: { description: '`kbSuggestionAccept` would be accepted.' },
    DISMISS: { description: '`kbSuggestionDismiss` would be accepted.' },
  } as const,
});

export const KbSuggestion = builder.prismaNode('KbSuggestion', {
  description: 'An article that is missing: several cases are about the same, and nothing was found for any of them.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'kb:write' },
  select: { id: true },
  fields: (t) => ({
    title: t.exposeString('title', { description: 'The subject of the case that most others are like.' }),
    state: t.expose('state', { type: KbSuggestionState, description: 'What became of it.' }),
    availableTransitions: t.field({
      type: [KbSuggestionTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) =>
        state === 'OPEN' && viewer?.permissions.has('kb:write') ? (['ACCEPT', 'DISMISS'] as const) : [],
    }),
    caseCount: t.exposeInt('caseCount', { description: 'How many cases are about it, 50 at most.' }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was found.' }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted or dismissed; null before.',
    }),
    cases: t.field({
      type: [Case],
      description: 'The cases that are about it, the most typical first; 20 at most.',
      select: (_args, _context, nested) => ({
        cases: { orderBy: { position: 'asc' }, take: MAX_SHOWN, select: { case: nested() } },
      }),
      resolve: ({ cases }) => cases.map((found) => found.case),
    }),
    article: t.relation('article', { nullable: true, description: 'The draft that was made of it; null before.' }),
    project: t.relation('project', { description: 'The project it is about.' }),
  }),
});

const KbSuggestionStateFilter = enumFilter(KbSuggestionState, 'KbSuggestionStateFilter', {
  description: 'States of a suggestion.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const KbSuggestionFilter = builder.inputType('KbSuggestionFilter', {
  description: 'Which suggestions. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: KbSuggestionStateFilter, required: false, description: 'In these states.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
  }),
});

builder.queryField('kbSuggestions', (t) =>
  t.prismaConnection(
    {
      type: KbSuggestion,
      cursor: 'id',
      description: 'Articles that are missing, those that most cases are about first.',
      authScopes: { can: 'kb:write' },
      args: {
        filter: t.arg({ type: KbSuggestionFilter, required: false, description: 'Which; all by default.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.kbSuggestion.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.kbSuggestion.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ caseCount: 'desc' }, { id: 'desc' }],
        }),
    },
    { name: 'KbSuggestionConnection' },
    { name: 'KbSuggestionEdge' },
  ),
);

function conditions(filter: typeof KbSuggestionFilter.$inferInput | null | undefined): Prisma.KbSuggestionWhereInput {
  return { state: among(valuesOf(filter?.state)), projectId: among(idsOf(filter?.projectId)) };
}
