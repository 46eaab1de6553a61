import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ModelPrompt } from '../../src/ports.js';
import { inProject } from '../project.js';

/** What every test set of a prompt says of itself. */
const Head = {
  /** The name of the prompt. */
  prompt: z.string(),
  /** The version that the set was last looked over for. */
  version: z.number().int(),
  /** The words of the prompt at that version, as `wordsOf` gives them: other words are another version. */
  words: z.string(),
};

/** Reads the test set that lies beside a prompt: `x.test-set.json` beside `x.prompt.ts`. Throws where it does not fit. */
export function readTestSet<Shape extends z.ZodRawShape>(file: string, shape: Shape) {
  return z.object({ ...Head, ...shape }).parse(JSON.parse(readFileSync(inProject(file), 'utf8')));
}

/** A short name for the words of a prompt, as they are for its first test case. */
export function wordsOf({ system, text, temperature, maxOutputTokens }: ModelPrompt): string {
  return createHash('sha256')
    .update(JSON.stringify([system, text, temperature, maxOutputTokens]))
    .digest('hex')
    .slice(0, 12);
}
