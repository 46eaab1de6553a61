import type { OutboxMessage } from '../../db/outbox.js';
import type { Prisma } from '../../generated/prisma/client.js';
import type { CouncilState } from '../../generated/prisma/enums.js';
import { councilTopic } from '../../realtime/topic.js';

/**
 * What is appended to a council's live stream (`councilTopic(id)`). The GraphQL union `CouncilEvent` mirrors it. Each
 * tells the version that the council had from then on, so that a snapshot knows what it holds already.
 */
export type CouncilStreamEvent = { readonly version: number } & (
  | { readonly type: 'CouncilStateChanged'; readonly from: CouncilState; readonly to: CouncilState }
  | { readonly type: 'CouncilAnswerGiven'; readonly memberId: string }
  | { readonly type: 'CouncilVoteCast'; readonly voteId: string }
  | { readonly type: 'CouncilMemberFailed'; readonly memberId: string; readonly errorCode: string }
  | { readonly type: 'CouncilVerdictReached'; readonly memberId: string; readonly score: number }
  | { readonly type: 'CouncilFinished'; readonly state: CouncilState; readonly errorCode: string | null }
);

/** An event for the council's live stream, to be delivered with the transaction. */
export function councilEvent(councilId: string, event: CouncilStreamEvent): OutboxMessage {
  return { kind: 'EVENT', target: councilTopic(councilId), body: { ...event } satisfies Prisma.InputJsonObject };
}
