import { expireApprovalJob } from '../modules/approvals/expire-approval.worker.js';
import { holdCouncil } from '../modules/council/hold-council.worker.js';
import { sendMailJob } from '../modules/mail/send-mail.worker.js';
import { auditExport } from '../modules/operations/audit-export.worker.js';
import { bulkAction } from '../modules/operations/bulk-action.worker.js';
import { ping } from '../modules/operations/ping.worker.js';
import { pruneHistory } from '../modules/operations/prune-history.worker.js';
import { bulkCases } from '../modules/support/bulk-cases.worker.js';
import { draftReply } from '../modules/support/draft-reply.worker.js';
import { embedAnew } from '../modules/support/embed-anew.worker.js';
import { embedArticle } from '../modules/support/embed-article.worker.js';
import { importArchive } from '../modules/support/import-archive.worker.js';
import { importArticles } from '../modules/support/import-articles.worker.js';
import { importCases } from '../modules/support/import-cases.worker.js';
import { mailReply } from '../modules/support/mail-reply.worker.js';
import { matchKnownIssues } from '../modules/support/match-known-issues.worker.js';
import { postReply } from '../modules/support/post-reply.worker.js';
import { prepareChange } from '../modules/support/prepare-change.worker.js';
import { processInbound } from '../modules/support/process-inbound.worker.js';
import { runCaseTimers } from '../modules/support/run-case-timers.worker.js';
import { suggestArticles } from '../modules/support/suggest-articles.worker.js';
import { trainTriage } from '../modules/support/train-triage.worker.js';
import { triageCase } from '../modules/support/triage-case.worker.js';
import type { AnyJobHandler } from './define-job.js';

/** The handler of every kind of job, one line each. Only the worker process loads it. */
export const JOB_HANDLERS: readonly AnyJobHandler[] = [
  auditExport,
  bulkAction,
  bulkCases,
  draftReply,
  embedAnew,
  embedArticle,
  holdCouncil,
  expireApprovalJob,
  importArchive,
  importArticles,
  importCases,
  mailReply,
  matchKnownIssues,
  ping,
  postReply,
  prepareChange,
  processInbound,
  pruneHistory,
  runCaseTimers,
  sendMailJob,
  suggestArticles,
  trainTriage,
  triageCase,
];
