import type { GapPoint, GapReason as GapReasonName, LiveItem } from '../realtime/live-source.js';
import { builder } from './builder.js';

/** An item of a live union: which member of the union it is, and its place in the stream. */
export interface TypedItem<Name extends string = string> extends LiveItem {
  readonly __typename: Name;
}

export const StreamItem = builder.interfaceRef<LiveItem>('StreamItem').implement({
  description: 'One item of a live stream. Hand its cursor back as `after` to go on behind it.',
  resolveType: (item) => (item as TypedItem).__typename,
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'EventCursor', description: 'Its place in the stream.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

const REASONS: Readonly<Record<GapReasonName, string>> = {
  TRIMMED: 'The stream keeps its newest events only, and you were away for longer than that.',
  EXPIRED: 'Nothing had happened for so long that the stream was dropped.',
  RESET: 'The stream was lost or replaced; what happened meanwhile is in the state.',
};

const GapReason = builder.enumType('GapReason', {
  description: 'Why events are missing.',
  values: Object.fromEntries(
    Object.entries(REASONS).map(([reason, description]) => [reason, { description }]),
  ) as Record<GapReasonName, { description: string }>,
});

/** A hole in a stream, as an item of it. */
export interface StreamGapItem extends TypedItem<'StreamGap'>, GapPoint {}

/** Makes the item that tells of a hole. */
export function streamGap(gap: GapPoint): StreamGapItem {
  return { __typename: 'StreamGap', ...gap };
}

export const StreamGap = builder.objectRef<StreamGapItem>('StreamGap').implement({
  description: 'Events were trimmed before you came back; read the snapshot that follows.',
  interfaces: [StreamItem],
  fields: (t) => ({
    reason: t.expose('reason', { type: GapReason, description: 'Why they are missing.' }),
    resumeFrom: t.expose('resumeFrom', {
      type: 'EventCursor',
      description: 'Where the stream goes on; the snapshot that follows holds there.',
    }),
  }),
});
