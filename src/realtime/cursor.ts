import { InvalidInput } from '../errors.js';

/**
 * A place in one stream. `epoch` tells streams of the same name apart (ms when the stream was created), `seq` counts
 * its entries from 1 without a hole (0 stands before the first), `nonce` tells entries apart that got the same number
 * because Redis lost the first of them.
 */
export interface StreamPosition {
  readonly epoch: number;
  readonly seq: number;
  readonly nonce: string;
}

/** A cursor that no stream of ours can have given. */
export class InvalidCursor extends InvalidInput {
  override name = 'InvalidCursor';

  constructor() {
    super([{ code: 'INVALID_INPUT', message: 'This is not a cursor of a live stream.', path: ['after'] }]);
  }
}

const PLAIN = /^(\d{1,16})-(\d{1,16})-([\w-]{1,32})$/;

/** The opaque form that clients hold (scalar `EventCursor`). */
export function encodeCursor({ epoch, seq, nonce }: StreamPosition): string {
  return Buffer.from(`${epoch}-${seq}-${nonce}`, 'latin1').toString('base64url');
}

/** @throws InvalidCursor */
export function decodeCursor(cursor: string): StreamPosition {
  const match = PLAIN.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) throw new InvalidCursor();
  const position = { epoch: Number(match[1]), seq: Number(match[2]), nonce: String(match[3]) };
  if (!Number.isSafeInteger(position.epoch) || !Number.isSafeInteger(position.seq)) throw new InvalidCursor();
  return position;
}

/** The id that Redis knows the entry by. */
export function entryId({ epoch, seq }: StreamPosition): string {
  return `${epoch}-${seq}`;
}

export function samePosition(one: StreamPosition, other: StreamPosition): boolean {
  return one.seq === other.seq && one.epoch === other.epoch && one.nonce === other.nonce;
}
