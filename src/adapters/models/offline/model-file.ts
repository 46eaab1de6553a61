import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { OutdatedTriageModel, type TriageType } from '../../../ports.js';
import type { ClassWeights } from './linear-classifier.js';
import { MAX_PACKED_BYTES, packWeights, StoredWeights } from './stored-weights.js';

/** Order of the classes in weights, scores and dual variables. */
export const TRIAGE_TYPES = ['BUG', 'FEATURE', 'QUESTION'] as const satisfies readonly TriageType[];

const MAGIC = 'SWTRIAGE';
/**
 * Raise whenever features, classes, quantisation or the bundled general model change: tenants' models of a lower format
 * are then trained anew (a test pins the general model to the number).
 */
export const FORMAT = 2;
const HEADER_BYTES = MAGIC.length + 1 + 16 + 4;

export interface TriageModelContent {
  /** Version of the general model this one corrects; empty for the general model itself. */
  readonly basedOn: string;
  readonly sampleCount: number;
  readonly classCounts: Record<TriageType, number>;
  /** Scores are divided by this before they become probabilities. */
  readonly temperature: number;
  readonly weights: ClassWeights;
}

/** A model that was read. */
export interface LoadedModelContent extends Omit<TriageModelContent, 'weights'> {
  readonly weights: StoredWeights;
}

interface Header extends Omit<TriageModelContent, 'weights'> {
  readonly largest: number;
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest().subarray(0, 16);

/** Magic, format, checksum, header length, header (JSON), deflated weights. At most about 0.8 MB. */
export function encodeModel(content: TriageModelContent): Uint8Array {
  const { weights, ...rest } = content;
  let largest = 1e-12;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const header: Header = { ...rest, largest };
  const json = Buffer.from(JSON.stringify(header));
  const body = Buffer.concat([json, deflateRawSync(packWeights(weights, largest), { level: 9 })]);
  const start = Buffer.alloc(HEADER_BYTES);
  start.write(MAGIC, 'latin1');
  start[MAGIC.length] = FORMAT;
  digest(body).copy(start, MAGIC.length + 1);
  start.writeUInt32LE(json.byteLength, HEADER_BYTES - 4);
  return Buffer.concat([start, body]);
}

/** Reads `encodeModel`'s bytes. Throws `OutdatedTriageModel` for an earlier format, `TypeError` for what it cannot read. */
export function decodeModel(bytes: Uint8Array): LoadedModelContent & { readonly version: string } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.byteLength < HEADER_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new TypeError('These bytes are not a triage model');
  const format = file[MAGIC.length]!;
  if (format < FORMAT) throw new OutdatedTriageModel('The triage model is of an earlier format; train it anew');
  if (format > FORMAT) throw new TypeError('The triage model was written by a later Switchyard');
  const checksum = file.subarray(MAGIC.length + 1, HEADER_BYTES - 4);
  const body = file.subarray(HEADER_BYTES);
  if (!digest(body).equals(checksum)) throw new TypeError('The triage model is damaged');
  const jsonBytes = file.readUInt32LE(HEADER_BYTES - 4);
  const { largest, ...header } = JSON.parse(body.toString('utf8', 0, jsonBytes)) as Header;
  const payload = inflateRawSync(body.subarray(jsonBytes), { maxOutputLength: MAX_PACKED_BYTES });
  return { ...header, weights: new StoredWeights(payload, largest), version: checksum.toString('hex') };
}
