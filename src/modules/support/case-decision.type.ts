import { CaseDecisionKind as CaseDecisionKinds } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { StreamItem } from '../../graphql/stream-items.js';
import type { CaseDecidedItem } from './case-stream.js';
import { PipelineStep } from './pipeline.type.js';

const CaseDecisionKind = builder.enumType('CaseDecisionKind', {
  description: 'What was decided without a person.',
  values: {
    [CaseDecisionKinds.TRIAGE]: { description: 'What kind of case it is; `outcome` is a CaseType.' },
    [CaseDecisionKinds.KNOWN_ISSUE_MATCH]: { description: 'Whether an article fits: MATCHED or UNMATCHED.' },
    [CaseDecisionKinds.REPLY]: {
      description: 'What becomes of a reply: SEND, APPROVAL (a person decides) or OFF (none is drafted).',
    },
    [CaseDecisionKinds.CHANGE_PREP]: { description: 'That a change is proposed: PROPOSED.' },
  } as const,
});

export const CaseDecision = builder.prismaNode('CaseDecision', {
  description: 'What the pipeline decided about a case by itself, and why.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'case:read' },
  select: { id: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: CaseDecisionKind, description: 'What was decided.' }),
    outcome: t.exposeString('outcome', { description: 'How; which words there are depends on the kind.' }),
    confidence: t.exposeFloat('confidence', {
      nullable: true,
      description: 'How sure it is, 0 to 1; null where nothing was weighed.',
    }),
    threshold: t.exposeFloat('threshold', {
      nullable: true,
      description: 'How sure the project asked it to be at that moment; null where it asks for nothing.',
    }),
    reasons: t.exposeStringList('reasons', { description: 'What spoke for it and against it.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'Provider and model that were asked; null when none was.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    step: t.relation('step', { type: PipelineStep, nullable: true, description: 'The step that decided.' }),
  }),
});

export const CaseDecided = builder.objectRef<CaseDecidedItem>('CaseDecided').implement({
  description: 'The pipeline decided something by itself.',
  interfaces: [StreamItem],
  fields: (t) => ({
    kind: t.expose('kind', { type: CaseDecisionKind, description: 'What was decided.' }),
    outcome: t.exposeString('outcome', { description: 'How.' }),
    confidence: t.exposeFloat('confidence', { nullable: true, description: 'How sure it is, 0 to 1.' }),
    decision: t.prismaField({
      type: CaseDecision,
      nullable: true,
      description: 'The decision with its reasons.',
      resolve: (query, { decisionId }, _args, { db }) =>
        db.caseDecision.findFirst({ ...query, where: { id: decisionId } }),
    }),
  }),
});
