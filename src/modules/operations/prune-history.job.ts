import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

const days = (fallback: number) => z.number().int().min(1).max(3_650).default(fallback);

/** Forgets what nobody will ask for again. */
export const PruneHistory = defineJob({
  kind: 'operations.prune-history',
  description:
    'Deletes what is old: finished jobs, their logs, replayed dead letters, idempotency keys, ended sessions, mails, the tokens of mails, entries of the logs of events and of the audit, exported files, what models were asked and answered, deliveries to channels, and counts of what ended by minute.',
  payload: z.object({
    /** Finished jobs with attempts and logs, and dead letters with them. */
    jobDays: days(90),
    /** Log lines of jobs that finished, whose rows are kept longer. */
    logDays: days(30),
    idempotencyDays: days(7),
    /** Sessions that ended or ran out, with their refresh tokens. */
    sessionDays: days(30),
    /** Entries of the log of events; 30 days at least. */
    eventDays: days(180),
    /** Entries of the audit; 90 days at least. */
    auditDays: days(400),
    /** Files that were exported. */
    fileDays: days(7),
    /** What models were asked and answered; what it cost stays. */
    modelTextDays: days(30),
    /** Uses of models; the sums by day stay. */
    modelCallDays: days(400),
    /** Mails that no job is to send any more, with what they said, if they could not be sent. */
    mailDays: days(30),
    /** Tokens of mails whose time is over. */
    tokenDays: days(7),
    /** Deliveries to channels; until then they can be replayed, and are known when they come again. */
    deliveryDays: days(30),
  }),
  result: z.object({
    jobs: z.number().int(),
    logLines: z.number().int(),
    idempotencyKeys: z.number().int(),
    sessions: z.number().int(),
    // Not in the results of jobs that ran before these were pruned.
    events: z.number().int().default(0),
    auditEntries: z.number().int().default(0),
    files: z.number().int().default(0),
    throughputRows: z.number().int().default(0),
    mails: z.number().int().default(0),
    tokens: z.number().int().default(0),
    modelTexts: z.number().int().default(0),
    modelCalls: z.number().int().default(0),
    deliveries: z.number().int().default(0),
  }),
  stages: [
    'jobs',
    'logs',
    'idempotency',
    'sessions',
    'mails',
    'tokens',
    'events',
    'audit',
    'files',
    'deliveries',
    'models',
    'counts',
  ],
  retry: { attempts: 3, backoffMs: 60_000 },
  timeoutMs: 10 * 60_000,
  concurrency: 1,
  tenantWindow: 1,
  cancelsAtOnce: true,
});
