import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { TriageSample } from '../src/ports.js';

const TYPES = { bug: 'BUG', feature: 'FEATURE', question: 'QUESTION' } as const;
const Rows = z.array(
  z.object({
    repo: z.string().default(''),
    label: z.enum(['bug', 'feature', 'question']),
    title: z.string(),
    body: z.string(),
  }),
);

export interface LabelledCase extends TriageSample {
  readonly repo: string;
}

/** Reads a CSV file with the columns repo, label (bug, feature, question), title and body. Throws on other content. */
export function readLabelledCases(file: string): LabelledCase[] {
  const rows = Rows.parse(parse(readFileSync(file), { columns: true, bom: true }));
  return rows.map(({ repo, label, title, body }) => ({ repo, title, body, type: TYPES[label] }));
}
