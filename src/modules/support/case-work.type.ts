import { CasePriority as CasePriorities } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { Membership } from '../identity/membership.type.js';
import { Actor } from '../operations/actor.type.js';
import { Case, CaseMessage } from './case.type.js';

export const CasePriority = builder.enumType('CasePriority', {
  description: 'How urgent a case is.',
  values: {
    [CasePriorities.LOW]: { description: 'It can wait. Where nobody says otherwise: severity LOW.' },
    [CasePriorities.NORMAL]: { description: 'Severity MEDIUM, or none yet.' },
    [CasePriorities.HIGH]: { description: 'Severity HIGH.' },
    [CasePriorities.URGENT]: { description: 'Now. Severity CRITICAL.' },
  } as const,
});

builder.prismaObjectFields(Case, (t) => ({
  assignee: t.relation('assignee', {
    type: Membership,
    nullable: true,
    description: 'Who takes care of it; null: nobody.',
  }),
  tags: t.exposeStringList('tags', { description: 'Its tags, in their normal form, in the order of their coming.' }),
  priority: t.expose('priority', { type: CasePriority, description: 'How urgent it is.' }),
  isPriorityFixed: t.exposeBoolean('isPriorityFixed', {
    description: 'Whether somebody said how urgent it is; otherwise it follows its severity.',
  }),
}));

const CaseAttachment = builder.prismaNode('CaseAttachment', {
  description: 'Something that is attached to a message of a case: its description.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'What its sender called it; null: nothing.' }),
    contentType: t.exposeString('contentType', { description: 'What its sender says that it is.' }),
    bytes: t.exposeInt('bytes', { description: 'How large it is, as far as its sender says.' }),
    isStored: t.boolean({
      description: 'Whether its content is here; otherwise this is all that is known of it.',
      select: { storageKey: true },
      resolve: ({ storageKey }) => storageKey !== null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came.' }),
  }),
});

builder.prismaObjectFields(CaseMessage, (t) => ({
  author: t.field({
    type: Actor,
    nullable: true,
    description: 'Who wrote it, for a note; null for what a customer or the pipeline wrote.',
    select: { authorKind: true, authorId: true, authorLabel: true },
    resolve: ({ authorKind: kind, authorId: id, authorLabel: label }) =>
      kind && label !== null ? { kind, id, label } : null,
  }),
  attachments: t.relation('attachments', {
    type: CaseAttachment,
    description: 'What is attached to it.',
    query: { orderBy: { position: 'asc' } },
  }),
}));
