import { ExpireApproval } from '../modules/approvals/expire-approval.job.js';
import { HoldCouncil } from '../modules/council/hold-council.job.js';
import { SendMail } from '../modules/mail/send-mail.job.js';
import { EmbedAnew } from '../modules/models/embed-anew.job.js';
import { AuditExport } from '../modules/operations/audit-export.job.js';
import { BulkAction } from '../modules/operations/bulk-action.job.js';
import { Ping } from '../modules/operations/ping.job.js';
import { PruneHistory } from '../modules/operations/prune-history.job.js';
import { BulkCases } from '../modules/support/bulk-cases.job.js';
import { DraftReply } from '../modules/support/draft-reply.job.js';
import { EmbedArticle } from '../modules/support/embed-article.job.js';
import { ImportArchive } from '../modules/support/import-archive.job.js';
import { ImportArticles } from '../modules/support/import-articles.job.js';
import { ImportCases } from '../modules/support/import-cases.job.js';
import { MailReply } from '../modules/support/mail-reply.job.js';
import { MatchKnownIssues } from '../modules/support/match-known-issues.job.js';
import { PostReply } from '../modules/support/post-reply.job.js';
import { PrepareChange } from '../modules/support/prepare-change.job.js';
import { ProcessInbound } from '../modules/support/process-inbound.job.js';
import { RunCaseTimers } from '../modules/support/run-case-timers.job.js';
import { SuggestArticles } from '../modules/support/suggest-articles.job.js';
import { TrainTriage } from '../modules/support/train-triage.job.js';
import { TriageCase } from '../modules/support/triage-case.job.js';
import type { AnyJobDefinition } from './define-job.js';

export type JobCatalog = readonly AnyJobDefinition[];

/** Every kind of job there is, one line each. Producers and operators need no more; handlers are in `handlers.ts`. */
export const JOB_DEFINITIONS: JobCatalog = [
  AuditExport,
  BulkAction,
  BulkCases,
  DraftReply,
  EmbedAnew,
  EmbedArticle,
  HoldCouncil,
  ExpireApproval,
  ImportArchive,
  ImportArticles,
  ImportCases,
  MailReply,
  MatchKnownIssues,
  Ping,
  PostReply,
  PrepareChange,
  ProcessInbound,
  PruneHistory,
  RunCaseTimers,
  SendMail,
  SuggestArticles,
  TrainTriage,
  TriageCase,
];

export function findDefinition(definitions: JobCatalog, kind: string): AnyJobDefinition | undefined {
  return definitions.find((definition) => definition.kind === kind);
}
