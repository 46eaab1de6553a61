import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { KbArticle } from './kb-article.type.js';
import { ReplyDraftState } from './support-enums.type.js';

const ReplyDraftTransition = builder.enumType('ReplyDraftTransition', {
  description: 'What can be done with a draft.',
  values: {
    APPROVE: { description: '`replyApprove` would be accepted.' },
    REJECT: { description: '`replyReject` would be accepted.' },
    EDIT: { description: '`replyEdit` would be accepted.' },
  } as const,
});

export const ReplyDraft = builder.prismaNode('ReplyDraft', {
  description: 'A reply to a case that is being written or waits for a decision.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    state: t.expose('state', { type: ReplyDraftState, description: 'Where it stands.' }),
    body: t.exposeString('body', {
      description: 'Its text, in Markdown; empty while it is being written (follow `caseEvents` for that).',
    }),
    availableTransitions: t.field({
      type: [ReplyDraftTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) =>
        state === 'PENDING_APPROVAL' && viewer?.permissions.has('reply:decide')
          ? (['APPROVE', 'REJECT', 'EDIT'] as const)
          : [],
    }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was approved or rejected; null before.',
    }),
    confidence: t.exposeFloat('confidence', {
      nullable: true,
      description: 'How well it is founded, 0 to 1; null while it is being written.',
    }),
    originalBody: t.exposeString('originalBody', {
      nullable: true,
      description: 'What it said before a person edited it; null when nobody has.',
    }),
    editedAt: t.expose('editedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a person last edited it; null when nobody has.',
    }),
    citations: t.field({
      type: [KbArticle],
      description: 'The articles it cites, in the order of their numbers in the text.',
      select: (_args, _context, nested) => ({
        citations: { orderBy: { position: 'asc' }, select: { article: nested() } },
      }),
      resolve: ({ citations }) => citations.map(({ article }) => article),
    }),
    case: t.relation('case', { description: 'What it replies to.' }),
  }),
});
