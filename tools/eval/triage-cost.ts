import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { inProject } from '../project.js';

const Cost = z.object({
  /** Cases triaged, or models trained; a cold start is among them. */
  count: z.number(),
  msMedian: z.number(),
  msP99: z.number(),
  msMean: z.number(),
  msWorst: z.number(),
  /** CPU time of the whole process by their count: what other load on the machine hardly changes. */
  msCpu: z.number(),
  /** Resident set with the cases read and no model loaded. */
  baselineMb: z.number(),
  /** The most above it. */
  aboveMb: z.number(),
  tenants: z.number(),
});
export type Cost = z.infer<typeof Cost>;

/** Time and memory of training and of triage, each measured in a process of its own. */
export async function measureTriageCost(file: string): Promise<{ readonly train: Cost; readonly triage: Cost }> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-eval-'));
  try {
    return { train: await measure('train', file, folder), triage: await measure('triage', file, folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(mode: 'train' | 'triage', file: string, folder: string): Promise<Cost> {
  const flags = ['--expose-gc', '--import', 'tsx', inProject('tools/eval-cost.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, mode, file, folder], { cwd: inProject() });
  return Cost.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
