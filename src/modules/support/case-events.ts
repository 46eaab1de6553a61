import type { OutboxMessage } from '../../db/outbox.js';
import type { Prisma } from '../../generated/prisma/client.js';
import type {
  ApprovalState,
  CaseDecisionKind,
  CaseSeverity,
  CaseState,
  CaseType,
  ChangeRequestState,
  DeciderKind,
  MessageDirection,
  PipelineStepKind,
  PipelineStepState,
  ReplyDraftState,
} from '../../generated/prisma/enums.js';
import { caseTopic } from '../../realtime/topic.js';
import type { CaseWorkEvent } from './case-work-events.js';

/** What is appended to a case's live stream (`caseTopic(id)`). The GraphQL union `CaseEvent` mirrors it. */
export type CaseStreamEvent =
  | CaseWorkEvent
  | { readonly type: 'CaseStateChanged'; readonly from: CaseState; readonly to: CaseState; readonly version: number }
  | {
      readonly type: 'CaseTriaged';
      readonly caseType: CaseType;
      readonly severity: CaseSeverity;
      readonly confidence: number;
      readonly decidedBy: DeciderKind;
    }
  | { readonly type: 'CaseMatched'; readonly matches: number; readonly bestScore: number | null }
  | {
      readonly type: 'PipelineStepChanged';
      readonly stepId: string;
      readonly kind: PipelineStepKind;
      readonly from: PipelineStepState;
      readonly to: PipelineStepState;
      readonly errorCode: string | null;
    }
  | { readonly type: 'ReplyDraftDelta'; readonly draftId: string; readonly offset: number; readonly text: string }
  | {
      readonly type: 'ReplyDraftChanged';
      readonly draftId: string;
      readonly state: ReplyDraftState;
      readonly version: number;
    }
  | {
      readonly type: 'ChangeRequestChanged';
      readonly changeRequestId: string;
      readonly state: ChangeRequestState;
      readonly version: number;
    }
  | {
      readonly type: 'CaseDecided';
      readonly decisionId: string;
      readonly kind: CaseDecisionKind;
      readonly outcome: string;
      readonly confidence: number | null;
    }
  | {
      readonly type: 'ApprovalChanged';
      readonly approvalId: string;
      readonly state: ApprovalState;
      readonly version: number;
    }
  | { readonly type: 'CaseMessageAdded'; readonly messageId: string; readonly direction: MessageDirection };

/** An event for the case's live stream, to be delivered with the transaction. */
export function caseEvent(caseId: string, event: CaseStreamEvent): OutboxMessage {
  return { kind: 'EVENT', target: caseTopic(caseId), body: { ...event } satisfies Prisma.InputJsonObject };
}
