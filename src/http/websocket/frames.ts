import type { RenderedItem } from '../../realtime/rendered-item.js';

/*
 * Unmasked, final text frames (RFC 6455, section 5.2), written by hand: the payload of an event is encoded once for all
 * its subscribers, and only the few bytes around it, which hold the id that each client chose, differ.
 */

const FINAL_TEXT = 0x81;
const CLOSING_BRACE = 0x7d;

/** The beginning of every `next` message of one operation. */
export function nextPrefix(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}

/** One `next` message for each item, in one buffer, so that a batch costs one write. */
export function nextFrames(prefix: Buffer, items: readonly RenderedItem[]): Buffer {
  let size = 0;
  for (const { bytes } of items) size += frameSize(prefix.length + bytes.length + 1);
  const target = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { bytes } of items) {
    at = writeHead(target, at, prefix.length + bytes.length + 1);
    target.set(prefix, at);
    at += prefix.length;
    target.set(bytes, at);
    at += bytes.length;
    target[at] = CLOSING_BRACE;
    at += 1;
  }
  return target;
}

function frameSize(length: number): number {
  if (length < 126) return length + 2;
  return length < 65_536 ? length + 4 : length + 10;
}

function writeHead(target: Buffer, at: number, length: number): number {
  target[at] = FINAL_TEXT;
  if (length < 126) {
    target[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    target[at + 1] = 126;
    return target.writeUInt16BE(length, at + 2);
  }
  target[at + 1] = 127;
  target.writeUInt32BE(Math.floor(length / 2 ** 32), at + 2);
  return target.writeUInt32BE(length >>> 0, at + 6);
}
