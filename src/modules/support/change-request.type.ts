import { z } from 'zod';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, OrderDirection, within } from '../../graphql/filters.js';
import { VERSION } from '../../graphql/versions.js';
import { ChangeRequestState, RiskLevel } from './support-enums.type.js';

const ChangeRequestTransition = builder.enumType('ChangeRequestTransition', {
  description: 'What can be done with a change request.',
  values: {
    ACCEPT: { description: '`changeRequestAccept` would be accepted.' },
    REJECT: { description: '`changeRequestReject` would be accepted.' },
    EDIT: { description: '`changeRequestEdit` would be accepted.' },
  } as const,
});

/** As `editChange` keeps it. */
const Original = z.object({
  summary: z.string(),
  affectedSurfaces: z.array(z.string()),
  riskLevel: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  riskReason: z.string(),
  testIdeas: z.array(z.string()),
});

const ChangeRequestOriginal = builder.objectRef<z.infer<typeof Original>>('ChangeRequestOriginal').implement({
  description: 'What a change request said before a person edited it.',
  authScopes: { can: 'case:read' },
  fields: (t) => ({
    summary: t.exposeString('summary', { description: 'What was to be changed, and why.' }),
    affectedSurfaces: t.exposeStringList('affectedSurfaces', { description: 'The parts of the product it touched.' }),
    riskLevel: t.expose('riskLevel', { type: RiskLevel, description: 'How risky it was said to be.' }),
    riskReason: t.exposeString('riskReason', { description: 'Why.' }),
    testIdeas: t.exposeStringList('testIdeas', { description: 'How it was to be tested.' }),
  }),
});

export const ChangeRequest = builder.prismaNode('ChangeRequest', {
  description: 'A prepared change that would solve a case.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    state: t.expose('state', { type: ChangeRequestState, description: 'Where it stands.' }),
    summary: t.exposeString('summary', { description: 'What would be changed, and why.' }),
    riskLevel: t.expose('riskLevel', { type: RiskLevel, description: 'How risky it is.' }),
    riskReason: t.exposeString('riskReason', { description: 'Why it is so risky.' }),
    affectedSurfaces: t.exposeStringList('affectedSurfaces', {
      description: 'The parts of the product it touches (paths, symbols, components, pages), the likeliest first.',
    }),
    testIdeas: t.exposeStringList('testIdeas', { description: 'How to show that it works and breaks nothing.' }),
    confidence: t.exposeFloat('confidence', {
      description: 'How much of what a change needs was found in the case, 0 to 1.',
    }),
    reasons: t.exposeStringList('reasons', { description: 'What it rests on, and what was missing.' }),
    original: t.field({
      type: ChangeRequestOriginal,
      nullable: true,
      description: 'What it said before a person edited it; null when nobody has.',
      select: { original: true },
      resolve: ({ original }) => (original === null ? null : Original.parse(original)),
    }),
    availableTransitions: t.field({
      type: [ChangeRequestTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) =>
        state === 'PROPOSED' && viewer?.permissions.has('change:decide') ? (['ACCEPT', 'REJECT', 'EDIT'] as const) : [],
    }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was proposed.' }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted, rejected or replaced; null before.',
    }),
    case: t.relation('case', { description: 'What it would solve.' }),
  }),
});

const ChangeRequestStateFilter = enumFilter(ChangeRequestState, 'ChangeRequestStateFilter', {
  description: 'States of a change request.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const RiskLevelFilter = enumFilter(RiskLevel, 'RiskLevelFilter', {
  description: 'Levels of risk.',
  eq: 'Of this level.',
  in: 'Of one of these levels.',
});

const ChangeRequestFilter = builder.inputType('ChangeRequestFilter', {
  description: 'Which change requests. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: ChangeRequestStateFilter, required: false, description: 'In these states.' }),
    riskLevel: t.field({ type: RiskLevelFilter, required: false, description: 'Of these levels of risk.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'About cases of these projects.' }),
    caseId: t.field({ type: IDFilter, required: false, description: 'About these cases.' }),
    createdAt: t.field({ type: DateTimeFilter, required: false, description: 'Proposed in this span.' }),
  }),
});

const ChangeRequestOrderField = builder.enumType('ChangeRequestOrderField', {
  description: 'What change requests are sorted by.',
  values: { CREATED_AT: { value: 'createdAt', description: 'When they were proposed.' } } as const,
});

const ChangeRequestOrder = builder.inputType('ChangeRequestOrder', {
  description: 'How change requests are sorted.',
  fields: (t) => ({
    field: t.field({ type: ChangeRequestOrderField, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, description: 'Which way.' }),
  }),
});

builder.queryField('changeRequests', (t) =>
  t.prismaConnection(
    {
      type: ChangeRequest,
      cursor: 'id',
      description: 'The change requests of the tenant, newest first unless asked otherwise.',
      authScopes: { can: 'case:read' },
      args: {
        filter: t.arg({ type: ChangeRequestFilter, required: false, description: 'Which; all by default.' }),
        orderBy: t.arg({ type: ChangeRequestOrder, required: false, description: 'How they are sorted.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.changeRequest.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        return db.changeRequest.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ [orderBy?.field ?? 'createdAt']: direction }, { id: direction }],
        });
      },
    },
    { name: 'ChangeRequestConnection' },
    { name: 'ChangeRequestEdge' },
  ),
);

function conditions(filter: typeof ChangeRequestFilter.$inferInput | null | undefined): Prisma.ChangeRequestWhereInput {
  if (!filter) return {};
  const projectId = among(idsOf(filter.projectId));
  return {
    state: among(valuesOf(filter.state)),
    riskLevel: among(valuesOf(filter.riskLevel)),
    caseId: among(idsOf(filter.caseId)),
    createdAt: within(filter.createdAt),
    ...(projectId ? { case: { projectId } } : {}),
  };
}
