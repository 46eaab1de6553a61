import { prismaConnectionHelpers } from '@pothos/plugin-prisma';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { CaseDecision } from './case-decision.type.js';
import { availableCaseTransitions } from './case-states.js';
import { ChangeRequest } from './change-request.type.js';
import { KbArticle } from './kb-article.type.js';
import { MATCH_LIMIT } from './match-score.js';
import { Pipeline } from './pipeline.type.js';
import { ReplyDraft } from './reply-draft.type.js';
import {
  CaseSeverity,
  CaseState,
  CaseTransition,
  CaseType,
  DeciderKind,
  MessageDirection,
} from './support-enums.type.js';

const ID = { field: 'id', description: 'Opaque and unique over all types.' } as const;

export const CaseMessage = builder.prismaNode('CaseMessage', {
  description: 'One message of the conversation about a case.',
  id: ID,
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    direction: t.expose('direction', { type: MessageDirection, description: 'Which way it went.' }),
    body: t.exposeString('body', { description: 'Its text.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When it was sent.' }),
  }),
});

/** The columns of a case that hold what a model said of it. */
const CaseMachineTriage = builder.prismaObject('Case', {
  variant: 'CaseMachineTriage',
  description: 'What a model said about a case, also after a person has decided otherwise.',
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    type: t.expose('machineType', {
      type: CaseType,
      nullable: true,
      description: 'What kind of case; never null here.',
    }),
    severity: t.expose('machineSeverity', {
      type: CaseSeverity,
      nullable: true,
      description: 'How much it hurts; never null here.',
    }),
    confidence: t.exposeFloat('machineConfidence', {
      nullable: true,
      description: 'How sure the type is, 0 to 1; never null here.',
    }),
    reasoning: t.exposeString('machineReasoning', {
      nullable: true,
      description: 'What weighed for and against; never null here.',
    }),
    decidedAt: t.expose('machineTriagedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When; never null here.',
    }),
  }),
});

/** The columns of a case that hold its triage. */
const CaseTriage = builder.prismaObject('Case', {
  variant: 'CaseTriage',
  description: 'What kind of case it is, and who says so.',
  authScopes: { can: 'case:read' },
  select: { id: true, machineTriagedAt: true },
  fields: (t) => ({
    type: t.expose('type', {
      type: CaseType,
      nullable: true,
      description: 'What kind of case; never null in a triage.',
    }),
    severity: t.expose('severity', {
      type: CaseSeverity,
      nullable: true,
      description: 'How much it hurts; never null in a triage.',
    }),
    confidence: t.exposeFloat('triageConfidence', {
      nullable: true,
      description: 'How sure the type is, 0 to 1; 1 when a person decided. Never null in a triage.',
    }),
    reasoning: t.exposeString('triageReasoning', {
      nullable: true,
      description: 'What weighed for and against. Never null in a triage.',
    }),
    decidedBy: t.expose('triageDecidedBy', {
      type: DeciderKind,
      nullable: true,
      description: 'Who decided; never null in a triage.',
    }),
    decidedAt: t.expose('triagedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When; never null in a triage.',
    }),
    machine: t.variant(CaseMachineTriage, {
      isNull: ({ machineTriagedAt }) => machineTriagedAt === null,
      description: 'What a model said; null when none was asked.',
    }),
  }),
});

const matches = prismaConnectionHelpers(builder, 'CaseMatch', {
  cursor: 'id',
  defaultSize: MATCH_LIMIT,
  maxSize: MATCH_LIMIT,
  select: (nested) => ({
    score: true,
    lexicalScore: true,
    semanticScore: true,
    article: nested({ select: { id: true } }),
  }),
  query: { orderBy: { position: 'asc' } },
  resolveNode: ({ article }) => article,
});

export const Case = builder.prismaNode('Case', {
  description: "A support request, from the customer's first message to its end. Follow it with `caseEvents`.",
  id: ID,
  nullable: true,
  authScopes: { can: 'case:read' },
  // Only what is asked for is read: bodies can be long.
  select: { id: true, triagedAt: true },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number in the tenant, without gaps, from 1.' }),
    subject: t.exposeString('subject', { description: 'What it is about, in one line.' }),
    body: t.exposeString('body', { description: 'The first message.' }),
    state: t.expose('state', { type: CaseState, description: 'Where it stands.' }),
    availableTransitions: t.field({
      type: [CaseTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: (row, _args, { viewer }) => availableCaseTransitions(row, viewer?.permissions ?? new Set()),
    }),
    version: t.exposeInt('version', VERSION),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was opened.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
    sourceKey: t.exposeString('sourceKey', {
      nullable: true,
      description: 'Where it was imported from; null when it was opened here.',
    }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
    customer: t.relation('customer', { description: 'Who wrote.' }),
    triage: t.variant(CaseTriage, {
      isNull: ({ triagedAt }) => triagedAt === null,
      description: 'What kind of case it is; null until it was triaged.',
    }),
    messages: t.relatedConnection('messages', {
      cursor: 'id',
      totalCount: true,
      description: 'The conversation, oldest first; `last: 3` gives the three newest.',
      query: { orderBy: { id: 'asc' } },
    }),
    matches: t.connection(
      {
        type: KbArticle,
        description: 'The articles that fit best, with their scores, best first; five at most.',
        select: (args, context, nested) => ({ matches: matches.getQuery(args, context, nested) }),
        resolve: (found, args, context) => matches.resolve(found.matches, args, context, found),
      },
      { name: 'CaseMatchConnection' },
      {
        name: 'CaseMatchEdge',
        fields: (edge) => ({
          score: edge.float({
            description: 'How well it fits, 0 to 1: words and meaning together.',
            resolve: ({ score }) => score,
          }),
          lexicalScore: edge.float({
            description: 'How well it fits by words, 0 to 1.',
            resolve: ({ lexicalScore }) => lexicalScore,
          }),
          semanticScore: edge.float({
            description: 'How well it fits by meaning, 0 to 1.',
            resolve: ({ semanticScore }) => semanticScore,
          }),
        }),
      },
    ),
    decisions: t.relatedConnection(
      'decisions',
      {
        type: CaseDecision,
        cursor: 'id',
        totalCount: true,
        description: 'What the pipeline decided by itself and why, oldest first.',
        query: { orderBy: { id: 'asc' } },
      },
      { name: 'CaseDecisionConnection' },
      { name: 'CaseDecisionEdge' },
    ),
    replyDraft: t.field({
      type: ReplyDraft,
      nullable: true,
      description: 'The newest draft of a reply; null when there is none.',
      select: (_args, _context, nested) => ({ replyDrafts: nested({ orderBy: { id: 'desc' }, take: 1 }) }),
      resolve: ({ replyDrafts }) => replyDrafts[0] ?? null,
    }),
    changeRequest: t.field({
      type: ChangeRequest,
      nullable: true,
      description: 'The change that would solve it; null when none was prepared.',
      select: (_args, _context, nested) => ({ changeRequests: nested({ orderBy: { id: 'desc' }, take: 1 }) }),
      resolve: ({ changeRequests }) => changeRequests[0] ?? null,
    }),
    pipeline: t.field({
      type: Pipeline,
      nullable: true,
      description: 'The newest chain of jobs that handles it; null for an imported case.',
      select: (_args, _context, nested) => ({ pipelines: nested({ orderBy: { id: 'desc' }, take: 1 }) }),
      resolve: ({ pipelines }) => pipelines[0] ?? null,
    }),
  }),
});
