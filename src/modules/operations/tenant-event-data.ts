import { z } from 'zod';
import {
  ApprovalKind,
  BudgetPeriod,
  CasePriority,
  CaseSeverity,
  CaseState,
  CaseType,
  ChannelKind,
  CouncilState,
  DeciderKind,
  KbArticleState,
  MemberRole,
  ModelPurpose,
  ModelTier,
  ReplyMode,
  RiskLevel,
  TriageTrainingOutcome,
} from '../../generated/prisma/enums.js';
import type { TenantEventKind } from './tenant-event-kinds.js';

const id = z.uuid();
const count = z.int().nonnegative();
const at = z.iso.datetime();
const named = z.object({ name: z.string(), slug: z.string() });
const restriction = z.object({ name: z.string(), isRestricted: z.boolean() });
const invitation = z.object({ role: z.enum(MemberRole) });
const membershipEnd = z.object({ role: z.enum(MemberRole), apiKeysRevoked: count, invitationsRevoked: count });
const spending = z.object({ spent: z.string(), amount: z.string() });
const reply = z.object({ caseId: id });
const sending = reply.extend({ channelId: id.optional(), code: z.string().optional() });
const assignment = z.object({ from: id.nullable(), to: id.nullable(), fromLabel: z.string().nullish() });
const change = z.object({ caseId: id });
const approval = z.object({
  approvalKind: z.enum(ApprovalKind),
  subjectType: z.string(),
  subjectId: id,
  reason: z.string(),
  note: z.string().optional(),
});
const triageVersion = z.object({ modelId: id, number: count });
const supportSettings = z.object({
  replyMode: z.enum(ReplyMode),
  triageThreshold: z.number(),
  matchThreshold: z.number(),
  sendThreshold: z.number(),
  preparesChanges: z.boolean(),
  approvalHours: count.nullable(),
});
const councilMove = z.object({
  from: z.enum(CouncilState),
  to: z.enum(CouncilState),
  errorCode: z.string().optional(),
});
const article = z.object({ title: z.string(), state: z.enum(KbArticleState) });
const articleVersion = article.extend({ version: count, restoredVersion: count.optional() });
const suggestion = z.object({ suggestionId: id, title: z.string() });

/**
 * What an event of a kind holds besides its subject and its actor; kinds that are not named here hold nothing. What is
 * named here is shown as `TenantEvent.details`, by a type that its module gives with `eventDetails`.
 */
export const TENANT_EVENT_DATA = {
  SESSION_ENDED: z.object({ count }),
  TENANT_UPDATED: z.object({ before: named, after: named }),
  MEMBERSHIP_JOINED: z.object({ role: z.enum(MemberRole), issuer: z.string() }),
  MEMBERSHIP_ROLE_CHANGED: z.object({ from: z.enum(MemberRole), to: z.enum(MemberRole) }),
  MEMBERSHIP_REVOKED: membershipEnd,
  MEMBERSHIP_LEFT: membershipEnd,
  INVITATION_CREATED: invitation,
  INVITATION_RESENT: invitation,
  INVITATION_REVOKED: invitation,
  INVITATION_ACCEPTED: invitation,
  PROJECT_UPDATED: z.object({ before: restriction, after: restriction }),
  PROJECT_MEMBER_ADDED: z.object({ membershipId: id }),
  PROJECT_MEMBER_REMOVED: z.object({ membershipId: id }),
  API_KEY_UPDATED: z.object({ scopes: z.array(z.string()), before: z.object({ scopes: z.array(z.string()) }) }),
  API_KEY_ROTATED: z.object({ previousEndsAt: at.nullable() }),
  MODEL_ROUTE_SET: z.object({ purpose: z.enum(ModelPurpose), tier: z.enum(ModelTier), models: z.array(id) }),
  BUDGET_SET: z.object({ period: z.enum(BudgetPeriod), amount: z.string(), warningPercent: count }),
  BUDGET_WARNING: spending,
  BUDGET_EXHAUSTED: spending,
  BUDGET_RESTORED: spending,
  JOB_FAILED: z.object({ kind: z.string(), code: z.string(), message: z.string() }),
  DEAD_LETTER_DISCARDED: z.object({ kind: z.string() }),
  BULK_ACTION_STARTED: z.object({ action: z.string(), matched: count }),
  BULK_ACTION_FINISHED: z.object({ action: z.string(), processed: count, done: count, skipped: count }),
  CONNECTION_TERMINATED: z.object({ transport: z.string(), of: z.string(), reason: z.string().nullable() }),
  QUEUE_PAUSED: z.object({ queue: z.string(), reason: z.string().nullable() }),
  QUEUE_RESUMED: z.object({ queue: z.string() }),
  SCHEDULE_UPDATED: z.object({ key: z.string(), isPaused: z.boolean(), cron: z.string(), timeZone: z.string() }),
  SCHEDULE_RUN_NOW: z.object({ key: z.string(), jobId: id }),
  CASE_STATE_CHANGED: z.object({ from: z.enum(CaseState), to: z.enum(CaseState) }),
  CASE_TRIAGED: z.object({
    type: z.enum(CaseType),
    severity: z.enum(CaseSeverity),
    confidence: z.number().nullable(),
    decidedBy: z.enum(DeciderKind),
  }),
  CASE_MESSAGE_RECEIVED: z.object({ channelId: id, messageId: id }),
  CASE_ASSIGNED: assignment,
  CASE_UNASSIGNED: assignment,
  CASE_TAGS_CHANGED: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  CASE_PRIORITY_CHANGED: z.object({
    from: z.enum(CasePriority),
    to: z.enum(CasePriority).nullable(),
    isFixed: z.boolean(),
  }),
  CASE_SNOOZED: z.object({ until: at }),
  CASE_WOKEN: z.object({ by: z.enum(['TIME', 'CUSTOMER', 'PERSON']) }),
  CASE_SLA_BREACHED: z.object({
    clock: z.enum(['FIRST_ANSWER', 'RESOLUTION']),
    dueAt: z.string(),
    priority: z.enum(CasePriority),
  }),
  CASE_MERGED: z.object({ intoId: id }),
  CUSTOMERS_MERGED: z.object({ intoId: id, movedCases: count }),
  SLA_POLICY_SET: z.object({
    targets: z.array(
      z.object({
        priority: z.enum(CasePriority),
        firstAnswerMinutes: count.nullish(),
        resolutionMinutes: count.nullish(),
      }),
    ),
  }),
  SUPPORT_SETTINGS_UPDATED: z.object({ before: supportSettings, after: supportSettings }),
  COUNCIL_ASKED: z.object({ members: count, quorum: count }),
  COUNCIL_VOTING: councilMove,
  COUNCIL_DECIDED: councilMove,
  COUNCIL_FAILED: councilMove,
  COUNCIL_CANCELLED: councilMove,
  COUNCIL_RESUMED: councilMove,
  CASE_TAKEN_OVER: z.object({ from: z.enum(CaseState), wasRunning: z.boolean() }),
  CASE_NOTE_ADDED: z.object({ messageId: id }),
  CHANGE_PROPOSED: change.extend({ confidence: z.number(), riskLevel: z.enum(RiskLevel) }),
  CHANGE_EDITED: change,
  CHANGE_ACCEPTED: change,
  CHANGE_REJECTED: change,
  CHANGE_SUPERSEDED: change,
  APPROVAL_REQUESTED: approval,
  APPROVAL_APPROVED: approval,
  APPROVAL_REJECTED: approval,
  APPROVAL_EXPIRED: approval,
  APPROVAL_SUPERSEDED: approval,
  REPLY_DRAFTED: z.object({ caseId: id, citations: count, confidence: z.number().nullish() }),
  REPLY_APPROVED: reply.extend({ isEdited: z.boolean().optional() }),
  REPLY_REJECTED: reply,
  REPLY_SENT: sending,
  REPLY_SEND_FAILED: sending,
  CHANNEL_CREATED: z.object({ channelKind: z.enum(ChannelKind) }),
  CHANNEL_SECRET_ROTATED: z.object({ previousEndsAt: at.nullable() }),
  KB_ARTICLE_CREATED: article,
  KB_ARTICLE_UPDATED: articleVersion,
  KB_ARTICLE_PUBLISHED: articleVersion,
  KB_ARTICLE_ARCHIVED: articleVersion,
  KB_ARTICLES_IMPORTED: z.object({ created: count, updated: count, unchanged: count, empty: count.optional() }),
  KB_SUGGESTIONS_FOUND: z.object({ found: count }),
  KB_SUGGESTION_ACCEPTED: suggestion,
  KB_SUGGESTION_DISMISSED: suggestion,
  CASES_IMPORTED: z.object({ imported: count, known: count }),
  TRIAGE_LEARNED: z.object({
    samples: count,
    version: z.string().nullable(),
    number: count,
    outcome: z.enum(TriageTrainingOutcome),
    macroF1Before: z.number().nullable(),
    macroF1After: z.number().nullable(),
  }),
  TRIAGE_MODEL_ACTIVATED: triageVersion.extend({ insteadOf: count.nullable() }),
  TRIAGE_MODEL_RETIRED: triageVersion,
} as const satisfies { readonly [Kind in TenantEventKind]?: z.ZodObject };

/** Kinds whose events hold something. */
export type DetailedKind = keyof typeof TENANT_EVENT_DATA;

/** What an event of the kind holds. */
export type EventData<Kind extends TenantEventKind> = Kind extends DetailedKind
  ? z.output<(typeof TENANT_EVENT_DATA)[Kind]>
  : undefined;
