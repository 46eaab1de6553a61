import { builder } from '../../graphql/builder.js';
import { StreamItem, type TypedItem } from '../../graphql/stream-items.js';
import { Membership } from '../identity/membership.type.js';
import { Case } from './case.type.js';
import { CaseWokenBy, SlaClock } from './case-sla.type.js';
import { CasePriority } from './case-work.type.js';
import type { CaseWorkEvent } from './case-work-events.js';

type Named<Type extends CaseWorkEvent['type']> = TypedItem<Type> & Omit<Extract<CaseWorkEvent, { type: Type }>, 'type'>;

/** What comes over a case's stream of the work on it. */
export type CaseWorkItem = { [Type in CaseWorkEvent['type']]: Named<Type> }[CaseWorkEvent['type']];

const VERSION = "The case's version from then on.";

const CaseAssigned = builder.objectRef<Named<'CaseAssigned'>>('CaseAssigned').implement({
  description: 'The case was given to somebody, or to nobody.',
  interfaces: [StreamItem],
  fields: (t) => ({
    assignee: t.prismaField({
      type: Membership,
      nullable: true,
      description: 'Who takes care of it; null: nobody, or somebody who is no member any more.',
      resolve: (query, { membershipId: id }, _args, { db }) =>
        db.membership.findFirst({ ...query, where: { id: { in: id === null ? [] : [id] } } }),
    }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CaseTagsChanged = builder.objectRef<Named<'CaseTagsChanged'>>('CaseTagsChanged').implement({
  description: 'The case got other tags.',
  interfaces: [StreamItem],
  fields: (t) => ({
    tags: t.exposeStringList('tags', { description: 'All its tags since then.' }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CasePriorityChanged = builder.objectRef<Named<'CasePriorityChanged'>>('CasePriorityChanged').implement({
  description: 'The case got another priority, from a person or with its severity.',
  interfaces: [StreamItem],
  fields: (t) => ({
    from: t.expose('from', { type: CasePriority, description: 'What it was.' }),
    to: t.expose('to', { type: CasePriority, description: 'What it is.' }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CaseSnoozed = builder.objectRef<Named<'CaseSnoozed'>>('CaseSnoozed').implement({
  description: 'The case was put off until later.',
  interfaces: [StreamItem],
  fields: (t) => ({
    wakesAt: t.field({ type: 'DateTime', description: 'When it is back.', resolve: ({ until }) => new Date(until) }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CaseWoken = builder.objectRef<Named<'CaseWoken'>>('CaseWoken').implement({
  description: 'The case is not put off any more.',
  interfaces: [StreamItem],
  fields: (t) => ({
    by: t.expose('by', { type: CaseWokenBy, description: 'What ended that.' }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CaseSlaBreached = builder.objectRef<Named<'CaseSlaBreached'>>('CaseSlaBreached').implement({
  description: 'The case was not answered, or not resolved, by the time that is promised.',
  interfaces: [StreamItem],
  fields: (t) => ({
    clock: t.expose('clock', { type: SlaClock, description: 'What was promised.' }),
    dueAt: t.field({ type: 'DateTime', description: 'By when.', resolve: ({ dueAt }) => new Date(dueAt) }),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const CaseMerged = builder.objectRef<Named<'CaseMerged'>>('CaseMerged').implement({
  description: 'The case was merged into another, or another into it. Its messages are to be read anew.',
  interfaces: [StreamItem],
  fields: (t) => ({
    source: t.prismaField({
      type: Case,
      nullable: true,
      description: 'The case that is closed.',
      resolve: (query, { sourceId: id }, _args, { db }) => db.case.findFirst({ ...query, where: { id } }),
    }),
    target: t.prismaField({
      type: Case,
      nullable: true,
      description: 'The case that goes on.',
      resolve: (query, { targetId: id }, _args, { db }) => db.case.findFirst({ ...query, where: { id } }),
    }),
  }),
});

/** The members of `CaseEvent` that tell of work on the case. */
export const CASE_WORK_ITEMS = [
  CaseAssigned,
  CaseTagsChanged,
  CasePriorityChanged,
  CaseSnoozed,
  CaseWoken,
  CaseSlaBreached,
  CaseMerged,
];
