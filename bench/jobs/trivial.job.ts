import { z } from 'zod';
import type { AnyJobDefinition, AnyJobHandler, JobDefinition, JobHandler } from '../../src/jobs/define-job.js';

type Payload = { readonly n: number };
type Result = { readonly n: number };

/** A job that does nothing, so that what a job costs besides its work can be seen. */
export const Trivial: JobDefinition<Payload, Result, 'RUNNING'> = {
  kind: 'bench.do-nothing',
  description: 'Does nothing.',
  payload: z.object({ n: z.number() }),
  result: z.object({ n: z.number() }),
  stages: ['RUNNING'],
  retry: { attempts: 3, backoffMs: 100 },
  timeoutMs: 10_000,
  concurrency: 20,
  tenantWindow: 50,
};

const doNothing: JobHandler<Payload, Result, 'RUNNING'> = { definition: Trivial, run: async ({ n }) => ({ n }) };

export const DEFINITIONS: readonly AnyJobDefinition[] = [Trivial];
export const HANDLERS: readonly AnyJobHandler[] = [doNothing];
