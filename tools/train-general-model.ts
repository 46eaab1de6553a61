/**
 * Trains the general triage model from a CSV file (columns label, title, body) and writes the bundled asset.
 * Usage: node --import tsx tools/train-general-model.ts FILE.csv [OUTPUT.bin]
 */
import { writeFileSync } from 'node:fs';
import { GENERAL_MODEL_FILE } from '../src/adapters/models/offline/general-model.js';
import { encodeModel } from '../src/adapters/models/offline/model-file.js';
import { trainTriageContent } from '../src/adapters/models/offline/triage-training.js';
import { readLabelledCases } from './labelled-cases.js';
import { seedCases } from './seed-cases.js';

const [input, output] = process.argv.slice(2);
if (input === undefined) {
  console.error('Usage: train-general-model.ts FILE.csv [OUTPUT.bin]');
  process.exit(2);
}
const cases = readLabelledCases(input);
const seeds = seedCases();
const content = trainTriageContent([...cases, ...seeds], {
  prior: null,
  groups: [...cases.map(({ repo }) => repo), ...seeds.map(() => 'seed')],
});
const bytes = encodeModel(content);
writeFileSync(output ?? GENERAL_MODEL_FILE, bytes);
console.log(
  `${cases.length} cases and ${seeds.length} seeds → ${bytes.byteLength} bytes, temperature ${content.temperature.toFixed(2)}`,
);
