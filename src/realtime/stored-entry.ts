import { encodeCursor, type StreamPosition } from './cursor.js';
import type { StreamEntry, StreamEvent } from './topic.js';

/** An entry as the stream log hands it inside this process: with its place, not only with its cursor. */
export interface StoredEntry extends StreamEntry {
  readonly position: StreamPosition;
}

/** As Redis answers: id, and field names and values in turn. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

const NO_EVENT: StreamEvent = { type: 'StreamOpened' };

/** Reads what the append script wrote. The entry numbered 0 carries no event. */
export function parseEntry([id, fields]: RawEntry): StoredEntry {
  const dash = id.indexOf('-');
  let event = NO_EVENT;
  let at = 0;
  let nonce = '';
  for (let index = 0; index < fields.length; index += 2) {
    const value = String(fields[index + 1]);
    if (fields[index] === 'e') event = JSON.parse(value) as StreamEvent;
    else if (fields[index] === 't') at = Number(value);
    else if (fields[index] === 'n') nonce = value;
  }
  const position = { epoch: Number(id.slice(0, dash)), seq: Number(id.slice(dash + 1)), nonce };
  return { position, cursor: encodeCursor(position), at: new Date(at), event };
}

/** Whether the entry only marks the beginning of a stream. */
export function isOpening(entry: StoredEntry): boolean {
  return entry.position.seq === 0;
}
