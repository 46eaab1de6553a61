import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const HoldCouncil = defineJob({
  kind: 'council.hold-council',
  description: 'Asks the members of a council, lets them vote on the answers of the others, and decides for one.',
  payload: z.object({ councilId: z.uuid() }),
  result: z.object({
    winnerId: z.uuid().describe('The member whose answer won.'),
    score: z.number(),
    rule: z.enum(['SCORE', 'HEAVIEST_CRITERION', 'FIRST_PLACES', 'SEAT']),
    reasons: z.array(z.object({ criterion: z.string(), score: z.number(), reason: z.string() })),
    standings: z.array(z.object({ memberId: z.uuid(), score: z.number() })).describe('Best first.'),
  }),
  stages: ['ask', 'vote', 'decide'],
  retry: { attempts: 3, backoffMs: 2_000 },
  timeoutMs: 900_000,
  concurrency: 4,
  tenantWindow: 8,
});
