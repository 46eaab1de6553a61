import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TriageType } from '../../../ports.js';
import { FEATURE_SLOTS } from './case-features.js';
import { CLASS_COUNT, type ClassWeights } from './linear-classifier.js';

/** Order of the classes in weights, scores and dual variables. */
export const TRIAGE_TYPES = ['BUG', 'FEATURE', 'QUESTION'] as const satisfies readonly TriageType[];

const MAGIC = 'SWTRIAGE';
/** Raise whenever features, classes or quantisation change: older files must then be trained anew. */
const FORMAT = 2;
const HEADER_BYTES = MAGIC.length + 1 + 16 + 4;
const MAX_PAYLOAD = FEATURE_SLOTS / 8 + FEATURE_SLOTS * CLASS_COUNT;
const LEVELS = 127;

export interface TriageModelContent {
  /** Version of the general model this one corrects; empty for the general model itself. */
  readonly basedOn: string;
  readonly sampleCount: number;
  readonly classCounts: Record<TriageType, number>;
  /** Scores are divided by this before they become probabilities. */
  readonly temperature: number;
  readonly weights: ClassWeights;
}

interface Header extends Omit<TriageModelContent, 'weights'> {
  readonly largest: number;
}

/**
 * Square-root companding: one byte a weight keeps small weights, of which there are many, apart from zero.
 * Slots whose three weights all round to zero are left out; a bitmap tells which are present.
 */
function quantise(weights: ClassWeights, largest: number): Uint8Array {
  const present = new Uint8Array(FEATURE_SLOTS / 8);
  const levels = new Int8Array(FEATURE_SLOTS * CLASS_COUNT);
  let used = 0;
  for (let slot = 0; slot < FEATURE_SLOTS; slot += 1) {
    let any = 0;
    for (let c = 0; c < CLASS_COUNT; c += 1) {
      const weight = weights[slot * CLASS_COUNT + c]!;
      const level = Math.sign(weight) * Math.round(LEVELS * Math.sqrt(Math.abs(weight) / largest));
      levels[used + c] = level;
      any |= level;
    }
    if (any === 0) continue;
    present[slot >> 3] = present[slot >> 3]! | (1 << (slot & 7));
    used += CLASS_COUNT;
  }
  return Buffer.concat([present, new Uint8Array(levels.buffer, 0, used)]);
}

function dequantise(payload: Uint8Array, largest: number): ClassWeights {
  const weights = new Float32Array(FEATURE_SLOTS * CLASS_COUNT);
  const levels = new Int8Array(payload.buffer, payload.byteOffset, payload.byteLength);
  let at = FEATURE_SLOTS / 8;
  for (let slot = 0; slot < FEATURE_SLOTS; slot += 1) {
    if ((payload[slot >> 3]! & (1 << (slot & 7))) === 0) continue;
    for (let c = 0; c < CLASS_COUNT; c += 1) {
      const level = levels[at]!;
      weights[slot * CLASS_COUNT + c] = Math.sign(level) * (level / LEVELS) ** 2 * largest;
      at += 1;
    }
  }
  if (at !== payload.byteLength) throw new TypeError('The triage model has a wrong number of weights');
  return weights;
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest().subarray(0, 16);

/** Magic, format, checksum, header length, header (JSON), deflated weights. At most about 0.8 MB. */
export function encodeModel(content: TriageModelContent): Uint8Array {
  const { weights, ...rest } = content;
  let largest = 1e-12;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const header: Header = { ...rest, largest };
  const json = Buffer.from(JSON.stringify(header));
  const body = Buffer.concat([json, deflateRawSync(quantise(weights, largest), { level: 9 })]);
  const start = Buffer.alloc(HEADER_BYTES);
  start.write(MAGIC, 'latin1');
  start[MAGIC.length] = FORMAT;
  digest(body).copy(start, MAGIC.length + 1);
  start.writeUInt32LE(json.byteLength, HEADER_BYTES - 4);
  return Buffer.concat([start, body]);
}

/** Reads `encodeModel`'s bytes. Throws `TypeError` for another format or damaged content. */
export function decodeModel(bytes: Uint8Array): TriageModelContent & { readonly version: string } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.byteLength < HEADER_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new TypeError('These bytes are not a triage model');
  if (file[MAGIC.length] !== FORMAT)
    throw new TypeError('The triage model was written in another format; train it anew');
  const checksum = file.subarray(MAGIC.length + 1, HEADER_BYTES - 4);
  const body = file.subarray(HEADER_BYTES);
  if (!digest(body).equals(checksum)) throw new TypeError('The triage model is damaged');
  const jsonBytes = file.readUInt32LE(HEADER_BYTES - 4);
  const { largest, ...header } = JSON.parse(body.toString('utf8', 0, jsonBytes)) as Header;
  const payload = inflateRawSync(body.subarray(jsonBytes), { maxOutputLength: MAX_PAYLOAD });
  return { ...header, weights: dequantise(payload, largest), version: checksum.toString('hex') };
}
