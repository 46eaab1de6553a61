import type { TenantDb } from '../../db/tenant.js';
import { NotFound } from '../../errors.js';
import type { Case } from '../../generated/prisma/client.js';
import { type StreamGapItem, streamGap, type TypedItem } from '../../graphql/stream-items.js';
import type { LiveSource, Snapshot, SnapshotPosition } from '../../realtime/live-source.js';
import { caseTopic, type StreamEntry } from '../../realtime/topic.js';
import type { CaseStreamEvent } from './case-events.js';
import type { CaseWorkItem } from './case-work-stream.type.js';

export interface CaseSnapshotItem extends TypedItem<'CaseSnapshot'> {
  readonly case: Case;
  /** What has been written of the draft that is being generated. */
  readonly draftedSoFar: string | null;
}

type Named<Type extends CaseStreamEvent['type']> = TypedItem<Type> &
  Omit<Extract<CaseStreamEvent, { type: Type }>, 'type'>;
export type CaseStateChangedItem = Named<'CaseStateChanged'>;
export type CaseTriagedItem = Named<'CaseTriaged'>;
export type CaseMatchedItem = Named<'CaseMatched'>;
export type PipelineStepChangedItem = Named<'PipelineStepChanged'>;
export type ReplyDraftDeltaItem = Named<'ReplyDraftDelta'>;
/** The draft's row is read when the item is shown, at most once. */
export type ReplyDraftChangedItem = Named<'ReplyDraftChanged'>;
export type ApprovalChangedItem = Named<'ApprovalChanged'>;
/** The decision's row is read when the item is shown, at most once. */
export type CaseDecidedItem = Named<'CaseDecided'>;
export type ChangeRequestChangedItem = Named<'ChangeRequestChanged'>;
export type CaseMessageAddedItem = Named<'CaseMessageAdded'>;
export type CaseItem =
  | CaseSnapshotItem
  | CaseStateChangedItem
  | CaseTriagedItem
  | CaseMatchedItem
  | PipelineStepChangedItem
  | ReplyDraftDeltaItem
  | ReplyDraftChangedItem
  | ApprovalChangedItem
  | CaseDecidedItem
  | ChangeRequestChangedItem
  | CaseMessageAddedItem
  | CaseWorkItem
  | StreamGapItem;

/** Events may reach the stream a moment after they were committed. */
const JUST_NOW_MS = 2_000;

/** One case's live stream: its row as the snapshot, then what happens to it. It never ends by itself. */
export function caseSource(db: TenantDb, caseId: string, after: string | null): LiveSource<CaseItem> {
  return {
    tenantId: db.$tenantId,
    topic: caseTopic(caseId),
    after,
    loadSnapshot: (position) => loadSnapshot(db, caseId, position),
    toItem: caseItem,
    isEnd: () => false,
    // Each delta is a part of the text: none may be left out.
    coalesces: () => false,
    gapItem: streamGap,
  };
}

function caseItem({ cursor, at, event }: StreamEntry): CaseItem {
  const { type, ...fields } = event;
  // Written by this module alone: see `caseEvent`.
  return { ...fields, __typename: type, cursor, at } as unknown as CaseItem;
}

async function loadSnapshot(db: TenantDb, caseId: string, position: SnapshotPosition): Promise<Snapshot<CaseItem>> {
  const row = await db.case.findFirst({ where: { id: caseId } });
  if (!row) throw new NotFound('The case', ['caseId']);
  const { cursor, at, recent } = position;
  const snapshot: CaseSnapshotItem = {
    __typename: 'CaseSnapshot',
    cursor,
    at,
    case: row,
    draftedSoFar: draftedSoFar(recent),
  };
  return { items: [snapshot], isAhead: isAhead(row, recent) };
}

/** The deltas behind the newest beginning of a draft; null when none is being written. */
function draftedSoFar(recent: readonly StreamEntry[]): string | null {
  const events = recent.map(({ event }) => event as CaseStreamEvent);
  const begun = events.findLastIndex(({ type }) => type === 'ReplyDraftChanged');
  const beginning = events[begun];
  if (beginning?.type === 'ReplyDraftChanged' && beginning.state !== 'GENERATING') return null;
  const deltas = events.slice(begun + 1).flatMap((event) => (event.type === 'ReplyDraftDelta' ? [event] : []));
  // When the beginning is out of sight, so is the first part of the text.
  if (begun < 0 && deltas[0]?.offset !== 0) return null;
  return deltas.map(({ text }) => text).join('');
}

/** Whether the row has reached a state whose event is not in the stream yet. */
function isAhead(row: Case, recent: readonly StreamEntry[]): boolean {
  if (Date.now() - row.updatedAt.getTime() > JUST_NOW_MS) return false;
  const last = recent.findLast(({ event }) => event.type === 'CaseStateChanged')?.event as
    | Extract<CaseStreamEvent, { type: 'CaseStateChanged' }>
    | undefined;
  return last ? last.to !== row.state : row.state !== 'NEW';
}
