import { encodeGlobalID } from '@pothos/plugin-relay';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { ApprovalKind as ApprovalKinds, ApprovalState as ApprovalStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, OrderDirection, within } from '../../graphql/filters.js';
import { VERSION } from '../../graphql/versions.js';
import { Actor } from '../operations/actor.type.js';

export const ApprovalState = builder.enumType('ApprovalState', {
  description: 'Where an approval stands.',
  values: {
    [ApprovalStates.PENDING]: { description: 'It waits for a person.' },
    [ApprovalStates.APPROVED]: { description: 'A person said yes, and it was done.' },
    [ApprovalStates.REJECTED]: { description: 'A person said no.' },
    [ApprovalStates.EXPIRED]: { description: 'Nobody decided in time.' },
    [ApprovalStates.SUPERSEDED]: { description: 'It is no matter any more: something newer took its place.' },
  } as const,
});

export const ApprovalKind = builder.enumType('ApprovalKind', {
  description: 'What is to be decided.',
  values: {
    [ApprovalKinds.REPLY]: { description: 'Whether a drafted reply is sent; the subject is a ReplyDraft.' },
    [ApprovalKinds.CHANGE]: { description: 'Whether a proposed change is made; the subject is a ChangeRequest.' },
  } as const,
});

const ApprovalTransition = builder.enumType('ApprovalTransition', {
  description: 'What can be done with an approval.',
  values: {
    APPROVE: { description: '`approvalApprove` would be accepted.' },
    REJECT: { description: '`approvalReject` would be accepted.' },
  } as const,
});

export const Approval = builder.prismaNode('Approval', {
  description: "Something that waits for a person's word, or waited. It moves together with its subject.",
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'approval:read' },
  select: { id: true, subjectType: true, subjectId: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: ApprovalKind, description: 'What is to be decided.' }),
    state: t.expose('state', { type: ApprovalState, description: 'Where it stands.' }),
    title: t.exposeString('title', { description: 'What it is about, in one line.' }),
    reason: t.exposeString('reason', { description: 'Why a person is asked.' }),
    confidence: t.exposeFloat('confidence', {
      nullable: true,
      description: 'How sure whoever asks is, 0 to 1; null when they do not say.',
    }),
    subject: t.node({
      description: 'What is decided on: a ReplyDraft or a ChangeRequest; null when it is gone.',
      id: ({ subjectType, subjectId }) => encodeGlobalID(subjectType, subjectId),
    }),
    availableTransitions: t.field({
      type: [ApprovalTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) =>
        state === 'PENDING' && viewer?.permissions.has('approval:decide') ? (['APPROVE', 'REJECT'] as const) : [],
    }),
    version: t.exposeInt('version', VERSION),
    requestedBy: t.field({
      type: Actor,
      description: 'Who asks.',
      select: { requestedByKind: true, requestedById: true, requestedByLabel: true },
      resolve: (row) => ({ kind: row.requestedByKind, id: row.requestedById, label: row.requestedByLabel }),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    job: t.relation('job', { nullable: true, description: 'The job that asks; null when none does.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a person has to decide; null: as long as it takes.',
    }),
    decidedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who decided; null before.',
      select: { decidedByKind: true, decidedById: true, decidedByLabel: true },
      resolve: ({ decidedByKind: kind, decidedById: id, decidedByLabel: label }) =>
        kind && label !== null ? { kind, id, label } : null,
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: 'When; null before.' }),
    note: t.exposeString('note', { nullable: true, description: 'What they said about it; null when nothing.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});

const ApprovalStateFilter = enumFilter(ApprovalState, 'ApprovalStateFilter', {
  description: 'States of an approval.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const ApprovalKindFilter = enumFilter(ApprovalKind, 'ApprovalKindFilter', {
  description: 'Kinds of approvals.',
  eq: 'Of this kind.',
  in: 'Of one of these kinds.',
});

const ApprovalFilter = builder.inputType('ApprovalFilter', {
  description: 'Which approvals. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: ApprovalStateFilter, required: false, description: 'In these states.' }),
    kind: t.field({ type: ApprovalKindFilter, required: false, description: 'Of these kinds.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
    subjectId: t.field({ type: IDFilter, required: false, description: 'About these drafts or change requests.' }),
    requestedAt: t.field({ type: DateTimeFilter, required: false, description: 'Asked for in this span.' }),
  }),
});

const ApprovalOrderField = builder.enumType('ApprovalOrderField', {
  description: 'What approvals are sorted by.',
  values: { REQUESTED_AT: { value: 'requestedAt', description: 'When they were asked for.' } } as const,
});

const ApprovalOrder = builder.inputType('ApprovalOrder', {
  description: 'How approvals are sorted.',
  fields: (t) => ({
    field: t.field({ type: ApprovalOrderField, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, description: 'Which way.' }),
  }),
});

builder.queryField('approvals', (t) =>
  t.prismaConnection(
    {
      type: Approval,
      cursor: 'id',
      description: 'What waits for a person, or waited: the inbox. Newest first unless asked otherwise.',
      authScopes: { can: 'approval:read' },
      args: {
        filter: t.arg({ type: ApprovalFilter, required: false, description: 'Which; all by default.' }),
        orderBy: t.arg({ type: ApprovalOrder, required: false, description: 'How they are sorted.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.approval.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        return db.approval.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ [orderBy?.field ?? 'requestedAt']: direction }, { id: direction }],
        });
      },
    },
    { name: 'ApprovalConnection' },
    { name: 'ApprovalEdge' },
  ),
);

function conditions(filter: typeof ApprovalFilter.$inferInput | null | undefined): Prisma.ApprovalWhereInput {
  if (!filter) return {};
  return {
    state: among(valuesOf(filter.state)),
    kind: among(valuesOf(filter.kind)),
    projectId: among(idsOf(filter.projectId)),
    subjectId: among(idsOf(filter.subjectId)),
    requestedAt: within(filter.requestedAt),
  };
}
