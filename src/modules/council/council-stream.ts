import type { TenantDb } from '../../db/tenant.js';
import { NotFound } from '../../errors.js';
import type { Council } from '../../generated/prisma/client.js';
import { type StreamGapItem, streamGap, type TypedItem } from '../../graphql/stream-items.js';
import type { LiveSource, Snapshot, SnapshotPosition } from '../../realtime/live-source.js';
import { councilTopic, type StreamEntry } from '../../realtime/topic.js';
import type { CouncilStreamEvent } from './council-events.js';

export interface CouncilSnapshotItem extends TypedItem<'CouncilSnapshot'> {
  readonly council: Council;
}

type Named<Type extends CouncilStreamEvent['type']> = TypedItem<Type> &
  Omit<Extract<CouncilStreamEvent, { type: Type }>, 'type'>;
export type CouncilStateChangedItem = Named<'CouncilStateChanged'>;
export type CouncilAnswerGivenItem = Named<'CouncilAnswerGiven'>;
export type CouncilVoteCastItem = Named<'CouncilVoteCast'>;
export type CouncilMemberFailedItem = Named<'CouncilMemberFailed'>;
export type CouncilVerdictReachedItem = Named<'CouncilVerdictReached'> & { readonly councilId: string };
export type CouncilFinishedItem = Named<'CouncilFinished'> & { readonly councilId: string };
export type CouncilItem =
  | CouncilSnapshotItem
  | CouncilStateChangedItem
  | CouncilAnswerGivenItem
  | CouncilVoteCastItem
  | CouncilMemberFailedItem
  | CouncilVerdictReachedItem
  | CouncilFinishedItem
  | StreamGapItem;

/** Events may reach the stream a moment after they were committed. */
const JUST_NOW_MS = 2_000;

/** One council's live stream: its row as the snapshot, then what happens in it, until it has finished. */
export function councilSource(db: TenantDb, councilId: string, after: string | null): LiveSource<CouncilItem> {
  return {
    tenantId: db.$tenantId,
    topic: councilTopic(councilId),
    after,
    loadSnapshot: (position) => loadSnapshot(db, councilId, position),
    toItem: (entry) => councilItem(councilId, entry),
    isEnd: ({ __typename }) => __typename === 'CouncilFinished',
    coalesces: () => false,
    gapItem: streamGap,
  };
}

function councilItem(councilId: string, { cursor, at, event }: StreamEntry): CouncilItem {
  const { type, ...fields } = event;
  // Written by this module alone: see `councilEvent`.
  return { ...fields, councilId, __typename: type, cursor, at } as unknown as CouncilItem;
}

async function loadSnapshot(
  db: TenantDb,
  councilId: string,
  { cursor, at, recent }: SnapshotPosition,
): Promise<Snapshot<CouncilItem>> {
  const council = await db.council.findFirst({ where: { id: councilId } });
  if (!council) throw new NotFound('The council', ['councilId']);
  const snapshot: CouncilSnapshotItem = { __typename: 'CouncilSnapshot', cursor, at, council };
  const items = council.finishedAt ? [snapshot, finishedItem(council, { cursor, at })] : [snapshot];
  return { items, isAhead: isAhead(council, recent) };
}

/** Whether the row holds something whose event is not in the stream yet. */
function isAhead({ version, updatedAt, finishedAt }: Council, recent: readonly StreamEntry[]): boolean {
  if (Date.now() - updatedAt.getTime() > JUST_NOW_MS) return false;
  const events = recent.map(({ event }) => event as unknown as CouncilStreamEvent);
  const told = Math.max(1, ...events.map((event) => event.version));
  return told < version || (finishedAt !== null && events.at(-1)?.type !== 'CouncilFinished');
}

function finishedItem(
  { id: councilId, state, errorCode, version }: Council,
  place: { readonly cursor: string; readonly at: Date },
): CouncilFinishedItem {
  return { __typename: 'CouncilFinished', ...place, councilId, state, errorCode, version };
}
