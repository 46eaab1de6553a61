/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What did something. */
export type ActorKind =
  /** A machine with an API key. */
  | 'API_KEY'
  /** An agent runner. */
  | 'RUNNER'
  /** Switchyard itself. */
  | 'SYSTEM'
  /** A person. */
  | 'USER';

/** A new API key. */
export type ApiKeyCreateInput = {
  /** When it ends by itself; never by default. */
  expiresAt?: string | null | undefined;
  /** What it is for. */
  name: string;
  /** How many requests a minute it may make; by default only the limits that hold for everybody. */
  requestsPerMinute?: number | null | undefined;
  /** What it may do. */
  scopes: Array<ApiScope>;
};

/** What an API key may do. A key never gets more than its creator has. */
export type ApiScope =
  /** Read the tenant, its members, projects, API keys and audit, and who may do what. */
  | 'IDENTITY_READ'
  /** Create and change projects. */
  | 'IDENTITY_WRITE'
  /** Read models, routes, uses, spending and budgets. */
  | 'MODELS_READ'
  /** Change models, routes and budgets. */
  | 'MODELS_WRITE'
  /** Read jobs, queues, health and live events. */
  | 'OPERATIONS_READ'
  /** Cancel and retry jobs, deal with dead letters and schedules, pause and resume queues. */
  | 'OPERATIONS_WRITE'
  /** Read cases, customers, articles, drafts and live case events. */
  | 'SUPPORT_READ'
  /** Open and change cases, articles and drafts. */
  | 'SUPPORT_WRITE';

/** Which approval. */
export type ApprovalApproveInput = {
  /** Refused with CONFLICT when the approval has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The approval. */
  id: string | number;
  /** What there is to say about it; at most 2,000 characters. */
  note?: string | null | undefined;
};

/** Which approvals. Conditions are joined by AND. */
export type ApprovalFilter = {
  /** Of these kinds. */
  kind?: ApprovalKindFilter | null | undefined;
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** Asked for in this span. */
  requestedAt?: DateTimeFilter | null | undefined;
  /** In these states. */
  state?: ApprovalStateFilter | null | undefined;
  /** About these drafts or change requests. */
  subjectId?: IdFilter | null | undefined;
};

/** What is to be decided. */
export type ApprovalKind =
  /** Whether a proposed change is made; the subject is a ChangeRequest. */
  | 'CHANGE'
  /** Whether a drafted reply is sent; the subject is a ReplyDraft. */
  | 'REPLY';

/** Kinds of approvals. */
export type ApprovalKindFilter = {
  /** Of this kind. */
  eq?: ApprovalKind | null | undefined;
  /** Of one of these kinds. */
  in?: Array<ApprovalKind> | null | undefined;
};

/** How approvals are sorted. */
export type ApprovalOrder = {
  /** Which way. */
  direction: OrderDirection;
  /** By what. */
  field: ApprovalOrderField;
};

/** What approvals are sorted by. */
export type ApprovalOrderField =
  /** When they were asked for. */
  | 'REQUESTED_AT';

/** Which approval. */
export type ApprovalRejectInput = {
  /** Refused with CONFLICT when the approval has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The approval. */
  id: string | number;
  /** What there is to say about it; at most 2,000 characters. */
  note?: string | null | undefined;
};

/** Where an approval stands. */
export type ApprovalState =
  /** A person said yes, and it was done. */
  | 'APPROVED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** It waits for a person. */
  | 'PENDING'
  /** A person said no. */
  | 'REJECTED'
  /** It is no matter any more: something newer took its place. */
  | 'SUPERSEDED';

/** States of an approval. */
export type ApprovalStateFilter = {
  /** In this state. */
  eq?: ApprovalState | null | undefined;
  /** In one of these states. */
  in?: Array<ApprovalState> | null | undefined;
};

/** What can be done with an approval. */
export type ApprovalTransition =
  /** `approvalApprove` would be accepted. */
  | 'APPROVE'
  /** `approvalReject` would be accepted. */
  | 'REJECT';

/** How often a budget begins anew. */
export type BudgetPeriod =
  /** Every day at midnight UTC. */
  | 'DAY'
  /** On the first of every month, UTC. */
  | 'MONTH';

/** How much may be spent on models. Of a project, or of the tenant, there is one budget for each period. */
export type BudgetSetInput = {
  /** US dollars. */
  amount: string;
  /** How often it begins anew. */
  period: BudgetPeriod;
  /** Of this project; of the tenant by default. */
  projectId?: string | number | null | undefined;
  /** At which share a warning is given; 80 by default. */
  warningPercent?: number | null | undefined;
};

/** How much of a budget is left. */
export type BudgetState =
  /** Nothing: work that needs a model waits. */
  | 'EXHAUSTED'
  /** Enough. */
  | 'OK'
  /** Less than the warning asks for. */
  | 'WARNING';

/** Who takes care of a case. */
export type CaseAssignInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** The member; one who works on cases (OPERATOR or above) and sees the project of the case. */
  membershipId: string | number;
};

/** Something that is attached to a message. Its content is uploaded apart from this. */
export type CaseAttachmentInput = {
  /** How large it is. */
  bytes: number;
  /** Its media type, such as image/png. */
  contentType: string;
  /** Its name, 200 characters at most. */
  name: string;
};

/** What to do, and with which cases: those that are named, or those that match. */
export type CaseBulkActionInput = {
  /** What to do. */
  action: CaseBulkActionKind;
  /** True: only say how many match, with the first few. Nothing changes. */
  dryRun?: boolean | null | undefined;
  /** What follows from a case that refuses; CONTINUE by default. */
  errorPolicy?: ErrorPolicy | null | undefined;
  /** With all that match; at least one condition. Those that are opened later are left alone. */
  filter?: CaseFilter | null | undefined;
  /** The same key gives the same job, however often it is sent. */
  idempotencyKey?: string | null | undefined;
  /** With these, 100 at most; not beside `filter`. */
  ids?: Array<string | number> | null | undefined;
  /** For ASSIGN: the member. */
  membershipId?: string | number | null | undefined;
  /** For PRIORITY: how urgent. */
  priority?: CasePriority | null | undefined;
  /** For TAG and UNTAG: the tags. */
  tags?: Array<string> | null | undefined;
  /** For SNOOZE: until when. */
  until?: string | null | undefined;
};

/** What to do with many cases. */
export type CaseBulkActionKind =
  /** Give them to `membershipId`; without it, to nobody. */
  | 'ASSIGN'
  /** Close those that are resolved. */
  | 'CLOSE'
  /** Make them as urgent as `priority`; without it, as their severity says. */
  | 'PRIORITY'
  /** Put them off until `until`. */
  | 'SNOOZE'
  /** Add `tags` to them. */
  | 'TAG'
  /** Take `tags` from them. */
  | 'UNTAG';

/** Which case. */
export type CaseCloseInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
};

/** Who wrote. Somebody who wrote before is known by their address. */
export type CaseCustomerInput = {
  /** Their address. */
  email: string;
  /** Their name, if it is known; it replaces the one known before. */
  name?: string | null | undefined;
};

/** What was decided without a person. */
export type CaseDecisionKind =
  /** That a change is proposed: PROPOSED. */
  | 'CHANGE_PREP'
  /** Whether an article fits: MATCHED or UNMATCHED. */
  | 'KNOWN_ISSUE_MATCH'
  /** What becomes of a reply: SEND, APPROVAL (a person decides) or OFF (none is drafted). */
  | 'REPLY'
  /** What kind of case it is; `outcome` is a CaseType. */
  | 'TRIAGE';

/** Which cases. Conditions are joined by AND. */
export type CaseFilter = {
  /** Given to one of these members. */
  assigneeId?: IdFilter | null | undefined;
  /** Of these customers. */
  customerId?: IdFilter | null | undefined;
  /** Given to somebody, or to nobody. */
  isAssigned?: boolean | null | undefined;
  /** Put off until later, or not. */
  isSnoozed?: boolean | null | undefined;
  /** With these numbers. */
  number?: CaseNumberFilter | null | undefined;
  /** Opened in this span. */
  openedAt?: DateTimeFilter | null | undefined;
  /** Of these priorities. */
  priority?: CasePriorityFilter | null | undefined;
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** Of these severities. */
  severity?: CaseSeverityFilter | null | undefined;
  /** Not answered, or not resolved, by the time that is promised, in the present count; or neither. */
  slaBreached?: boolean | null | undefined;
  /** In these states. */
  state?: CaseStateFilter | null | undefined;
  /** With this tag, or with one of these. */
  tags?: StringFilter | null | undefined;
  /** Of these types. */
  type?: CaseTypeFilter | null | undefined;
};

/** Which case, and from where on. */
export type CaseHandBackInput = {
  /** The case. */
  caseId: string | number;
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The step to begin with, and what follows it; what was decided before it stays. By default TRIAGE where the case has not been triaged, else KNOWN_ISSUE_MATCH. */
  from?: PipelineStepKind | null | undefined;
};

/** Who wrote, if it is known. */
export type CaseImportCustomerInput = {
  /** Their address. */
  email: string;
  /** Their name; used when none is known yet. */
  name?: string | null | undefined;
};

/** A batch of cases. */
export type CaseImportInput = {
  /** The cases, 200 at most. */
  cases: Array<CaseImportRowInput>;
  /** The project they belong to. */
  projectId: string | number;
};

/** A case from elsewhere whose type a person has confirmed. */
export type CaseImportRowInput = {
  /** The first message, at most 100,000 characters. */
  body: string;
  /** Who wrote. */
  customer?: CaseImportCustomerInput | null | undefined;
  /** When it was opened. */
  openedAt: string;
  /** How much it hurt; estimated when left out. */
  severity?: CaseSeverity | null | undefined;
  /** Names where it comes from; the same source is stored once. */
  sourceKey: string;
  /** What it was about, in one line of at most 300. */
  subject: string;
  /** The confirmed type. */
  type: CaseType;
};

/** Two cases that are about the same. */
export type CaseMergeInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case that is closed. */
  id: string | number;
  /** The case that goes on; of the same customer and project, and not closed. */
  intoId: string | number;
};

/** A note that stays in the house. */
export type CaseNoteAddInput = {
  /** What is attached to it, 20 at most. */
  attachments?: Array<CaseAttachmentInput> | null | undefined;
  /** What it says; Markdown or plain text, at most 100,000 characters. */
  body: string;
  /** The case. */
  id: string | number;
  /** The same key with the same note adds it once, however often it is sent. */
  idempotencyKey?: string | null | undefined;
};

/** Numbers of cases. */
export type CaseNumberFilter = {
  /** This number. */
  eq?: number | null | undefined;
  /** One of these numbers, 100 at most. */
  in?: Array<number> | null | undefined;
};

/** A new case. */
export type CaseOpenInput = {
  /** The first message; Markdown or plain text, at most 100,000 characters. */
  body: string;
  /** The channel by which it came: one of kind API, in use, of the same project. None by default. */
  channelId?: string | number | null | undefined;
  /** Who wrote. */
  customer: CaseCustomerInput;
  /** The same key with the same request opens one case only, however often it is sent. */
  idempotencyKey?: string | null | undefined;
  /** The project it belongs to. */
  projectId: string | number;
  /** What it is about, in one line of at most 300. */
  subject: string;
};

/** How cases are sorted. */
export type CaseOrder = {
  /** Which way. */
  direction: OrderDirection;
  /** By what. */
  field: CaseOrderField;
};

/** What cases are sorted by. */
export type CaseOrderField =
  /** Their numbers. */
  | 'NUMBER'
  /** When they were opened. */
  | 'OPENED_AT';

/** How urgent a case is. */
export type CasePriority =
  /** Severity HIGH. */
  | 'HIGH'
  /** It can wait. Where nobody says otherwise: severity LOW. */
  | 'LOW'
  /** Severity MEDIUM, or none yet. */
  | 'NORMAL'
  /** Now. Severity CRITICAL. */
  | 'URGENT';

/** Priorities of a case. */
export type CasePriorityFilter = {
  /** Of this priority. */
  eq?: CasePriority | null | undefined;
  /** Of one of these priorities. */
  in?: Array<CasePriority> | null | undefined;
};

/** How urgent a case is. */
export type CasePrioritySetInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** How urgent; left out or null: as its severity says, from now on. */
  priority?: CasePriority | null | undefined;
};

/** Which case. */
export type CaseReopenInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
};

/** Which case. */
export type CaseResolveInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
};

/** How much a case hurts. */
export type CaseSeverity =
  /** Loss of data, money or safety, or nothing works. */
  | 'CRITICAL'
  /** Something important does not work. */
  | 'HIGH'
  /** A cosmetic matter, or a wish. */
  | 'LOW'
  /** It gets in the way. */
  | 'MEDIUM';

/** Severities of a case. */
export type CaseSeverityFilter = {
  /** Of this severity. */
  eq?: CaseSeverity | null | undefined;
  /** Of one of these severities. */
  in?: Array<CaseSeverity> | null | undefined;
};

/** A case, and until when it is put off. */
export type CaseSnoozeInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** Until when; within a year from now. */
  until: string;
};

/** Where a case stands. */
export type CaseState =
  /** The draft waits for a person. */
  | 'AWAITING_APPROVAL'
  /** A change that would solve it is being prepared. */
  | 'CHANGE_PREP'
  /** A change that would solve it is proposed. */
  | 'CHANGE_PROPOSED'
  /** Nothing more will happen. */
  | 'CLOSED'
  /** Articles that fit were found. */
  | 'MATCHED'
  /** The pipeline has stopped; a person has to look at it. */
  | 'NEEDS_HUMAN'
  /** It was opened; its pipeline is about to start. */
  | 'NEW'
  /** The customer came back. */
  | 'REOPENED'
  /** The customer has been answered. */
  | 'REPLIED'
  /** A reply was drafted. */
  | 'REPLY_DRAFTED'
  /** The problem is solved. */
  | 'RESOLVED'
  /** Type and severity are known. */
  | 'TRIAGED'
  /** Type and severity are being decided. */
  | 'TRIAGING'
  /** No article fits. */
  | 'UNMATCHED';

/** States of a case. */
export type CaseStateFilter = {
  /** In this state. */
  eq?: CaseState | null | undefined;
  /** In one of these states. */
  in?: Array<CaseState> | null | undefined;
};

/** A case, and tags. */
export type CaseTagsAddInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** Tags, 20 at most, of at most 50 characters. They are kept in lower case, with single blanks. */
  tags: Array<string>;
};

/** A case, and tags. */
export type CaseTagsRemoveInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** Tags, 20 at most, of at most 50 characters. They are kept in lower case, with single blanks. */
  tags: Array<string>;
};

/** A case, and tags. */
export type CaseTagsSetInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** Tags, 20 at most, of at most 50 characters. They are kept in lower case, with single blanks. */
  tags: Array<string>;
};

/** Which case, and who takes it. */
export type CaseTakeOverInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** The member who takes it; you by default. A machine has to name one. */
  membershipId?: string | number | null | undefined;
};

/** What can be done with a case. */
export type CaseTransition =
  /** `replyApprove` of its draft would be accepted. */
  | 'APPROVE_REPLY'
  /** `caseClose` would be accepted. */
  | 'CLOSE'
  /** `caseTriageCorrect` would be accepted. */
  | 'CORRECT_TRIAGE'
  /** `caseHandBack` would be accepted. */
  | 'HAND_BACK'
  /** `replyReject` of its draft would be accepted. */
  | 'REJECT_REPLY'
  /** `caseReopen` would be accepted. */
  | 'REOPEN'
  /** `caseResolve` would be accepted. */
  | 'RESOLVE'
  /** `caseTakeOver` would be accepted. */
  | 'TAKE_OVER';

/** A person's word on what a case is. */
export type CaseTriageCorrectInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
  /** How much it hurts. */
  severity: CaseSeverity;
  /** What kind of case it is. */
  type: CaseType;
};

/** What kind of case it is. */
export type CaseType =
  /** Something is broken. */
  | 'BUG'
  /** Something is wanted. */
  | 'FEATURE'
  /** Something is asked. */
  | 'QUESTION';

/** Types of a case. */
export type CaseTypeFilter = {
  /** Of this type. */
  eq?: CaseType | null | undefined;
  /** Of one of these types. */
  in?: Array<CaseType> | null | undefined;
};

/** Which case. */
export type CaseUnassignInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
};

/** Which case. */
export type CaseWakeInput = {
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The case. */
  id: string | number;
};

/** Which change request. */
export type ChangeRequestAcceptInput = {
  /** Refused with CONFLICT when the change request has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The change request. */
  id: string | number;
};

/** What a change request should say; what is left out stays. */
export type ChangeRequestEditInput = {
  /** The parts of the product it touches, 20 at most. */
  affectedSurfaces?: Array<string> | null | undefined;
  /** Refused with CONFLICT when the change request has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The change request. */
  id: string | number;
  /** How risky it is. */
  riskLevel?: RiskLevel | null | undefined;
  /** Why. */
  riskReason?: string | null | undefined;
  /** What would be changed, and why; at most 4,000 characters. */
  summary?: string | null | undefined;
  /** How to show that it works and breaks nothing; 12 at most. */
  testIdeas?: Array<string> | null | undefined;
};

/** Which change requests. Conditions are joined by AND. */
export type ChangeRequestFilter = {
  /** About these cases. */
  caseId?: IdFilter | null | undefined;
  /** Proposed in this span. */
  createdAt?: DateTimeFilter | null | undefined;
  /** About cases of these projects. */
  projectId?: IdFilter | null | undefined;
  /** Of these levels of risk. */
  riskLevel?: RiskLevelFilter | null | undefined;
  /** In these states. */
  state?: ChangeRequestStateFilter | null | undefined;
};

/** How change requests are sorted. */
export type ChangeRequestOrder = {
  /** Which way. */
  direction: OrderDirection;
  /** By what. */
  field: ChangeRequestOrderField;
};

/** What change requests are sorted by. */
export type ChangeRequestOrderField =
  /** When they were proposed. */
  | 'CREATED_AT';

/** Which change request. */
export type ChangeRequestRejectInput = {
  /** Refused with CONFLICT when the change request has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The change request. */
  id: string | number;
};

/** Where a change request stands. */
export type ChangeRequestState =
  /** It will be done. */
  | 'ACCEPTED'
  /** It is being prepared; its case is CHANGE_PREP meanwhile. */
  | 'PREPARING'
  /** It waits for a decision. */
  | 'PROPOSED'
  /** It will not be done. */
  | 'REJECTED'
  /** Something newer took its place, or a person took over the case. */
  | 'SUPERSEDED';

/** States of a change request. */
export type ChangeRequestStateFilter = {
  /** In this state. */
  eq?: ChangeRequestState | null | undefined;
  /** In one of these states. */
  in?: Array<ChangeRequestState> | null | undefined;
};

/** What can be done with a change request. */
export type ChangeRequestTransition =
  /** `changeRequestAccept` would be accepted. */
  | 'ACCEPT'
  /** `changeRequestEdit` would be accepted. */
  | 'EDIT'
  /** `changeRequestReject` would be accepted. */
  | 'REJECT';

/** A new channel. */
export type ChannelCreateInput = {
  /** For CHAT only. */
  chat?: ChatChannelInput | null | undefined;
  /** Needed for EMAIL, and only there. */
  email?: EmailChannelInput | null | undefined;
  /** For GENERIC only. */
  generic?: GenericChannelInput | null | undefined;
  /** How customers reach us by it. */
  kind: ChannelKind;
  /** What it is called. */
  name: string;
  /** The project that its cases belong to. */
  projectId: string | number;
};

/** How customers reach us by a channel. */
export type ChannelKind =
  /** Over GraphQL, with `caseOpen`; nothing is posted to it. */
  | 'API'
  /** By a chat: its messages are posted to it, replies are posted back. */
  | 'CHAT'
  /** By e-mail: raw mails are posted to it, replies go out over SMTP. */
  | 'EMAIL'
  /** By anything else that can post a signed message. */
  | 'GENERIC';

/** How deliveries prove where they come from. */
export type ChannelSignature =
  /** HMAC-SHA256 of the raw body (or of `timestamp.body`, where a header holds the time) under the secret as it was shown, in hex or base64, with or without `sha256=` before it. */
  | 'HMAC_SHA256'
  /** As Standard Webhooks want it: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | 'STANDARD';

/** Settings of a channel of kind CHAT. */
export type ChatChannelInput = {
  /** Where replies are posted to; only an address that everybody can reach. Without one, nowhere. */
  replyUrl?: string | null | undefined;
};

/** A question to several models. */
export type CouncilAskInput = {
  /** By what answers are judged, 8 at most; relevance, grounding, completeness and clarity by default. */
  criteria?: Array<CouncilCriterionInput> | null | undefined;
  /** The same key with the same request asks once only, however often it is sent. */
  idempotencyKey?: string | null | undefined;
  /** Who is asked, 7 at most; by default the models of the COUNCIL route of the tier COMPLEX. Where they are fewer than two, those of Switchyard make them three. */
  members?: Array<CouncilMemberInput> | null | undefined;
  /** The project it belongs to; by default that of the subject, or none. */
  projectId?: string | number | null | undefined;
  /** What is asked, 8,000 characters at most. */
  question: string;
  /** How many members have to answer, and to vote; by default more than half, two at least. */
  quorum?: number | null | undefined;
  /** A case or an article that it is about: the members read it as it is now. */
  subjectId?: string | number | null | undefined;
};

/** Members that come with Switchyard: they quote what fits the question, and judge by what can be counted. They need no network and no key. */
export type CouncilBuiltIn =
  /** Quotes the one sentence that fits best. */
  | 'BRIEF'
  /** Quotes what fits well, and says what it found nothing about. */
  | 'CAUTIOUS'
  /** Quotes up to five that do not repeat each other. */
  | 'THOROUGH';

/** Which council to end. */
export type CouncilCancelInput = {
  /** Refused with CONFLICT when the council has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The council. */
  id: string | number;
};

/** One thing by which answers are to be judged. */
export type CouncilCriterionInput = {
  /** What an answer has to be like. */
  description: string;
  /** Its name; unique in the council. */
  name: string;
  /** How much it counts, 0.01 to 100. */
  weight: number;
};

/** Which councils. Conditions are joined by AND. */
export type CouncilFilter = {
  /** Asked in this span. */
  createdAt?: DateTimeFilter | null | undefined;
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** In these states. */
  state?: CouncilStateFilter | null | undefined;
};

/** Who is to be a member: a model, a route or one of Switchyard; exactly one of them. */
export type CouncilMemberInput = {
  /** One that comes with Switchyard. */
  builtIn?: CouncilBuiltIn | null | undefined;
  /** A model of the tenant, with nobody behind it. */
  modelId?: string | number | null | undefined;
  /** A route of the tenant: its next model takes over when the first fails. */
  routeId?: string | number | null | undefined;
};

/** How far a member of a council is. */
export type CouncilMemberState =
  /** It has answered and not voted yet. */
  | 'ANSWERED'
  /** It is left out. What it had answered stands all the same. */
  | 'FAILED'
  /** It has judged the answers of the others. */
  | 'VOTED'
  /** It has not answered yet. */
  | 'WAITING';

/** What decided between the best answers. Each counts where the ones before it left them equal. */
export type CouncilRule =
  /** How many voters held it for the best. */
  | 'FIRST_PLACES'
  /** The heaviest criterion, then the next heaviest, and so on. */
  | 'HEAVIEST_CRITERION'
  /** The weighted mean of the votes. */
  | 'SCORE'
  /** The order in which the members were named. */
  | 'SEAT';

/** Where a council stands. */
export type CouncilState =
  /** Its members are answering. */
  | 'ASKING'
  /** It was ended. */
  | 'CANCELLED'
  /** It has a verdict. */
  | 'DECIDED'
  /** It came to no verdict; when its job is tried again, it goes on. */
  | 'FAILED'
  /** Its members judge the answers of the others. */
  | 'VOTING';

/** States of a council. */
export type CouncilStateFilter = {
  /** In this state. */
  eq?: CouncilState | null | undefined;
  /** In one of these states. */
  in?: Array<CouncilState> | null | undefined;
};

/** What can be done with a council. */
export type CouncilTransition =
  /** `councilCancel` would be accepted. */
  | 'CANCEL';

/** Two customers that are one. */
export type CustomerMergeInput = {
  /** The customer whose cases move. */
  id: string | number;
  /** The customer that both are from now on. */
  intoId: string | number;
};

/** A span of time; both ends may be left open. */
export type DateTimeFilter = {
  /** At or after. */
  gte?: string | null | undefined;
  /** Before. */
  lt?: string | null | undefined;
};

/** What to do, and with which dead letters. */
export type DeadLetterBulkActionInput = {
  /** What to do. */
  action: DeadLetterBulkActionKind;
  /** True: only say how many match, with the first few. Nothing changes. */
  dryRun?: boolean | null | undefined;
  /** With which; at least one condition. Only open ones are touched, and none that comes later. */
  filter: DeadLetterFilter;
  /** The same key gives the same job, however often it is sent. */
  idempotencyKey?: string | null | undefined;
};

/** What to do with many dead letters. */
export type DeadLetterBulkActionKind =
  /** Decide that they need not be replayed. */
  | 'DISCARD'
  /** Start their jobs again. */
  | 'REPLAY';

/** Which dead letters. Conditions are joined by AND. */
export type DeadLetterFilter = {
  /** That gave up in this span. */
  createdAt?: DateTimeFilter | null | undefined;
  /** That gave up with one of these codes. */
  errorCode?: StringFilter | null | undefined;
  /** Of jobs of these kinds. */
  kind?: StringFilter | null | undefined;
  /** In these states. */
  state?: DeadLetterStateFilter | null | undefined;
};

/** What has become of a dead letter. */
export type DeadLetterState =
  /** Somebody decided that it need not be replayed. */
  | 'DISCARDED'
  /** Nobody has dealt with it. */
  | 'OPEN'
  /** Its job was started again. */
  | 'REPLAYED';

/** States of a dead letter. */
export type DeadLetterStateFilter = {
  /** In this state. */
  eq?: DeadLetterState | null | undefined;
  /** In one of these states. */
  in?: Array<DeadLetterState> | null | undefined;
};

/** Who decided. */
export type DeciderKind =
  /** A model. */
  | 'MODEL'
  /** A person; models learn from it and never override it. */
  | 'PERSON';

/** Settings of a channel of kind EMAIL. */
export type EmailChannelInput = {
  /** Where customers write to; replies ask for answers there. */
  address: string;
  /** Whether mail to `name+anything@…` arrives as well. If so, replies ask for answers at such an address, by which their case is found. */
  plusAddressing?: boolean;
  /** The name that replies are signed with; the name of the channel by default. */
  senderName?: string | null | undefined;
};

/** Whether an article is found by its meaning. */
export type EmbeddingState =
  /** Its text is being embedded. */
  | 'EMBEDDING'
  /** Its text could not be embedded; it is found by words only. */
  | 'FAILED'
  /** It is found by its present text. */
  | 'FRESH'
  /** Its text has not been embedded yet. */
  | 'STALE';

/** What follows, in an action on many, from one that refuses. */
export type ErrorPolicy =
  /** That nothing is done at all: each is looked at, so that all refusals are known. For 100 at most. */
  | 'ALL_OR_NOTHING'
  /** The next: all are tried. */
  | 'CONTINUE'
  /** The end: what was done stays done, the rest is left as it is. */
  | 'STOP';

/** Settings of a channel of kind GENERIC. */
export type GenericChannelInput = {
  /** How deliveries are signed. */
  signature?: ChannelSignature;
  /** The header that holds the signature, for HMAC_SHA256. */
  signatureHeader?: string;
  /** The header that holds the time in seconds, for HMAC_SHA256; without one, time is not checked. */
  timestampHeader?: string | null | undefined;
};

/** How well something works. */
export type HealthState =
  /** Slowly, or in part. */
  | 'DEGRADED'
  /** Not at all. */
  | 'DOWN'
  /** As it should. */
  | 'UP';

/** Objects by id. An id that is unknown, or not yours to see, matches nothing. */
export type IdFilter = {
  /** This one. */
  eq?: string | number | null | undefined;
  /** One of these, 100 at most. */
  in?: Array<string | number> | null | undefined;
};

/** The token of an invitation, and who accepts it. */
export type InvitationAcceptInput = {
  /** The name of the person; needed for a new account. */
  name?: string | null | undefined;
  /** For a new account the password to be, 10 characters or more; for an address that has an account, its password, unless signed in as it (a token of an issuer outside does not count as that). */
  password?: string | null | undefined;
  /** From the mail. */
  token: string;
};

/** Who is invited, and as what. */
export type InvitationCreateInput = {
  /** The address to invite. */
  email: string;
  /** The same request with the same key invites once. */
  idempotencyKey?: string | null | undefined;
  /** Projects they become members of, 20 at most. */
  projectIds?: Array<string | number> | null | undefined;
  /** What they are to be. Only an OWNER invites an OWNER. */
  role: MemberRole;
};

/** Which invitations. Conditions are joined by AND. */
export type InvitationFilter = {
  /** In these states. */
  state?: InvitationStateFilter | null | undefined;
};

/** Which invitation to mail once more. */
export type InvitationResendInput = {
  /** The invitation. */
  id: string | number;
};

/** Which invitation to take back. */
export type InvitationRevokeInput = {
  /** The invitation. */
  id: string | number;
};

/** What has become of an invitation. */
export type InvitationState =
  /** Somebody became a member by it. */
  | 'ACCEPTED'
  /** Its time is over. */
  | 'EXPIRED'
  /** It can be accepted. */
  | 'PENDING'
  /** It was taken back. */
  | 'REVOKED';

/** States of an invitation. */
export type InvitationStateFilter = {
  /** In this state. */
  eq?: InvitationState | null | undefined;
  /** In one of these states. */
  in?: Array<InvitationState> | null | undefined;
};

/** What to do, and with which jobs. */
export type JobBulkActionInput = {
  /** What to do. */
  action: JobBulkActionKind;
  /** True: only say how many match, with the first few. Nothing changes. */
  dryRun?: boolean | null | undefined;
  /** With which jobs; at least one condition. Those that come later are left alone. */
  filter: JobFilter;
  /** The same key gives the same job, however often it is sent. */
  idempotencyKey?: string | null | undefined;
};

/** What to do with many jobs. */
export type JobBulkActionKind =
  /** Ask for the end of those that have not ended. */
  | 'CANCEL'
  /** Start those again that gave up. */
  | 'RETRY';

/** Which job to cancel. */
export type JobCancelInput = {
  /** Refused with CONFLICT when the job has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The job. */
  id: string | number;
};

/** Which jobs. Conditions are joined by AND. */
export type JobFilter = {
  /** Whose last attempt failed with one of these codes. */
  errorCode?: StringFilter | null | undefined;
  /** Ended in this span. */
  finishedAt?: DateTimeFilter | null | undefined;
  /** Of these kinds. */
  kind?: StringFilter | null | undefined;
  /** Parts of these jobs. */
  parent?: IdFilter | null | undefined;
  /** Asked for in this span. */
  queuedAt?: DateTimeFilter | null | undefined;
  /** Asked for by these people or API keys. */
  requestedBy?: IdFilter | null | undefined;
  /** In these states. */
  state?: JobStateFilter | null | undefined;
  /** About these objects. */
  subject?: IdFilter | null | undefined;
};

/** Which job to try again. */
export type JobRetryInput = {
  /** Refused with CONFLICT when the job has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The job. */
  id: string | number;
};

/** Where a job stands. */
export type JobState =
  /** A worker is at it. */
  | 'ACTIVE'
  /** It was cancelled. */
  | 'CANCELLED'
  /** It was cancelled; a worker has yet to let go of it. */
  | 'CANCELLING'
  /** It gave up and lies among the dead letters. */
  | 'DEAD'
  /** It failed for good. */
  | 'FAILED'
  /** It waits for a worker. */
  | 'QUEUED'
  /** It was taken from the dead letters to be tried again. */
  | 'REPLAYED'
  /** It failed and will be tried again. */
  | 'RETRYING'
  /** It waits for its time. */
  | 'SCHEDULED'
  /** Its worker died; it goes back to the queue. */
  | 'STALLED'
  /** It is done. */
  | 'SUCCEEDED';

/** States of a job. */
export type JobStateFilter = {
  /** In this state. */
  eq?: JobState | null | undefined;
  /** In one of these states. */
  in?: Array<JobState> | null | undefined;
};

/** An archive of articles. */
export type KbArchiveImportInput = {
  /** A zip file in base64, 700,000 bytes before that at most: up to 2,000 files, each of 2 MB and together of 50 MB once they are unpacked. Its Markdown files become articles, known by their paths; the rest is left out. */
  archive: string;
  /** The same key with the same archive starts one import only, however often it is sent. */
  idempotencyKey?: string | null | undefined;
  /** The project they belong to. */
  projectId: string | number;
};

/** Which article. */
export type KbArticleArchiveInput = {
  /** Refused with CONFLICT when the article has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The article. */
  id: string | number;
};

/** What made a version of an article. */
export type KbArticleChange =
  /** It was put away. */
  | 'ARCHIVED'
  /** It was written. */
  | 'CREATED'
  /** Its title, text or tags were changed. */
  | 'EDITED'
  /** It came, or was updated, from where it was imported. */
  | 'IMPORTED'
  /** It was published. */
  | 'PUBLISHED'
  /** It got the text of an earlier version again. */
  | 'RESTORED';

/** A new article. */
export type KbArticleCreateInput = {
  /** Its text, in Markdown; at most 500,000 characters. */
  body: string;
  /** The same key with the same request writes one article only, however often it is sent. */
  idempotencyKey?: string | null | undefined;
  /** The project it belongs to. */
  projectId: string | number;
  /** Whether it is found and cited from now on; otherwise it is a draft. */
  publish?: boolean;
  /** Words to file it under, 20 at most, each of 50 characters at most. */
  tags?: Array<string> | null | undefined;
  /** What it is about; at most 300 characters. */
  title: string;
};

/** Which articles. Conditions are joined by AND. */
export type KbArticleFilter = {
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** In these states. */
  state?: KbArticleStateFilter | null | undefined;
  /** With this tag, or with one of these. */
  tags?: StringFilter | null | undefined;
};

/** Which article. */
export type KbArticlePublishInput = {
  /** Refused with CONFLICT when the article has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The article. */
  id: string | number;
};

/** Where an article stands. */
export type KbArticleState =
  /** It is kept, but not found any more. */
  | 'ARCHIVED'
  /** It is being written and not found yet. */
  | 'DRAFT'
  /** It is found and cited. */
  | 'PUBLISHED';

/** States of an article. */
export type KbArticleStateFilter = {
  /** In this state. */
  eq?: KbArticleState | null | undefined;
  /** In one of these states. */
  in?: Array<KbArticleState> | null | undefined;
};

/** What can be done with an article. */
export type KbArticleTransition =
  /** `kbArticleArchive` would be accepted. */
  | 'ARCHIVE'
  /** `kbArticlePublish` would be accepted. */
  | 'PUBLISH'
  /** `kbArticleUpdate` and `kbArticleVersionRestore` would be accepted. */
  | 'UPDATE';

/** How an article is to be; what is left out stays. */
export type KbArticleUpdateInput = {
  /** Its whole text, in Markdown; at most 500,000 characters. */
  body?: string | null | undefined;
  /** Refused with CONFLICT when the article has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The article. */
  id: string | number;
  /** Words to file it under, 20 at most, each of 50 characters at most. */
  tags?: Array<string> | null | undefined;
  /** What it is about; at most 300 characters. */
  title?: string | null | undefined;
};

/** Which version. */
export type KbArticleVersionRestoreInput = {
  /** Refused with CONFLICT when the article has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The version whose text the article gets. */
  id: string | number;
};

/** A batch of articles. */
export type KbImportInput = {
  /** The articles, 200 at most. */
  articles: Array<KbImportRowInput>;
  /** The project they belong to. */
  projectId: string | number;
};

/** An article from elsewhere. */
export type KbImportRowInput = {
  /** Its text, in Markdown. */
  body: string;
  /** Names where it comes from; the same source is stored once. */
  sourceKey: string;
  /** What it is about; at most 300 characters. */
  title: string;
};

/** Which suggestion. */
export type KbSuggestionAcceptInput = {
  /** Refused with CONFLICT when the suggestion has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The suggestion. */
  id: string | number;
};

/** Which suggestion. */
export type KbSuggestionDismissInput = {
  /** Refused with CONFLICT when the suggestion has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The suggestion. */
  id: string | number;
};

/** Which suggestions. Conditions are joined by AND. */
export type KbSuggestionFilter = {
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** In these states. */
  state?: KbSuggestionStateFilter | null | undefined;
};

/** What became of the suggestion of an article. */
export type KbSuggestionState =
  /** A draft was made of it. */
  | 'ACCEPTED'
  /** Nobody wants it; its cases are not suggested again. */
  | 'DISMISSED'
  /** It waits for a person. */
  | 'OPEN';

/** States of a suggestion. */
export type KbSuggestionStateFilter = {
  /** In this state. */
  eq?: KbSuggestionState | null | undefined;
  /** In one of these states. */
  in?: Array<KbSuggestionState> | null | undefined;
};

/** What can be done with a suggestion. */
export type KbSuggestionTransition =
  /** `kbSuggestionAccept` would be accepted. */
  | 'ACCEPT'
  /** `kbSuggestionDismiss` would be accepted. */
  | 'DISMISS';

/** Which project. */
export type KbSuggestionsRefreshInput = {
  /** The project. */
  projectId: string | number;
};

/** Where the use of a model stands. */
export type LlmCallState =
  /** It was given up. */
  | 'CANCELLED'
  /** No model answered. */
  | 'FAILED'
  /** A model is being asked. */
  | 'PENDING'
  /** The answer is arriving. */
  | 'STREAMING'
  /** It was answered. */
  | 'SUCCEEDED';

/** What a person is in a tenant. */
export type MemberRole =
  /** Runs the tenant: projects, keys, members. */
  | 'ADMIN'
  /** Works in the field; sees, and changes what is theirs. */
  | 'EMPLOYEE'
  /** Works on cases and jobs. */
  | 'OPERATOR'
  /** May do everything; a tenant always has one. */
  | 'OWNER'
  /** Sees, and changes nothing. */
  | 'VIEWER';

/** Roles of a member. */
export type MemberRoleFilter = {
  /** With this role. */
  eq?: MemberRole | null | undefined;
  /** With one of these roles. */
  in?: Array<MemberRole> | null | undefined;
};

/** Which members. Conditions are joined by AND. */
export type MembershipFilter = {
  /** Who are members of these projects. */
  projectId?: IdFilter | null | undefined;
  /** With these roles. */
  role?: MemberRoleFilter | null | undefined;
  /** Whose name or e-mail address contains this, whatever its case. */
  search?: string | null | undefined;
};

/** Which tenant to leave. */
export type MembershipLeaveInput = {
  /** The short name of the tenant you are signed in to, so that nobody leaves by accident. */
  tenantSlug: string;
};

/** Which member to remove. */
export type MembershipRevokeInput = {
  /** The membership. */
  id: string | number;
};

/** Which member, and what they are to be. */
export type MembershipUpdateInput = {
  /** Refused with CONFLICT when the membership has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The membership. */
  id: string | number;
  /** The new role. */
  role: MemberRole;
};

/** Which way a message went. */
export type MessageDirection =
  /** From the customer. */
  | 'INBOUND'
  /** Between members; the customer does not see it. */
  | 'INTERNAL'
  /** To the customer. */
  | 'OUTBOUND';

/** A model of a provider. Prices are US dollars for a million tokens. */
export type ModelCreateInput = {
  /** For tokens read from the provider's cache; 0 by default. */
  cachedInputPrice?: string | null | undefined;
  /** How many tokens it reads at most. */
  contextTokens: number;
  /** For tokens read; 0 by default. */
  inputPrice?: string | null | undefined;
  /** Its name at the provider. */
  name: string;
  /** For tokens written; 0 by default. */
  outputPrice?: string | null | undefined;
  /** Who offers it. */
  providerId: string | number;
  /** What it is good for. */
  tier: ModelTier;
};

/** In which protocol a provider offers its models. */
export type ModelProtocol =
  /** Anthropic's messages interface. */
  | 'ANTHROPIC'
  /** Google's generative language interface. */
  | 'GOOGLE'
  /** The models that come with Switchyard; no network, no key, no cost. */
  | 'OFFLINE'
  /** OpenAI's responses interface. */
  | 'OPENAI'
  /** Any server with a chat-completions interface. */
  | 'OPENAI_COMPATIBLE';

/** A provider of models. */
export type ModelProviderCreateInput = {
  /** The key; it is stored encrypted and never shown again. */
  apiKey?: string | null | undefined;
  /** Where; the protocol's own address by default. */
  baseUrl?: string | null | undefined;
  /** Its name; unique in the tenant. */
  name: string;
  /** In which protocol it is reached. */
  protocol: ModelProtocol;
};

/** What changes about a provider of models; what is left out stays. */
export type ModelProviderUpdateInput = {
  /** Its new key. */
  apiKey?: string | null | undefined;
  /** Its new address; null: the protocol's own. Another host asks for the key again. */
  baseUrl?: string | null | undefined;
  /** Refused with CONFLICT when the provider or model has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The provider. */
  id: string | number;
  /** True to switch it off, false to switch it on. */
  isDisabled?: boolean | null | undefined;
  /** Its new name. */
  name?: string | null | undefined;
};

/** What a model is asked for. */
export type ModelPurpose =
  /** A change that would mend what a case tells of. */
  | 'CHANGE_PREP'
  /** A vote of several models. */
  | 'COUNCIL'
  /** Vectors for search. */
  | 'EMBEDDING'
  /** A reply to a customer. */
  | 'REPLY'
  /** Type and severity of a case. */
  | 'TRIAGE';

/** Which models serve a purpose at a tier. */
export type ModelRouteSetInput = {
  /** After so many milliseconds the next model is asked as well; never by default. */
  hedgeAfterMs?: number | null | undefined;
  /** The preferred one first, 10 at most. Empty: back to the models that come with Switchyard. */
  modelIds: Array<string | number>;
  /** What for. */
  purpose: ModelPurpose;
  /** At which tier. */
  tier: ModelTier;
  /** How long one model gets, in milliseconds; 60,000 by default. */
  timeoutMs?: number | null | undefined;
};

/** What a model is good for. */
export type ModelTier =
  /** Planning and judging. */
  | 'COMPLEX'
  /** Turning text into vectors. */
  | 'EMBEDDING'
  /** Quick and cheap: classifying, extracting. */
  | 'FAST'
  /** Writing. */
  | 'STANDARD'
  /** Looking at images. */
  | 'VISION';

/** Which way a list is sorted. */
export type OrderDirection =
  /** Smallest, or oldest, first. */
  | 'ASC'
  /** Largest, or newest, first. */
  | 'DESC';

/** Which case, and from where on. */
export type PipelineStartInput = {
  /** The case. */
  caseId: string | number;
  /** Refused with CONFLICT when the case has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The step to begin with, and what follows it; what was decided before it stays. By default TRIAGE where the case has not been triaged, else KNOWN_ISSUE_MATCH. */
  from?: PipelineStepKind | null | undefined;
};

/** Where a pipeline stands. */
export type PipelineState =
  /** Somebody cancelled it. */
  | 'CANCELLED'
  /** A step gave up; it can be retried. */
  | 'FAILED'
  /** Its steps are under way. */
  | 'RUNNING'
  /** It went as far as it should. */
  | 'SUCCEEDED';

/** What a step does. */
export type PipelineStepKind =
  /** Drafts a reply from the articles. */
  | 'AUTO_REPLY'
  /** Prepares a change, in the place of a reply, for a bug that no article knows. */
  | 'CHANGE_PREP'
  /** Finds articles that fit. */
  | 'KNOWN_ISSUE_MATCH'
  /** Decides type and severity. */
  | 'TRIAGE';

/** Which step to try again. */
export type PipelineStepRetryInput = {
  /** The step; or a pipeline, whose failed step is then meant. */
  id: string | number;
};

/** Where a step stands. */
export type PipelineStepState =
  /** It gave up, or was cancelled; it can be retried. */
  | 'FAILED'
  /** It has not begun. */
  | 'PENDING'
  /** It is under way. */
  | 'RUNNING'
  /** It was left out. */
  | 'SKIPPED'
  /** It is done. */
  | 'SUCCEEDED';

/** What others see of you. */
export type ProfileUpdateInput = {
  /** Refused with CONFLICT when the you has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** Your name for people. */
  name: string;
};

/** Which project. */
export type ProjectArchiveInput = {
  /** The project. */
  id: string | number;
};

/** A new project. */
export type ProjectCreateInput = {
  /** Whether only its members see it, besides OWNER and ADMIN; everybody does by default. */
  isRestricted?: boolean | null | undefined;
  /** Its short name; unique in the tenant. */
  key: string;
  /** What words count in a search of its articles, 0 to 1; meaning counts the rest. 0.5 by default. */
  lexicalShare?: number | null | undefined;
  /** Its name for people. */
  name: string;
  /** What happens to drafted replies; APPROVAL by default. */
  replyMode?: ReplyMode | null | undefined;
  /** Triage that is less sure than this asks a person; 0.5 by default. */
  triageThreshold?: number | null | undefined;
};

/** Who, and which project. */
export type ProjectMemberAddInput = {
  /** The member of the tenant. */
  membershipId: string | number;
  /** The project. */
  projectId: string | number;
};

/** Who, and which project. */
export type ProjectMemberRemoveInput = {
  /** The member of the tenant. */
  membershipId: string | number;
  /** The project. */
  projectId: string | number;
};

/** Which project. */
export type ProjectRestoreInput = {
  /** The project. */
  id: string | number;
};

/** How a project is to be; what is left out stays. */
export type ProjectUpdateInput = {
  /** Refused with CONFLICT when the project has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The project. */
  id: string | number;
  /** Whether only its members see it, besides OWNER and ADMIN. */
  isRestricted?: boolean | null | undefined;
  /** What words count in a search of its articles, 0 to 1; meaning counts the rest. */
  lexicalShare?: number | null | undefined;
  /** Its name for people. */
  name?: string | null | undefined;
  /** What happens to drafted replies. */
  replyMode?: ReplyMode | null | undefined;
  /** Triage that is less sure than this asks a person. */
  triageThreshold?: number | null | undefined;
};

/** Which queue to pause, and why. */
export type QueuePauseInput = {
  /** The kind of its jobs. */
  name: string;
  /** Shown to whoever wonders; 500 characters at most. */
  reason?: string | null | undefined;
};

/** Which draft. */
export type ReplyApproveInput = {
  /** Refused with CONFLICT when the draft has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The draft. */
  id: string | number;
};

/** Where the draft of a reply stands. */
export type ReplyDraftState =
  /** It was given up while it was being written; nothing of it is kept. */
  | 'ABANDONED'
  /** It may go out. */
  | 'APPROVED'
  /** It is being written. */
  | 'GENERATING'
  /** It waits for a person. */
  | 'PENDING_APPROVAL'
  /** A person refused it. */
  | 'REJECTED'
  /** It could not be sent. */
  | 'SEND_FAILED'
  /** It went to the customer. */
  | 'SENT'
  /** Something newer took its place, or a person took over the case. */
  | 'SUPERSEDED';

/** A new text for a draft. */
export type ReplyEditInput = {
  /** Its whole text, in Markdown. */
  body: string;
  /** Refused with CONFLICT when the draft has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The draft. */
  id: string | number;
};

/** What happens to a reply that the pipeline drafted. */
export type ReplyMode =
  /** It waits for a person. */
  | 'APPROVAL'
  /** No reply is drafted. */
  | 'OFF'
  /** It is sent at once when it is sure enough and every sentence rests on an article; otherwise it waits for a person. */
  | 'SEND';

/** Which draft. */
export type ReplyRejectInput = {
  /** Refused with CONFLICT when the draft has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The draft. */
  id: string | number;
};

/** How risky a change is. */
export type RiskLevel =
  /** It may break something important. */
  | 'HIGH'
  /** Little can go wrong. */
  | 'LOW'
  /** Test it well. */
  | 'MEDIUM';

/** Levels of risk. */
export type RiskLevelFilter = {
  /** Of this level. */
  eq?: RiskLevel | null | undefined;
  /** Of one of these levels. */
  in?: Array<RiskLevel> | null | undefined;
};

/** Which recurring job to run. */
export type ScheduleRunNowInput = {
  /** The schedule. */
  id: string | number;
};

/** Who signs in, and where. */
export type SignInInput = {
  /** The address of the account. */
  email: string;
  /** Its password. */
  password: string;
  /** Which tenant; needed only with several memberships. */
  tenantSlug?: string | null | undefined;
};

/** A new tenant and the person who owns it. */
export type SignUpInput = {
  /** The address to sign in with. */
  email: string;
  /** The name of the person. */
  name: string;
  /** At least 10 characters. */
  password: string;
  /** The name of the organisation. */
  tenantName: string;
  /** Its short name in addresses; unique. */
  tenantSlug: string;
};

/** What is promised to the customer of a case. */
export type SlaClock =
  /** That somebody answers. */
  | 'FIRST_ANSWER'
  /** That it is resolved. */
  | 'RESOLUTION';

/** What is promised to the customers of a project. */
export type SlaPolicySetInput = {
  /** Refused with CONFLICT when the project has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The project. */
  projectId: string | number;
  /** The whole policy, each priority once; of those that are left out nothing is promised. */
  targets: Array<SlaTargetInput>;
};

/** Where a promise stands. */
export type SlaState =
  /** It was not kept. */
  | 'BREACHED'
  /** It was kept. */
  | 'MET'
  /** The clock stands still: the customer has the word, or the case was put off. */
  | 'PAUSED'
  /** There is time left. */
  | 'PENDING';

/** How soon cases of a priority are answered and resolved. */
export type SlaTargetInput = {
  /** Minutes until the first answer, a year at most; left out or null: nothing is promised. */
  firstAnswerMinutes?: number | null | undefined;
  /** Of which cases. */
  priority: CasePriority;
  /** Minutes until it is resolved, a year at most; left out or null: nothing is promised. */
  resolutionMinutes?: number | null | undefined;
};

/** An exact text. */
export type StringFilter = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** Equal to one of these, 100 at most. */
  in?: Array<string> | null | undefined;
};

/** What a project should let its pipeline do; what is left out stays. */
export type SupportSettingsUpdateInput = {
  /** Hours a person has to decide, a year at most; 0: as long as it takes. */
  approvalHours?: number | null | undefined;
  /** Refused with CONFLICT when the project has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** An article whose score is below this (0 to 1) does not fit a case. */
  matchThreshold?: number | null | undefined;
  /** Whether a change is prepared, in the place of a reply, for a bug that no article knows. */
  preparesChanges?: boolean | null | undefined;
  /** The project. */
  projectId: string | number;
  /** What happens to drafted replies. */
  replyMode?: ReplyMode | null | undefined;
  /** With SEND, a reply that is less sure than this (0 to 1) waits for a person. */
  sendThreshold?: number | null | undefined;
  /** Triage that is less sure than this (0 to 1) asks a person. */
  triageThreshold?: number | null | undefined;
};

/** What happened. */
export type TenantEventKind =
  /** An API key was created. */
  | 'API_KEY_CREATED'
  /** An API key was revoked. */
  | 'API_KEY_REVOKED'
  /** An API key got a new secret. */
  | 'API_KEY_ROTATED'
  /** What an API key is called or may do was changed. */
  | 'API_KEY_UPDATED'
  /** A person said yes to something that waited, and it was done. */
  | 'APPROVAL_APPROVED'
  /** Nobody decided in time on something that waited. */
  | 'APPROVAL_EXPIRED'
  /** A person said no to something that waited. */
  | 'APPROVAL_REJECTED'
  /** Something waits for a person. */
  | 'APPROVAL_REQUESTED'
  /** Something that waited is no matter any more. */
  | 'APPROVAL_SUPERSEDED'
  /** A budget for models is used up; jobs that need a model wait. */
  | 'BUDGET_EXHAUSTED'
  /** A budget for models was taken away. */
  | 'BUDGET_REMOVED'
  /** A budget for models allows spending again. */
  | 'BUDGET_RESTORED'
  /** A budget for models was set or changed. */
  | 'BUDGET_SET'
  /** A budget for models is nearly used up. */
  | 'BUDGET_WARNING'
  /** What was asked for many jobs or dead letters is done, as far as it was possible. */
  | 'BULK_ACTION_FINISHED'
  /** Somebody asked for the same thing to be done with many jobs or dead letters. */
  | 'BULK_ACTION_STARTED'
  /** A batch of cases was imported. */
  | 'CASES_IMPORTED'
  /** A case was given to a member. */
  | 'CASE_ASSIGNED'
  /** A case was merged into another, which goes on in its place. */
  | 'CASE_MERGED'
  /** A customer wrote again about a case. */
  | 'CASE_MESSAGE_RECEIVED'
  /** A member wrote a note about a case. */
  | 'CASE_NOTE_ADDED'
  /** A case was opened. */
  | 'CASE_OPENED'
  /** A case got another priority, from a person or with its severity. */
  | 'CASE_PRIORITY_CHANGED'
  /** A case was not answered, or not resolved, by the time that is promised. */
  | 'CASE_SLA_BREACHED'
  /** A case was put off until later. */
  | 'CASE_SNOOZED'
  /** A case moved to another state. */
  | 'CASE_STATE_CHANGED'
  /** A case got other tags. */
  | 'CASE_TAGS_CHANGED'
  /** A person took a case out of the hands of the pipeline. */
  | 'CASE_TAKEN_OVER'
  /** A case got its type and severity, from a model or a person. */
  | 'CASE_TRIAGED'
  /** A case was taken away from whoever had it. */
  | 'CASE_UNASSIGNED'
  /** A case that was put off is back: its time came, the customer wrote, or somebody wanted it. */
  | 'CASE_WOKEN'
  /** Somebody accepted a proposed change. */
  | 'CHANGE_ACCEPTED'
  /** Somebody put a proposed change right. */
  | 'CHANGE_EDITED'
  /** A change that would solve a case was prepared. */
  | 'CHANGE_PROPOSED'
  /** Somebody rejected a proposed change. */
  | 'CHANGE_REJECTED'
  /** A proposed change is no matter any more. */
  | 'CHANGE_SUPERSEDED'
  /** A channel was created. */
  | 'CHANNEL_CREATED'
  /** A channel was switched off: it takes nothing in. */
  | 'CHANNEL_DISABLED'
  /** A channel was switched on again. */
  | 'CHANNEL_ENABLED'
  /** A channel got a new secret. */
  | 'CHANNEL_SECRET_ROTATED'
  /** What a channel is called, or how it works, was changed. */
  | 'CHANNEL_UPDATED'
  /** Somebody ended an open connection. */
  | 'CONNECTION_TERMINATED'
  /** A question was put to a council of models. */
  | 'COUNCIL_ASKED'
  /** A council was ended before it came to a verdict. */
  | 'COUNCIL_CANCELLED'
  /** A council has decided for one of its answers. */
  | 'COUNCIL_DECIDED'
  /** A council came to no verdict. */
  | 'COUNCIL_FAILED'
  /** A council that had failed goes on with what it has. */
  | 'COUNCIL_RESUMED'
  /** The members of a council have answered and vote on the answers. */
  | 'COUNCIL_VOTING'
  /** Two customers are one from now on; the cases of one are those of the other. */
  | 'CUSTOMERS_MERGED'
  /** Somebody decided that a job that had given up need not be replayed. */
  | 'DEAD_LETTER_DISCARDED'
  /** A person signs in with another e-mail address from now on. */
  | 'EMAIL_CHANGED'
  /** A person proved that an e-mail address is theirs. */
  | 'EMAIL_VERIFIED'
  /** Somebody became a member by an invitation. */
  | 'INVITATION_ACCEPTED'
  /** Somebody was invited. */
  | 'INVITATION_CREATED'
  /** An invitation was mailed once more. */
  | 'INVITATION_RESENT'
  /** An invitation was taken back. */
  | 'INVITATION_REVOKED'
  /** Somebody cancelled a job. */
  | 'JOB_CANCELLED'
  /** A job gave up and lies among the dead letters. */
  | 'JOB_FAILED'
  /** Somebody started a job again that had given up. */
  | 'JOB_RETRIED'
  /** A batch of knowledge-base articles was imported. */
  | 'KB_ARTICLES_IMPORTED'
  /** A knowledge-base article was put away and is not found any more. */
  | 'KB_ARTICLE_ARCHIVED'
  /** A knowledge-base article was created. */
  | 'KB_ARTICLE_CREATED'
  /** A knowledge-base article is found and cited from now on. */
  | 'KB_ARTICLE_PUBLISHED'
  /** A knowledge-base article got another text. */
  | 'KB_ARTICLE_UPDATED'
  /** Cases for which nothing was found are about the same: articles were suggested. */
  | 'KB_SUGGESTIONS_FOUND'
  /** A suggested article is being written. */
  | 'KB_SUGGESTION_ACCEPTED'
  /** Somebody decided against a suggested article. */
  | 'KB_SUGGESTION_DISMISSED'
  /** Somebody became a member the first time they came by an issuer of tokens outside. */
  | 'MEMBERSHIP_JOINED'
  /** A member left the tenant. */
  | 'MEMBERSHIP_LEFT'
  /** A member was removed from the tenant. */
  | 'MEMBERSHIP_REVOKED'
  /** A member got another role. */
  | 'MEMBERSHIP_ROLE_CHANGED'
  /** A model was made known. */
  | 'MODEL_CREATED'
  /** A provider of models was made known. */
  | 'MODEL_PROVIDER_CREATED'
  /** A provider of models was changed, or got another key. */
  | 'MODEL_PROVIDER_UPDATED'
  /** A purpose is served by other models from now on. */
  | 'MODEL_ROUTE_SET'
  /** A model got other prices, or was switched off or on. */
  | 'MODEL_UPDATED'
  /** A person changed their password; their other sessions ended. */
  | 'PASSWORD_CHANGED'
  /** A person set a new password with a mailed link; all their sessions ended. */
  | 'PASSWORD_RESET'
  /** A person changed their name. */
  | 'PROFILE_UPDATED'
  /** A project was put away; nothing new comes into it. */
  | 'PROJECT_ARCHIVED'
  /** A project was created. */
  | 'PROJECT_CREATED'
  /** A member of the tenant became one of a project. */
  | 'PROJECT_MEMBER_ADDED'
  /** A member of the tenant is none of a project any more. */
  | 'PROJECT_MEMBER_REMOVED'
  /** A project was taken back out of the archive. */
  | 'PROJECT_RESTORED'
  /** A project was changed. */
  | 'PROJECT_UPDATED'
  /** Somebody paused a queue of the tenant: its jobs wait. */
  | 'QUEUE_PAUSED'
  /** Somebody resumed a queue of the tenant. */
  | 'QUEUE_RESUMED'
  /** A drafted reply was approved. */
  | 'REPLY_APPROVED'
  /** A reply to a case was drafted. */
  | 'REPLY_DRAFTED'
  /** A drafted reply was rejected. */
  | 'REPLY_REJECTED'
  /** A reply could not be sent to the customer. */
  | 'REPLY_SEND_FAILED'
  /** A reply was sent to the customer. */
  | 'REPLY_SENT'
  /** Somebody ran a recurring job out of turn. */
  | 'SCHEDULE_RUN_NOW'
  /** Somebody paused, resumed or changed a recurring job. */
  | 'SCHEDULE_UPDATED'
  /** A person ended one of their sessions, or all but the one they use. */
  | 'SESSION_ENDED'
  /** A person signed in. */
  | 'SIGNED_IN'
  /** It was said how soon cases of a project are answered and resolved. */
  | 'SLA_POLICY_SET'
  /** Events were lost before this one: read again what you show. */
  | 'STREAM_GAP'
  /** What a project lets its pipeline do by itself was changed. */
  | 'SUPPORT_SETTINGS_UPDATED'
  /** The name of the tenant changed. */
  | 'TENANT_UPDATED'
  /** Triage of a project was trained on its confirmed cases. */
  | 'TRIAGE_LEARNED'
  /** A version of what triage has learned was put in use, by a training or a person. */
  | 'TRIAGE_MODEL_ACTIVATED'
  /** Somebody took a version of what triage has learned out of use. */
  | 'TRIAGE_MODEL_RETIRED';

/** Which tenant to go on in. */
export type TenantSwitchInput = {
  /** One of `viewer.memberships`. */
  tenantId: string | number;
};

/** How the tenant is to be called; what is left out stays. */
export type TenantUpdateInput = {
  /** Refused with CONFLICT when the tenant has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** Its name for people. */
  name?: string | null | undefined;
  /** Its short name in addresses; unique. Whoever belongs to several tenants signs in with it. */
  slug?: string | null | undefined;
};

/** What triage tells apart: the types of a case, and its severities. */
export type TriageLabel =
  /** As `BUG` of `CaseType` or `CaseSeverity`. */
  | 'BUG'
  /** As `CRITICAL` of `CaseType` or `CaseSeverity`. */
  | 'CRITICAL'
  /** As `FEATURE` of `CaseType` or `CaseSeverity`. */
  | 'FEATURE'
  /** As `HIGH` of `CaseType` or `CaseSeverity`. */
  | 'HIGH'
  /** As `LOW` of `CaseType` or `CaseSeverity`. */
  | 'LOW'
  /** As `MEDIUM` of `CaseType` or `CaseSeverity`. */
  | 'MEDIUM'
  /** As `QUESTION` of `CaseType` or `CaseSeverity`. */
  | 'QUESTION';

/** Which version. */
export type TriageModelActivateInput = {
  /** Refused with CONFLICT when the triage model has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** Keep it in use, whatever is learned, until a person chooses again. By default so for a version that was in use before (a rollback), and not for a candidate. */
  hold?: boolean | null | undefined;
  /** The version. */
  id: string | number;
};

/** Which versions. Conditions are joined by AND. */
export type TriageModelFilter = {
  /** Of these projects. */
  projectId?: IdFilter | null | undefined;
  /** In these states. */
  state?: TriageModelStateFilter | null | undefined;
};

/** Which version. */
export type TriageModelRetireInput = {
  /** Refused with CONFLICT when the triage model has another version by now; the answer then holds it. */
  expectedVersion?: number | null | undefined;
  /** The version. */
  id: string | number;
};

/** Where a version of what triage has learned stands. */
export type TriageModelState =
  /** It is in use. At most one of a project is. */
  | 'ACTIVE'
  /** It was not put in use by itself and waits for a person. */
  | 'CANDIDATE'
  /** It was in use, and can be gone back to. */
  | 'RETIRED'
  /** It was trained, and is not judged yet. */
  | 'TRAINING';

/** States of a version. */
export type TriageModelStateFilter = {
  /** In this state. */
  eq?: TriageModelState | null | undefined;
  /** In one of these states. */
  in?: Array<TriageModelState> | null | undefined;
};

/** What can be done with a version. */
export type TriageModelTransition =
  /** `triageModelActivate` would be accepted. */
  | 'ACTIVATE'
  /** `triageModelRetire` would be accepted. */
  | 'RETIRE';

/** Which days, UTC; the last 84 by default, 366 at most. */
export type TriageQualityWindow = {
  /** The first day. */
  from?: string | null | undefined;
  /** The day after the last; tomorrow by default. */
  until?: string | null | undefined;
};

/** Which project. */
export type TriageTrainInput = {
  /** The project. */
  projectId: string | number;
};

/** What came of a training. */
export type TriageTrainingOutcome =
  /** Not put in use: a person wants another version to stay. */
  | 'HELD'
  /** Fewer than ten cases could be held out, so it has no figures. Put in use, unless what was in use had been measured or chosen by a person. */
  | 'NOT_MEASURED'
  /** Put in use: on the held-out cases it was not worse than what was in use before. */
  | 'NOT_WORSE'
  /** Not put in use: time and again another version was, while this one was measured. */
  | 'OVERTAKEN'
  /** Not put in use: on the held-out cases its macro F1 was lower by more than 0.02, and at least two more of them were wrong. */
  | 'WORSE';

/** What kind of failure a user error is. */
export type UserErrorCode =
  /** A value that must be unique is taken. */
  | 'ALREADY_EXISTS'
  /** Somebody else changed the object first; the payload holds what it is now. */
  | 'CONFLICT'
  /** You may do such things, but not this one. */
  | 'FORBIDDEN'
  /** The idempotency key was used for a different request. */
  | 'IDEMPOTENCY_MISMATCH'
  /** E-mail address or password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input is not acceptable. */
  | 'INVALID_INPUT'
  /** The object is in a state from which this is not possible. */
  | 'INVALID_STATE'
  /** The object does not exist, or is not yours to see. */
  | 'NOT_FOUND'
  /** Too many attempts; try again later. */
  | 'RATE_LIMITED';

export type E2eArticleCreateMutationVariables = Exact<{
  input: KbArticleCreateInput;
}>;


export type E2eArticleCreateMutation = { kbArticleCreate: { kbArticle: { id: string, title: string } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type E2eCaseOpenMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type E2eCaseOpenMutation = { caseOpen: { case: { id: string, number: number, state: CaseState } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type E2eFollowJobSubscriptionVariables = Exact<{
  jobId: string | number;
  after?: string | null | undefined;
}>;


export type E2eFollowJobSubscription = { jobEvents:
    | { __typename: 'JobFinished', cursor: string, state: JobState, error: { code: string, message: string } | null }
    | { __typename: 'JobLogAppended', cursor: string }
    | { __typename: 'JobProgressed', cursor: string, stage: string, percent: number }
    | { __typename: 'JobSnapshot', cursor: string }
    | { __typename: 'JobStateChanged', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type E2eCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type E2eCaseQuery = { case: { state: CaseState, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, reasoning: string | null, decidedBy: DeciderKind | null } | null, matches: { edges: Array<{ score: number, node: { title: string } }> }, replyDraft: { id: string, state: ReplyDraftState, body: string, version: number, citations: Array<{ title: string }> } | null, pipeline: { state: PipelineState, steps: Array<{ kind: PipelineStepKind, state: PipelineStepState, attempts: number }> } | null, messages: { nodes: Array<{ direction: MessageDirection, body: string }> } } | null };

export type E2eReplyApproveMutationVariables = Exact<{
  input: ReplyApproveInput;
}>;


export type E2eReplyApproveMutation = { replyApprove: { replyDraft: { state: ReplyDraftState } | null, case: { state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type OpenCaseBeforeOutageMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type OpenCaseBeforeOutageMutation = { caseOpen: { case: { id: string } | null } };

export type WatchSubjectsInOutageSubscriptionVariables = Exact<{
  kinds?: Array<TenantEventKind> | TenantEventKind | null | undefined;
}>;


export type WatchSubjectsInOutageSubscription = { tenantEvents: { data: Record<string, unknown> | null, subject:
      | { id: string, subject: string }
      | Record<PropertyKey, never>
     | null } };

export type ApprovalInboxQueryVariables = Exact<{
  filter?: ApprovalFilter | null | undefined;
  orderBy?: ApprovalOrder | null | undefined;
}>;


export type ApprovalInboxQuery = { approvals: { totalCount: number, nodes: Array<{ id: string, kind: ApprovalKind, state: ApprovalState, title: string, reason: string, confidence: number | null, version: number, requestedAt: string, expiresAt: string | null, decidedAt: string | null, note: string | null, availableTransitions: Array<ApprovalTransition>, requestedBy: { kind: ActorKind, label: string }, decidedBy: { kind: ActorKind, label: string } | null, job: { kind: string } | null, project: { id: string }, subject:
        | { __typename: 'ApiKey', id: string }
        | { __typename: 'Approval', id: string }
        | { __typename: 'AuditEntry', id: string }
        | { __typename: 'AuthSession', id: string }
        | { __typename: 'Budget', id: string }
        | { __typename: 'Case', id: string }
        | { __typename: 'CaseAttachment', id: string }
        | { __typename: 'CaseDecision', id: string }
        | { __typename: 'CaseMessage', id: string }
        | { __typename: 'ChangeRequest', id: string, changeState: ChangeRequestState, approval: { id: string, state: ApprovalState } | null }
        | { __typename: 'Channel', id: string }
        | { __typename: 'ChannelMessage', id: string }
        | { __typename: 'Council', id: string }
        | { __typename: 'Customer', id: string }
        | { __typename: 'DeadLetter', id: string }
        | { __typename: 'ExportFile', id: string }
        | { __typename: 'InboundEvent', id: string }
        | { __typename: 'Invitation', id: string }
        | { __typename: 'Job', id: string }
        | { __typename: 'KbArticle', id: string }
        | { __typename: 'KbArticleVersion', id: string }
        | { __typename: 'KbSuggestion', id: string }
        | { __typename: 'LiveConnection', id: string }
        | { __typename: 'LlmCall', id: string }
        | { __typename: 'Membership', id: string }
        | { __typename: 'Model', id: string }
        | { __typename: 'ModelProvider', id: string }
        | { __typename: 'ModelRoute', id: string }
        | { __typename: 'Pipeline', id: string }
        | { __typename: 'PipelineStep', id: string }
        | { __typename: 'Project', id: string }
        | { __typename: 'ReplyDraft', body: string, id: string, draftState: ReplyDraftState, approval: { id: string, state: ApprovalState } | null }
        | { __typename: 'Schedule', id: string }
        | { __typename: 'Tenant', id: string }
        | { __typename: 'TriageModel', id: string }
        | { __typename: 'User', id: string }
       | null }> } };

export type ApproveApprovalMutationVariables = Exact<{
  input: ApprovalApproveInput;
}>;


export type ApproveApprovalMutation = { approvalApprove: { approval: { id: string, state: ApprovalState, version: number, note: string | null, decidedBy: { label: string } | null, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RejectApprovalMutationVariables = Exact<{
  input: ApprovalRejectInput;
}>;


export type RejectApprovalMutation = { approvalReject: { approval: { id: string, state: ApprovalState, note: string | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type FollowApprovalsSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type FollowApprovalsSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string, state: ApprovalState, version: number, approval: { id: string } | null }
    | { __typename: 'CaseAssigned', cursor: string }
    | { __typename: 'CaseDecided', cursor: string }
    | { __typename: 'CaseMatched', cursor: string }
    | { __typename: 'CaseMerged', cursor: string }
    | { __typename: 'CaseMessageAdded', cursor: string }
    | { __typename: 'CasePriorityChanged', cursor: string }
    | { __typename: 'CaseSlaBreached', cursor: string }
    | { __typename: 'CaseSnapshot', cursor: string }
    | { __typename: 'CaseSnoozed', cursor: string }
    | { __typename: 'CaseStateChanged', cursor: string }
    | { __typename: 'CaseTagsChanged', cursor: string }
    | { __typename: 'CaseTriaged', cursor: string }
    | { __typename: 'CaseWoken', cursor: string }
    | { __typename: 'ChangeRequestChanged', cursor: string }
    | { __typename: 'PipelineStepChanged', cursor: string }
    | { __typename: 'ReplyDraftChanged', cursor: string }
    | { __typename: 'ReplyDraftDelta', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type AskTheCouncilMutationVariables = Exact<{
  input: CouncilAskInput;
}>;


export type AskTheCouncilMutation = { councilAsk: { deduplicated: boolean, council: { id: string, state: CouncilState, quorum: number, version: number, members: Array<{ seat: number, label: string, state: CouncilMemberState, builtIn: CouncilBuiltIn | null }>, criteria: Array<{ name: string, weight: number }> } | null, job: { id: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type TheCouncilQueryVariables = Exact<{
  id: string | number;
}>;


export type TheCouncilQuery = { node:
    | { id: string, state: CouncilState, question: string, quorum: number, version: number, availableTransitions: Array<CouncilTransition>, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null, members: Array<{ seat: number, label: string, state: CouncilMemberState, model: { name: string } | null, route: { purpose: ModelPurpose } | null, error: { code: string } | null }>, answers: Array<{ text: string, score: number | null, member: { label: string }, votes: Array<{ total: number, voter: { label: string } }> }>, votes: Array<{ total: number, voter: { label: string }, answer: { member: { label: string } }, scores: Array<{ criterion: string, score: number, reason: string }> }>, verdict: { score: number, rule: CouncilRule, answer: { text: string, member: { label: string } }, reasons: Array<{ criterion: string, score: number, reason: string }>, standings: Array<{ score: number | null, member: { label: string } }> } | null, error: { code: string, message: string } | null, job: { id: string, state: JobState, error: { code: string } | null } | null }
    | Record<PropertyKey, never>
   | null };

export type FollowTheCouncilSubscriptionVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type FollowTheCouncilSubscription = { councilEvents:
    | { __typename: 'CouncilAnswerGiven', cursor: string, answer: { text: string, member: { label: string } } | null }
    | { __typename: 'CouncilFinished', cursor: string, state: CouncilState, why: string | null }
    | { __typename: 'CouncilMemberFailed', cursor: string, errorCode: string, member: { label: string } | null }
    | { __typename: 'CouncilSnapshot', cursor: string, council: { state: CouncilState, answers: Array<{ text: string }>, votes: Array<{ total: number }> } }
    | { __typename: 'CouncilStateChanged', cursor: string, from: CouncilState, to: CouncilState, version: number }
    | { __typename: 'CouncilVerdictReached', cursor: string, score: number, answer: { member: { label: string } } | null }
    | { __typename: 'CouncilVoteCast', cursor: string, vote: { total: number, voter: { label: string }, answer: { member: { label: string } } } | null }
    | { __typename: 'StreamGap', cursor: string }
   };

export type CancelTheCouncilMutationVariables = Exact<{
  input: CouncilCancelInput;
}>;


export type CancelTheCouncilMutation = { councilCancel: { council: { id: string, state: CouncilState } | null, job: { state: JobState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type TheCouncilsQueryVariables = Exact<{
  filter?: CouncilFilter | null | undefined;
}>;


export type TheCouncilsQuery = { councils: { totalCount: number, nodes: Array<{ id: string, state: CouncilState }> } };

export type CouncilBudgetMutationVariables = Exact<{
  input: BudgetSetInput;
}>;


export type CouncilBudgetMutation = { budgetSet: { userErrors: Array<{ code: UserErrorCode }> } };

export type CouncilRetryMutationVariables = Exact<{
  id: string | number;
}>;


export type CouncilRetryMutation = { jobRetry: { userErrors: Array<{ code: UserErrorCode }> } };

export type CouncilArticleMutationVariables = Exact<{
  input: KbArticleCreateInput;
}>;


export type CouncilArticleMutation = { kbArticleCreate: { kbArticle: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type CouncilUsesQueryVariables = Exact<{ [key: string]: never; }>;


export type CouncilUsesQuery = { llmCalls: { nodes: Array<{ purpose: ModelPurpose, state: LlmCallState, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }> }, usage: Array<{ key: string | null, calls: number | string }> };

export type OwnSessionsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type OwnSessionsQuery = { authSessions: { totalCount: number, nodes: Array<{ id: string, device: string, userAgent: string | null, address: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, endedAt: string | null, isCurrent: boolean }> } };

export type SessionEndOnceMutationVariables = Exact<{
  id: string | number;
}>;


export type SessionEndOnceMutation = { authSessionEnd: { authSession: { id: string, endedAt: string | null, isCurrent: boolean } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SessionsEndOthersMutationVariables = Exact<{ [key: string]: never; }>;


export type SessionsEndOthersMutation = { authSessionsEndOthers: { endedCount: number | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SignInForSessionMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInForSessionMutation = { signIn: { accessToken: string | null } };

export type SessionNodeQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionNodeQuery = { node:
    | { __typename: 'ApiKey', id: string }
    | { __typename: 'Approval', id: string }
    | { __typename: 'AuditEntry', id: string }
    | { __typename: 'AuthSession', id: string }
    | { __typename: 'Budget', id: string }
    | { __typename: 'Case', id: string }
    | { __typename: 'CaseAttachment', id: string }
    | { __typename: 'CaseDecision', id: string }
    | { __typename: 'CaseMessage', id: string }
    | { __typename: 'ChangeRequest', id: string }
    | { __typename: 'Channel', id: string }
    | { __typename: 'ChannelMessage', id: string }
    | { __typename: 'Council', id: string }
    | { __typename: 'Customer', id: string }
    | { __typename: 'DeadLetter', id: string }
    | { __typename: 'ExportFile', id: string }
    | { __typename: 'InboundEvent', id: string }
    | { __typename: 'Invitation', id: string }
    | { __typename: 'Job', id: string }
    | { __typename: 'KbArticle', id: string }
    | { __typename: 'KbArticleVersion', id: string }
    | { __typename: 'KbSuggestion', id: string }
    | { __typename: 'LiveConnection', id: string }
    | { __typename: 'LlmCall', id: string }
    | { __typename: 'Membership', id: string }
    | { __typename: 'Model', id: string }
    | { __typename: 'ModelProvider', id: string }
    | { __typename: 'ModelRoute', id: string }
    | { __typename: 'Pipeline', id: string }
    | { __typename: 'PipelineStep', id: string }
    | { __typename: 'Project', id: string }
    | { __typename: 'ReplyDraft', id: string }
    | { __typename: 'Schedule', id: string }
    | { __typename: 'Tenant', id: string }
    | { __typename: 'TriageModel', id: string }
    | { __typename: 'User', id: string }
   | null, viewer: { role: MemberRole } };

export type EmailVerifyOnceMutationVariables = Exact<{
  token: string;
}>;


export type EmailVerifyOnceMutation = { emailVerify: { email: string | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type EmailResendMutationVariables = Exact<{ [key: string]: never; }>;


export type EmailResendMutation = { emailVerificationResend: { userErrors: Array<{ code: UserErrorCode }> } };

export type EmailChangeOnceMutationVariables = Exact<{
  newEmail: string;
  password: string;
}>;


export type EmailChangeOnceMutation = { emailChange: { userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ProfileOnceMutationVariables = Exact<{
  input: ProfileUpdateInput;
}>;


export type ProfileOnceMutation = { profileUpdate: { user: { name: string, version: number, isEmailVerified: boolean } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type MeWithEmailQueryVariables = Exact<{ [key: string]: never; }>;


export type MeWithEmailQuery = { viewer: { user: { id: string, name: string, email: string, isEmailVerified: boolean, version: number } | null } };

export type SignInWithEmailMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInWithEmailMutation = { signIn: { accessToken: string | null, userErrors: Array<{ code: UserErrorCode }> } };

export type ProjectOfUnverifiedMutationVariables = Exact<{ [key: string]: never; }>;


export type ProjectOfUnverifiedMutation = { projectCreate: { project: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type InviteMutationVariables = Exact<{
  input: InvitationCreateInput;
}>;


export type InviteMutation = { invitationCreate: { token: string | null, invitation: { id: string, email: string, role: MemberRole, state: InvitationState, version: number, projects: Array<{ key: string }>, invitedBy: { email: string } | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type InviteAgainMutationVariables = Exact<{
  input: InvitationResendInput;
}>;


export type InviteAgainMutation = { invitationResend: { token: string | null, invitation: { id: string, state: InvitationState, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type DisinviteMutationVariables = Exact<{
  input: InvitationRevokeInput;
}>;


export type DisinviteMutation = { invitationRevoke: { invitation: { state: InvitationState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type AcceptInvitationMutationVariables = Exact<{
  input: InvitationAcceptInput;
}>;


export type AcceptInvitationMutation = { invitationAccept: { accessToken: string | null, viewer: { role: MemberRole, user: { email: string, name: string } | null, tenant: { slug: string }, projects: { nodes: Array<{ key: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ListInvitationsQueryVariables = Exact<{
  filter?: InvitationFilter | null | undefined;
}>;


export type ListInvitationsQuery = { invitations: { totalCount: number, nodes: Array<{ email: string, state: InvitationState }> } };

export type ProjectOfInvitedMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type ProjectOfInvitedMutation = { projectCreate: { project: { id: string } | null } };

export type KeyOfMemberMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type KeyOfMemberMutation = { apiKeyCreate: { secret: string | null, userErrors: Array<{ code: UserErrorCode }> } };

export type ProjectByMemberMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type ProjectByMemberMutation = { projectCreate: { project: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type EventsForMemberSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type EventsForMemberSubscription = { tenantEvents: { kind: TenantEventKind, subject:
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
     | null } };

export type ResetAskMutationVariables = Exact<{
  email: string;
}>;


export type ResetAskMutation = { passwordResetRequest: { userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ResetUseMutationVariables = Exact<{
  token: string;
  newPassword: string;
}>;


export type ResetUseMutation = { passwordReset: { userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type PasswordChangeOnceMutationVariables = Exact<{
  currentPassword: string;
  newPassword: string;
}>;


export type PasswordChangeOnceMutation = { passwordChange: { userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SignInWithPasswordMutationVariables = Exact<{
  email: string;
  password: string;
  tenantSlug?: string | null | undefined;
}>;


export type SignInWithPasswordMutation = { signIn: { accessToken: string | null, userErrors: Array<{ code: UserErrorCode }> } };

export type WhoHasPasswordQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoHasPasswordQuery = { viewer: { user: { email: string, isEmailVerified: boolean } | null } };

export type SignUpWithPasswordMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpWithPasswordMutation = { signUp: { accessToken: string | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type MembersOfTenantQueryVariables = Exact<{
  filter?: MembershipFilter | null | undefined;
}>;


export type MembersOfTenantQuery = { memberships: { totalCount: number, nodes: Array<{ id: string, role: MemberRole, version: number, user: { id: string, email: string, name: string } }> } };

export type UpdateMemberMutationVariables = Exact<{
  input: MembershipUpdateInput;
}>;


export type UpdateMemberMutation = { membershipUpdate: { membership: { id: string, role: MemberRole, version: number, user: { email: string } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RevokeMemberMutationVariables = Exact<{
  input: MembershipRevokeInput;
}>;


export type RevokeMemberMutation = { membershipRevoke: { membership: { id: string, role: MemberRole, user: { email: string } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type LeaveTenantMutationVariables = Exact<{
  input: MembershipLeaveInput;
}>;


export type LeaveTenantMutation = { membershipLeave: { membership: { id: string, user: { email: string } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SignInToMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInToMutation = { signIn: { accessToken: string | null, viewer: { role: MemberRole, tenant: { slug: string } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type WhoIsThisQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoIsThisQuery = { viewer: { role: MemberRole, user: { id: string, email: string } | null, tenant: { slug: string } } };

export type CreateProjectMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type CreateProjectMutation = { projectCreate: { project: { id: string, isRestricted: boolean, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type UpdateProjectMutationVariables = Exact<{
  input: ProjectUpdateInput;
}>;


export type UpdateProjectMutation = { projectUpdate: { project: { name: string, replyMode: ReplyMode, isRestricted: boolean, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type ArchiveProjectMutationVariables = Exact<{
  input: ProjectArchiveInput;
}>;


export type ArchiveProjectMutation = { projectArchive: { project: { archivedAt: string | null, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RestoreProjectMutationVariables = Exact<{
  input: ProjectRestoreInput;
}>;


export type RestoreProjectMutation = { projectRestore: { project: { archivedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type AddProjectMemberMutationVariables = Exact<{
  input: ProjectMemberAddInput;
}>;


export type AddProjectMemberMutation = { projectMemberAdd: { project: { members: { totalCount: number, nodes: Array<{ user: { email: string } }> } } | null, membership: { id: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RemoveProjectMemberMutationVariables = Exact<{
  input: ProjectMemberRemoveInput;
}>;


export type RemoveProjectMemberMutation = { projectMemberRemove: { project: { members: { totalCount: number } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type ProjectsSeenQueryVariables = Exact<{
  isArchived?: boolean | null | undefined;
}>;


export type ProjectsSeenQuery = { projects: { totalCount: number, nodes: Array<{ key: string }> }, viewer: { projects: { nodes: Array<{ key: string }> } } };

export type FollowProjectsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type FollowProjectsSubscription = { tenantEvents: { kind: TenantEventKind } };

export type OpenCaseInProjectMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type OpenCaseInProjectMutation = { caseOpen: { case: { id: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SignUpOnceMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpOnceMutation = { signUp: { accessToken: string | null, viewer: { role: MemberRole, user: { email: string } | null, tenant: { slug: string }, projects: { totalCount: number, nodes: Array<{ key: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SignInOnceMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInOnceMutation = { signIn: { accessToken: string | null, viewer: { role: MemberRole } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { role: MemberRole, user: { email: string } | null, tenant: { slug: string } } };

export type RefreshOnceMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshOnceMutation = { tokenRefresh: { accessToken: string | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SignOutOnceMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutOnceMutation = { signOut: { userErrors: Array<{ code: UserErrorCode }> } };

export type TenantsOfViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type TenantsOfViewerQuery = { viewer: { memberships: Array<{ role: MemberRole, isCurrent: boolean, joinedAt: string, tenant: { id: string, slug: string, name: string } }> } };

export type SwitchTenantMutationVariables = Exact<{
  input: TenantSwitchInput;
}>;


export type SwitchTenantMutation = { tenantSwitch: { accessToken: string | null, accessTokenExpiresAt: string | null, viewer: { role: MemberRole, user: { email: string } | null, tenant: { id: string, slug: string } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type UpdateTenantMutationVariables = Exact<{
  input: TenantUpdateInput;
}>;


export type UpdateTenantMutation = { tenantUpdate: { tenant: { slug: string, name: string, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type KeyOfTenantMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type KeyOfTenantMutation = { apiKeyCreate: { secret: string | null } };

export type CaseToInterruptMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type CaseToInterruptMutation = { caseOpen: { case: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type CaseInterruptedQueryVariables = Exact<{
  id: string | number;
}>;


export type CaseInterruptedQuery = { case: { state: CaseState, pipeline: { id: string, steps: Array<{ kind: PipelineStepKind, state: PipelineStepState, error: { code: string } | null, job: { state: JobState, error: { code: string } | null } | null }> } | null } | null, llmCalls: { nodes: Array<{ purpose: ModelPurpose, state: LlmCallState, errorCode: string | null }> } };

export type StepAfterInterruptionMutationVariables = Exact<{
  id: string | number;
}>;


export type StepAfterInterruptionMutation = { pipelineStepRetry: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type CouncilAfterInterruptionMutationVariables = Exact<{
  id: string | number;
}>;


export type CouncilAfterInterruptionMutation = { jobRetry: { userErrors: Array<{ code: UserErrorCode }> } };

export type ProviderOfTestMutationVariables = Exact<{
  input: ModelProviderCreateInput;
}>;


export type ProviderOfTestMutation = { modelProviderCreate: { modelProvider: { id: string, name: string, keyHint: string | null, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type ProviderChangedByTestMutationVariables = Exact<{
  input: ModelProviderUpdateInput;
}>;


export type ProviderChangedByTestMutation = { modelProviderUpdate: { modelProvider: { id: string, isDisabled: boolean, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type ModelOfTestMutationVariables = Exact<{
  input: ModelCreateInput;
}>;


export type ModelOfTestMutation = { modelCreate: { model: { id: string, name: string, tier: ModelTier, inputPrice: { amount: string, currency: string } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RouteOfTestMutationVariables = Exact<{
  input: ModelRouteSetInput;
}>;


export type RouteOfTestMutation = { modelRouteSet: { modelRoute: { id: string, models: Array<{ name: string }> } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type BudgetOfTestMutationVariables = Exact<{
  input: BudgetSetInput;
}>;


export type BudgetOfTestMutation = { budgetSet: { budget: { id: string, state: BudgetState, spent: { amount: string }, project: { id: string } | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type ModelsOfTestQueryVariables = Exact<{ [key: string]: never; }>;


export type ModelsOfTestQuery = { modelProviders: { totalCount: number, nodes: Array<{ name: string, protocol: ModelProtocol, keyHint: string | null, models: { totalCount: number, nodes: Array<{ name: string }> } }> }, modelRoutes: Array<{ purpose: ModelPurpose, tier: ModelTier, models: Array<{ name: string }> }>, budgets: { nodes: Array<{ period: BudgetPeriod, state: BudgetState, amount: { amount: string }, spent: { amount: string } }> }, llmCalls: { totalCount: number, nodes: Array<{ purpose: ModelPurpose, state: LlmCallState, modelName: string | null, inputTokens: number, prompt: string | null, cost: { amount: string }, attempts: Array<{ number: number, state: LlmCallState }>, subject:
        | { __typename: 'ApiKey', id: string }
        | { __typename: 'Approval', id: string }
        | { __typename: 'AuditEntry', id: string }
        | { __typename: 'AuthSession', id: string }
        | { __typename: 'Budget', id: string }
        | { __typename: 'Case', id: string }
        | { __typename: 'CaseAttachment', id: string }
        | { __typename: 'CaseDecision', id: string }
        | { __typename: 'CaseMessage', id: string }
        | { __typename: 'ChangeRequest', id: string }
        | { __typename: 'Channel', id: string }
        | { __typename: 'ChannelMessage', id: string }
        | { __typename: 'Council', id: string }
        | { __typename: 'Customer', id: string }
        | { __typename: 'DeadLetter', id: string }
        | { __typename: 'ExportFile', id: string }
        | { __typename: 'InboundEvent', id: string }
        | { __typename: 'Invitation', id: string }
        | { __typename: 'Job', id: string }
        | { __typename: 'KbArticle', id: string }
        | { __typename: 'KbArticleVersion', id: string }
        | { __typename: 'KbSuggestion', id: string }
        | { __typename: 'LiveConnection', id: string }
        | { __typename: 'LlmCall', id: string }
        | { __typename: 'Membership', id: string }
        | { __typename: 'Model', id: string }
        | { __typename: 'ModelProvider', id: string }
        | { __typename: 'ModelRoute', id: string }
        | { __typename: 'Pipeline', id: string }
        | { __typename: 'PipelineStep', id: string }
        | { __typename: 'Project', id: string }
        | { __typename: 'ReplyDraft', id: string }
        | { __typename: 'Schedule', id: string }
        | { __typename: 'Tenant', id: string }
        | { __typename: 'TriageModel', id: string }
        | { __typename: 'User', id: string }
       | null }> }, usage: Array<{ key: string | null, calls: number | string, inputTokens: number | string, cost: { amount: string, currency: string } }> };

export type CaseForModelsMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type CaseForModelsMutation = { caseOpen: { case: { id: string } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type CaseAfterModelsQueryVariables = Exact<{
  id: string | number;
}>;


export type CaseAfterModelsQuery = { case: { state: CaseState, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, reasoning: string | null } | null, replyDraft: { state: ReplyDraftState, body: string } | null } | null };

export type JobOfModelsSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type JobOfModelsSubscription = { jobEvents:
    | { __typename: 'JobFinished', state: JobState }
    | { __typename: 'JobLogAppended' }
    | { __typename: 'JobProgressed' }
    | { __typename: 'JobSnapshot' }
    | { __typename: 'JobStateChanged' }
    | { __typename: 'StreamGap' }
   };

export type ActOnJobsMutationVariables = Exact<{
  input: JobBulkActionInput;
}>;


export type ActOnJobsMutation = { jobBulkAction: { matched: number | null, sample: Array<{ id: string }> | null, job: { id: string } | null, userErrors: Array<{ message: string, path: Array<string> }> } };

export type ActOnLettersMutationVariables = Exact<{
  input: DeadLetterBulkActionInput;
}>;


export type ActOnLettersMutation = { deadLetterBulkAction: { matched: number | null, sample: Array<{ id: string }> | null, job: { id: string } | null, userErrors: Array<{ message: string, path: Array<string> }> } };

export type JobsOfFilterQueryVariables = Exact<{
  filter: JobFilter;
}>;


export type JobsOfFilterQuery = { jobs: { nodes: Array<{ id: string }> } };

export type DetailsProjectUpdateMutationVariables = Exact<{
  input: ProjectUpdateInput;
}>;


export type DetailsProjectUpdateMutation = { projectUpdate: { project: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type DetailsQueuePauseMutationVariables = Exact<{
  input: QueuePauseInput;
}>;


export type DetailsQueuePauseMutation = { queuePause: { queue: { name: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type DetailsFollowSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type DetailsFollowSubscription = { tenantEvents: { kind: TenantEventKind, data: Record<string, unknown> | null, details:
      | { __typename: 'ApiKeyChangeDetails' }
      | { __typename: 'ApprovalDetails' }
      | { __typename: 'BudgetLimitDetails' }
      | { __typename: 'BudgetStandDetails' }
      | { __typename: 'BulkActionEndDetails' }
      | { __typename: 'BulkActionStartDetails' }
      | { __typename: 'CaseAssignmentDetails' }
      | { __typename: 'CaseImportDetails' }
      | { __typename: 'CaseMergeDetails' }
      | { __typename: 'CaseMessageDetails' }
      | { __typename: 'CaseMoveDetails' }
      | { __typename: 'CaseNoteDetails' }
      | { __typename: 'CasePriorityDetails' }
      | { __typename: 'CaseSnoozeDetails' }
      | { __typename: 'CaseTagDetails' }
      | { __typename: 'CaseTakeOverDetails' }
      | { __typename: 'CaseTriageDetails' }
      | { __typename: 'CaseWokenDetails' }
      | { __typename: 'ChangeDecisionDetails' }
      | { __typename: 'ChangeProposalDetails' }
      | { __typename: 'ChannelDetails' }
      | { __typename: 'ConnectionEndDetails' }
      | { __typename: 'CouncilMoveDetails' }
      | { __typename: 'CouncilQuestionDetails' }
      | { __typename: 'CustomerMergeDetails' }
      | { __typename: 'DeadLetterDetails' }
      | { __typename: 'InvitationDetails' }
      | { __typename: 'JobFailureDetails' }
      | { __typename: 'KbArticleChangeDetails' }
      | { __typename: 'KbArticleDetails' }
      | { __typename: 'KbImportDetails' }
      | { __typename: 'KbSuggestionDetails' }
      | { __typename: 'KbSuggestionsDetails' }
      | { __typename: 'MembershipEndDetails' }
      | { __typename: 'MembershipJoinDetails' }
      | { __typename: 'MembershipRoleDetails' }
      | { __typename: 'ModelRouteDetails' }
      | { __typename: 'ProjectChangeDetails', before: { name: string }, after: { name: string } }
      | { __typename: 'ProjectMemberDetails' }
      | { __typename: 'QueuePauseDetails', queue: string, reason: string | null }
      | { __typename: 'QueueResumeDetails' }
      | { __typename: 'ReplyDecisionDetails' }
      | { __typename: 'ReplyDraftDetails' }
      | { __typename: 'ReplySendDetails' }
      | { __typename: 'ScheduleDetails' }
      | { __typename: 'ScheduleRunDetails' }
      | { __typename: 'SecretRotationDetails' }
      | { __typename: 'SessionsEndedDetails' }
      | { __typename: 'SlaBreachDetails' }
      | { __typename: 'SlaPolicyDetails' }
      | { __typename: 'SupportSettingsChangeDetails' }
      | { __typename: 'TenantChangeDetails' }
      | { __typename: 'TriageActivationDetails' }
      | { __typename: 'TriageRetirementDetails' }
      | { __typename: 'TriageTrainingDetails' }
     | null } };

export type TestHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type TestHealthQuery = { systemHealth: { state: HealthState, components: Array<{ name: string, state: HealthState, latencyMs: number | null, message: string | null }> } };

export type TestPlacesQueryVariables = Exact<{ [key: string]: never; }>;


export type TestPlacesQuery = { jobs: { nodes: Array<{ id: string, queuePosition: number | null, estimatedStartAt: string | null, subject:
        | { __typename: 'ApiKey', id: string }
        | { __typename: 'Approval', id: string }
        | { __typename: 'AuditEntry', id: string }
        | { __typename: 'AuthSession', id: string }
        | { __typename: 'Budget', id: string }
        | { __typename: 'Case', id: string }
        | { __typename: 'CaseAttachment', id: string }
        | { __typename: 'CaseDecision', id: string }
        | { __typename: 'CaseMessage', id: string }
        | { __typename: 'ChangeRequest', id: string }
        | { __typename: 'Channel', id: string }
        | { __typename: 'ChannelMessage', id: string }
        | { __typename: 'Council', id: string }
        | { __typename: 'Customer', id: string }
        | { __typename: 'DeadLetter', id: string }
        | { __typename: 'ExportFile', id: string }
        | { __typename: 'InboundEvent', id: string }
        | { __typename: 'Invitation', id: string }
        | { __typename: 'Job', id: string }
        | { __typename: 'KbArticle', id: string }
        | { __typename: 'KbArticleVersion', id: string }
        | { __typename: 'KbSuggestion', id: string }
        | { __typename: 'LiveConnection', id: string }
        | { __typename: 'LlmCall', id: string }
        | { __typename: 'Membership', id: string }
        | { __typename: 'Model', id: string }
        | { __typename: 'ModelProvider', id: string }
        | { __typename: 'ModelRoute', id: string }
        | { __typename: 'Pipeline', id: string }
        | { __typename: 'PipelineStep', id: string }
        | { __typename: 'Project', name: string, id: string }
        | { __typename: 'ReplyDraft', id: string }
        | { __typename: 'Schedule', id: string }
        | { __typename: 'Tenant', id: string }
        | { __typename: 'TriageModel', id: string }
        | { __typename: 'User', id: string }
       | null }> } };

export type ChangeOfCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type ChangeOfCaseQuery = { case: { state: CaseState, changeRequest: { id: string, state: ChangeRequestState, summary: string, affectedSurfaces: Array<string>, riskLevel: RiskLevel, riskReason: string, testIdeas: Array<string>, confidence: number, reasons: Array<string>, version: number, decidedAt: string | null, availableTransitions: Array<ChangeRequestTransition>, original: { summary: string, affectedSurfaces: Array<string>, riskLevel: RiskLevel, riskReason: string, testIdeas: Array<string> } | null } | null } | null };

export type ChangeRequestsQueryVariables = Exact<{
  filter?: ChangeRequestFilter | null | undefined;
  orderBy?: ChangeRequestOrder | null | undefined;
}>;


export type ChangeRequestsQuery = { changeRequests: { totalCount: number, nodes: Array<{ id: string, state: ChangeRequestState, case: { id: string } }> } };

export type AcceptChangeMutationVariables = Exact<{
  input: ChangeRequestAcceptInput;
}>;


export type AcceptChangeMutation = { changeRequestAccept: { changeRequest: { id: string, state: ChangeRequestState, version: number } | null, case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type RejectChangeMutationVariables = Exact<{
  input: ChangeRequestRejectInput;
}>;


export type RejectChangeMutation = { changeRequestReject: { changeRequest: { id: string, state: ChangeRequestState, version: number } | null, case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type EditChangeMutationVariables = Exact<{
  input: ChangeRequestEditInput;
}>;


export type EditChangeMutation = { changeRequestEdit: { changeRequest: { id: string, state: ChangeRequestState, version: number, summary: string, affectedSurfaces: Array<string>, riskLevel: RiskLevel, original: { summary: string, affectedSurfaces: Array<string>, riskLevel: RiskLevel } | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type FollowChangeSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type FollowChangeSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string }
    | { __typename: 'CaseAssigned', cursor: string }
    | { __typename: 'CaseDecided', cursor: string }
    | { __typename: 'CaseMatched', cursor: string }
    | { __typename: 'CaseMerged', cursor: string }
    | { __typename: 'CaseMessageAdded', cursor: string }
    | { __typename: 'CasePriorityChanged', cursor: string }
    | { __typename: 'CaseSlaBreached', cursor: string }
    | { __typename: 'CaseSnapshot', cursor: string }
    | { __typename: 'CaseSnoozed', cursor: string }
    | { __typename: 'CaseStateChanged', cursor: string, to: CaseState }
    | { __typename: 'CaseTagsChanged', cursor: string }
    | { __typename: 'CaseTriaged', cursor: string }
    | { __typename: 'CaseWoken', cursor: string }
    | { __typename: 'ChangeRequestChanged', cursor: string, state: ChangeRequestState, version: number, changeRequest: { id: string, summary: string } | null }
    | { __typename: 'PipelineStepChanged', cursor: string, kind: PipelineStepKind, stepTo: PipelineStepState }
    | { __typename: 'ReplyDraftChanged', cursor: string }
    | { __typename: 'ReplyDraftDelta', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type UpdateSupportSettingsMutationVariables = Exact<{
  input: SupportSettingsUpdateInput;
}>;


export type UpdateSupportSettingsMutation = { supportSettingsUpdate: { project: { id: string, version: number, supportSettings: { replyMode: ReplyMode, triageThreshold: number, matchThreshold: number, sendThreshold: number, preparesChanges: boolean, approvalHours: number | null } } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type DecisionsOfCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type DecisionsOfCaseQuery = { case: { state: CaseState, replyDraft: { id: string, state: ReplyDraftState, confidence: number | null } | null, decisions: { totalCount: number, nodes: Array<{ id: string, kind: CaseDecisionKind, outcome: string, confidence: number | null, threshold: number | null, reasons: Array<string>, model: string | null, at: string, step: { kind: PipelineStepKind, job: { id: string } | null } | null }> } } | null };

export type FollowDecisionsSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type FollowDecisionsSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string }
    | { __typename: 'CaseAssigned', cursor: string }
    | { __typename: 'CaseDecided', cursor: string, kind: CaseDecisionKind, outcome: string, confidence: number | null, decision: { id: string, reasons: Array<string> } | null }
    | { __typename: 'CaseMatched', cursor: string }
    | { __typename: 'CaseMerged', cursor: string }
    | { __typename: 'CaseMessageAdded', cursor: string }
    | { __typename: 'CasePriorityChanged', cursor: string }
    | { __typename: 'CaseSlaBreached', cursor: string }
    | { __typename: 'CaseSnapshot', cursor: string }
    | { __typename: 'CaseSnoozed', cursor: string }
    | { __typename: 'CaseStateChanged', cursor: string, to: CaseState }
    | { __typename: 'CaseTagsChanged', cursor: string }
    | { __typename: 'CaseTriaged', cursor: string }
    | { __typename: 'CaseWoken', cursor: string }
    | { __typename: 'ChangeRequestChanged', cursor: string }
    | { __typename: 'PipelineStepChanged', cursor: string }
    | { __typename: 'ReplyDraftChanged', cursor: string }
    | { __typename: 'ReplyDraftDelta', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type SupportCaseOpenMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type SupportCaseOpenMutation = { caseOpen: { deduplicated: boolean, case: { id: string, number: number, subject: string, state: CaseState, version: number } | null, job: { id: string, kind: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportCaseQuery = { case: { id: string, number: number, subject: string, state: CaseState, availableTransitions: Array<CaseTransition>, version: number, openedAt: string, customer: { email: string, name: string | null }, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, reasoning: string | null, decidedBy: DeciderKind | null } | null, matches: { edges: Array<{ score: number, lexicalScore: number, semanticScore: number, node: { id: string, title: string } }> }, replyDraft: { id: string, state: ReplyDraftState, body: string, version: number, citations: Array<{ id: string, title: string }> } | null, changeRequest: { id: string, state: ChangeRequestState, summary: string, riskLevel: RiskLevel, affectedSurfaces: Array<string> } | null, pipeline: { id: string, state: PipelineState, job: { id: string, state: JobState, error: { code: string } | null }, steps: Array<{ id: string, kind: PipelineStepKind, state: PipelineStepState, attempts: number, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, job: { id: string, state: JobState } | null }> } | null, messages: { totalCount: number, nodes: Array<{ id: string, direction: MessageDirection, body: string, sentAt: string }> }, newest: { nodes: Array<{ direction: MessageDirection }> } } | null };

export type SupportCasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CaseFilter | null | undefined;
  orderBy?: CaseOrder | null | undefined;
}>;


export type SupportCasesQuery = { cases: { totalCount: number, nodes: Array<{ id: string, number: number, subject: string, state: CaseState, triage: { type: CaseType | null, severity: CaseSeverity | null, decidedBy: DeciderKind | null } | null, customer: { email: string }, messages: { nodes: Array<{ body: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SupportCaseEventsSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type SupportCaseEventsSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string, at: string }
    | { __typename: 'CaseAssigned', cursor: string, at: string }
    | { __typename: 'CaseDecided', cursor: string, at: string }
    | { __typename: 'CaseMatched', cursor: string, at: string, matches: number, bestScore: number | null }
    | { __typename: 'CaseMerged', cursor: string, at: string }
    | { __typename: 'CaseMessageAdded', cursor: string, at: string, message: { body: string } | null }
    | { __typename: 'CasePriorityChanged', cursor: string, at: string }
    | { __typename: 'CaseSlaBreached', cursor: string, at: string }
    | { __typename: 'CaseSnapshot', cursor: string, at: string, draftedSoFar: string | null, case: { id: string, state: CaseState } }
    | { __typename: 'CaseSnoozed', cursor: string, at: string }
    | { __typename: 'CaseStateChanged', cursor: string, at: string, from: CaseState, to: CaseState }
    | { __typename: 'CaseTagsChanged', cursor: string, at: string }
    | { __typename: 'CaseTriaged', cursor: string, at: string, type: CaseType, severity: CaseSeverity, confidence: number, decidedBy: DeciderKind }
    | { __typename: 'CaseWoken', cursor: string, at: string }
    | { __typename: 'ChangeRequestChanged', cursor: string, at: string }
    | { __typename: 'PipelineStepChanged', cursor: string, at: string, kind: PipelineStepKind, stepFrom: PipelineStepState, stepTo: PipelineStepState, step: { state: PipelineStepState } | null }
    | { __typename: 'ReplyDraftChanged', cursor: string, at: string, state: ReplyDraftState, draft: { id: string, body: string, version: number } | null }
    | { __typename: 'ReplyDraftDelta', cursor: string, at: string, draftId: string, offset: number, text: string }
    | { __typename: 'StreamGap', cursor: string, at: string }
   };

export type SupportPipelineEventsSubscriptionVariables = Exact<{
  jobId: string | number;
}>;


export type SupportPipelineEventsSubscription = { jobEvents:
    | { __typename: 'JobFinished', state: JobState, error: { code: string } | null }
    | { __typename: 'JobLogAppended', line: string }
    | { __typename: 'JobProgressed', percent: number, stage: string }
    | { __typename: 'JobSnapshot', job: { state: JobState } }
    | { __typename: 'JobStateChanged' }
    | { __typename: 'StreamGap' }
   };

export type SupportJobQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportJobQuery = { job: { id: string, kind: string, state: JobState, attempt: number, error: { code: string, message: string } | null, log: { nodes: Array<{ message: string }> }, children: { nodes: Array<{ kind: string, state: JobState, attempt: number }> } } | null };

export type SupportJobsQueryVariables = Exact<{
  filter?: JobFilter | null | undefined;
}>;


export type SupportJobsQuery = { jobs: { totalCount: number, nodes: Array<{ id: string, kind: string, state: JobState }> } };

export type SupportKbArticleCreateMutationVariables = Exact<{
  input: KbArticleCreateInput;
}>;


export type SupportKbArticleCreateMutation = { kbArticleCreate: { kbArticle: { id: string, title: string, state: KbArticleState, embeddingState: EmbeddingState } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportKbArticleQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportKbArticleQuery = { kbArticle: { id: string, title: string, body: string, state: KbArticleState, embeddingState: EmbeddingState, version: number, sourceKey: string | null } | null };

export type SupportKbArticlesQueryVariables = Exact<{
  filter?: KbArticleFilter | null | undefined;
}>;


export type SupportKbArticlesQuery = { kbArticles: { totalCount: number, nodes: Array<{ id: string, title: string, version: number, sourceKey: string | null, embeddingState: EmbeddingState }> } };

export type SupportKbSearchQueryVariables = Exact<{
  query: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  projectId?: string | number | null | undefined;
}>;


export type SupportKbSearchQuery = { kbSearch: { edges: Array<{ cursor: string, score: number, lexicalScore: number, semanticScore: number, node: { id: string, title: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SupportCaseTriageCorrectMutationVariables = Exact<{
  input: CaseTriageCorrectInput;
}>;


export type SupportCaseTriageCorrectMutation = { caseTriageCorrect: { case: { id: string, state: CaseState, version: number, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, decidedBy: DeciderKind | null } | null } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportReplyApproveMutationVariables = Exact<{
  input: ReplyApproveInput;
}>;


export type SupportReplyApproveMutation = { replyApprove: { replyDraft: { id: string, state: ReplyDraftState, version: number } | null, case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportReplyRejectMutationVariables = Exact<{
  input: ReplyRejectInput;
}>;


export type SupportReplyRejectMutation = { replyReject: { replyDraft: { id: string, state: ReplyDraftState } | null, case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportReplyEditMutationVariables = Exact<{
  input: ReplyEditInput;
}>;


export type SupportReplyEditMutation = { replyEdit: { replyDraft: { id: string, state: ReplyDraftState, body: string, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportPipelineStepRetryMutationVariables = Exact<{
  input: PipelineStepRetryInput;
}>;


export type SupportPipelineStepRetryMutation = { pipelineStepRetry: { pipeline: { id: string, state: PipelineState, steps: Array<{ kind: PipelineStepKind, state: PipelineStepState, attempts: number }> } | null, job: { id: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseResolveMutationVariables = Exact<{
  input: CaseResolveInput;
}>;


export type SupportCaseResolveMutation = { caseResolve: { case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseCloseMutationVariables = Exact<{
  input: CaseCloseInput;
}>;


export type SupportCaseCloseMutation = { caseClose: { case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseReopenMutationVariables = Exact<{
  input: CaseReopenInput;
}>;


export type SupportCaseReopenMutation = { caseReopen: { case: { id: string, state: CaseState } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseImportMutationVariables = Exact<{
  input: CaseImportInput;
}>;


export type SupportCaseImportMutation = { caseImport: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportKbImportMutationVariables = Exact<{
  input: KbImportInput;
}>;


export type SupportKbImportMutation = { kbImport: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportProjectCreateMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type SupportProjectCreateMutation = { projectCreate: { project: { id: string } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SupportJobCancelMutationVariables = Exact<{
  input: JobCancelInput;
}>;


export type SupportJobCancelMutation = { jobCancel: { job: { id: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SupportJobRetryMutationVariables = Exact<{
  input: JobRetryInput;
}>;


export type SupportJobRetryMutation = { jobRetry: { job: { id: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type KbArticleWholeQueryVariables = Exact<{
  id: string | number;
}>;


export type KbArticleWholeQuery = { kbArticle: { id: string, title: string, body: string, bodyHtml: string, tags: Array<string>, state: KbArticleState, availableTransitions: Array<KbArticleTransition>, embeddingState: EmbeddingState, version: number, publishedAt: string | null, versions: { totalCount: number, nodes: Array<{ id: string, number: number, change: KbArticleChange, title: string, body: string, tags: Array<string>, state: KbArticleState, author: { kind: ActorKind, label: string } }> } } | null };

export type KbUpdateMutationVariables = Exact<{
  input: KbArticleUpdateInput;
}>;


export type KbUpdateMutation = { kbArticleUpdate: { kbArticle: { id: string, title: string, version: number, tags: Array<string>, state: KbArticleState, embeddingState: EmbeddingState } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbPublishMutationVariables = Exact<{
  input: KbArticlePublishInput;
}>;


export type KbPublishMutation = { kbArticlePublish: { kbArticle: { id: string, state: KbArticleState, version: number } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbArchiveMutationVariables = Exact<{
  input: KbArticleArchiveInput;
}>;


export type KbArchiveMutation = { kbArticleArchive: { kbArticle: { id: string, state: KbArticleState, version: number } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbVersionRestoreMutationVariables = Exact<{
  input: KbArticleVersionRestoreInput;
}>;


export type KbVersionRestoreMutation = { kbArticleVersionRestore: { kbArticle: { id: string, title: string, body: string, version: number, state: KbArticleState } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbCreateMutationVariables = Exact<{
  input: KbArticleCreateInput;
}>;


export type KbCreateMutation = { kbArticleCreate: { deduplicated: boolean, kbArticle: { id: string, state: KbArticleState, version: number, tags: Array<string> } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbFilteredQueryVariables = Exact<{
  filter?: KbArticleFilter | null | undefined;
}>;


export type KbFilteredQuery = { kbArticles: { totalCount: number, nodes: Array<{ id: string, title: string }> } };

export type KbSearchWholeQueryVariables = Exact<{
  query: string;
  first?: number | null | undefined;
  projectId?: string | number | null | undefined;
  filter?: KbArticleFilter | null | undefined;
}>;


export type KbSearchWholeQuery = { kbSearch: { edges: Array<{ score: number, lexicalScore: number, semanticScore: number, highlight: { heading: string, parts: Array<{ text: string, isMatch: boolean }> } | null, node: { id: string, title: string, state: KbArticleState } }> } };

export type KbWeighMutationVariables = Exact<{
  input: ProjectUpdateInput;
}>;


export type KbWeighMutation = { projectUpdate: { project: { lexicalShare: number, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type KbImportArchiveMutationVariables = Exact<{
  input: KbArchiveImportInput;
}>;


export type KbImportArchiveMutation = { kbArchiveImport: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type KbJobResultQueryVariables = Exact<{
  id: string | number;
}>;


export type KbJobResultQuery = { job: { state: JobState, attempt: number, progress: { percent: number, counters: Record<string, unknown> | null } } | null };

export type KbSuggestionListQueryVariables = Exact<{
  filter?: KbSuggestionFilter | null | undefined;
}>;


export type KbSuggestionListQuery = { kbSuggestions: { totalCount: number, nodes: Array<{ id: string, title: string, state: KbSuggestionState, version: number, caseCount: number, availableTransitions: Array<KbSuggestionTransition>, cases: Array<{ subject: string }>, article: { id: string } | null }> } };

export type KbSuggestionsLookMutationVariables = Exact<{
  input: KbSuggestionsRefreshInput;
}>;


export type KbSuggestionsLookMutation = { kbSuggestionsRefresh: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type KbSuggestionTakeMutationVariables = Exact<{
  input: KbSuggestionAcceptInput;
}>;


export type KbSuggestionTakeMutation = { kbSuggestionAccept: { kbSuggestion: { id: string, state: KbSuggestionState, version: number, availableTransitions: Array<KbSuggestionTransition> } | null, kbArticle: { id: string, state: KbArticleState, title: string, body: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type KbSuggestionDropMutationVariables = Exact<{
  input: KbSuggestionDismissInput;
}>;


export type KbSuggestionDropMutation = { kbSuggestionDismiss: { kbSuggestion: { id: string, state: KbSuggestionState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type KbSchedulesQueryVariables = Exact<{ [key: string]: never; }>;


export type KbSchedulesQuery = { schedules: { nodes: Array<{ id: string, key: string, isHeld: boolean, isPaused: boolean, lastRunAt: string | null }> } };

export type KbScheduleRunNowMutationVariables = Exact<{
  input: ScheduleRunNowInput;
}>;


export type KbScheduleRunNowMutation = { scheduleRunNow: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string }> } };

export type KbProjectArchiveMutationVariables = Exact<{
  input: ProjectArchiveInput;
}>;


export type KbProjectArchiveMutation = { projectArchive: { userErrors: Array<{ code: UserErrorCode }> } };

export type KbProjectRestoreMutationVariables = Exact<{
  input: ProjectRestoreInput;
}>;


export type KbProjectRestoreMutation = { projectRestore: { userErrors: Array<{ code: UserErrorCode }> } };

export type TakeOverMutationVariables = Exact<{
  input: CaseTakeOverInput;
}>;


export type TakeOverMutation = { caseTakeOver: { case: { id: string, state: CaseState, version: number, assignee: { user: { email: string } } | null, replyDraft: { id: string, state: ReplyDraftState } | null } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type HandBackMutationVariables = Exact<{
  input: CaseHandBackInput;
}>;


export type HandBackMutation = { caseHandBack: { case: { id: string, state: CaseState, assignee: { id: string } | null } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type StartPipelineMutationVariables = Exact<{
  input: PipelineStartInput;
}>;


export type StartPipelineMutation = { pipelineStart: { case: { id: string, state: CaseState } | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type FollowDraftSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type FollowDraftSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string }
    | { __typename: 'CaseAssigned', cursor: string }
    | { __typename: 'CaseDecided', cursor: string }
    | { __typename: 'CaseMatched', cursor: string }
    | { __typename: 'CaseMerged', cursor: string }
    | { __typename: 'CaseMessageAdded', cursor: string }
    | { __typename: 'CasePriorityChanged', cursor: string }
    | { __typename: 'CaseSlaBreached', cursor: string }
    | { __typename: 'CaseSnapshot', cursor: string, draftedSoFar: string | null }
    | { __typename: 'CaseSnoozed', cursor: string }
    | { __typename: 'CaseStateChanged', cursor: string }
    | { __typename: 'CaseTagsChanged', cursor: string }
    | { __typename: 'CaseTriaged', cursor: string }
    | { __typename: 'CaseWoken', cursor: string }
    | { __typename: 'ChangeRequestChanged', cursor: string }
    | { __typename: 'PipelineStepChanged', cursor: string }
    | { __typename: 'ReplyDraftChanged', cursor: string, draftState: ReplyDraftState, draft: { id: string } | null }
    | { __typename: 'ReplyDraftDelta', cursor: string, draftId: string, offset: number, text: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type SupportTriageQualityQueryVariables = Exact<{
  projectId: string | number;
  window?: TriageQualityWindow | null | undefined;
}>;


export type SupportTriageQualityQuery = { triageQuality: { from: string, until: string, decided: number, judged: number, corrected: number, correctedShare: number | null, meanConfidence: number | null, type: { cells: Array<{ machine: TriageLabel, person: TriageLabel, count: number }>, figures: { count: number, wrong: number, accuracy: number | null, macroF1: number | null, classes: Array<{ label: TriageLabel, support: number, predicted: number, precision: number | null, recall: number | null, f1: number | null }> } }, severity: { cells: Array<{ machine: TriageLabel, person: TriageLabel, count: number }>, figures: { count: number, wrong: number, accuracy: number | null, macroF1: number | null, classes: Array<{ label: TriageLabel, support: number, predicted: number, precision: number | null, recall: number | null, f1: number | null }> } }, weeks: Array<{ week: string, startsOn: string, decided: number, judged: number, corrected: number, correctedShare: number | null, meanConfidence: number | null, shift: number | null, types: Array<{ type: CaseType, count: number }> }> } | null };

export type SupportTriageModelsQueryVariables = Exact<{
  filter?: TriageModelFilter | null | undefined;
}>;


export type SupportTriageModelsQuery = { triageModels: { totalCount: number, nodes: Array<{ id: string, number: number, state: TriageModelState, outcome: TriageTrainingOutcome | null, sampleCount: number, heldOutCount: number, contentVersion: string | null, isHeld: boolean, activatedBy: string | null, version: number, availableTransitions: Array<TriageModelTransition>, before: { count: number, wrong: number, macroF1: number | null } | null, after: { count: number, wrong: number, macroF1: number | null, classes: Array<{ label: TriageLabel, support: number, f1: number | null }> } | null }> } };

export type SupportTriageTrainMutationVariables = Exact<{
  input: TriageTrainInput;
}>;


export type SupportTriageTrainMutation = { triageTrain: { job: { id: string, state: JobState } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SupportTriageModelActivateMutationVariables = Exact<{
  input: TriageModelActivateInput;
}>;


export type SupportTriageModelActivateMutation = { triageModelActivate: { triageModel: { id: string, number: number, state: TriageModelState, isHeld: boolean, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SupportTriageModelRetireMutationVariables = Exact<{
  input: TriageModelRetireInput;
}>;


export type SupportTriageModelRetireMutation = { triageModelRetire: { triageModel: { id: string, state: TriageModelState, version: number } | null, userErrors: Array<{ code: UserErrorCode, path: Array<string> }> } };

export type SupportCaseTriageOfQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportCaseTriageOfQuery = { case: { state: CaseState, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, decidedBy: DeciderKind | null, machine: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, reasoning: string | null, decidedAt: string | null } | null } | null } | null };

export type SupportCaseWorkQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportCaseWorkQuery = { case: { id: string, number: number, version: number, state: CaseState, tags: Array<string>, priority: CasePriority, isPriorityFixed: boolean, assignee: { id: string } | null, messages: { nodes: Array<{ id: string, direction: MessageDirection, body: string, author: { kind: ActorKind, label: string } | null, attachments: Array<{ name: string | null, contentType: string, bytes: number, isStored: boolean }> }> } } | null };

export type SupportMembersQueryVariables = Exact<{ [key: string]: never; }>;


export type SupportMembersQuery = { memberships: { nodes: Array<{ id: string, role: MemberRole, user: { email: string } }> } };

export type SupportMembershipRevokeMutationVariables = Exact<{
  input: MembershipRevokeInput;
}>;


export type SupportMembershipRevokeMutation = { membershipRevoke: { userErrors: Array<{ code: UserErrorCode }> } };

export type SupportProjectRestrictMutationVariables = Exact<{
  input: ProjectUpdateInput;
}>;


export type SupportProjectRestrictMutation = { projectUpdate: { project: { id: string, isRestricted: boolean } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type SupportCaseNumbersQueryVariables = Exact<{
  filter?: CaseFilter | null | undefined;
}>;


export type SupportCaseNumbersQuery = { cases: { nodes: Array<{ number: number }> } };

export type SupportCaseAssignMutationVariables = Exact<{
  input: CaseAssignInput;
}>;


export type SupportCaseAssignMutation = { caseAssign: { case: { version: number, assignee: { id: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseUnassignMutationVariables = Exact<{
  input: CaseUnassignInput;
}>;


export type SupportCaseUnassignMutation = { caseUnassign: { case: { version: number, assignee: { id: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseTagsAddMutationVariables = Exact<{
  input: CaseTagsAddInput;
}>;


export type SupportCaseTagsAddMutation = { caseTagsAdd: { case: { version: number, tags: Array<string> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseTagsRemoveMutationVariables = Exact<{
  input: CaseTagsRemoveInput;
}>;


export type SupportCaseTagsRemoveMutation = { caseTagsRemove: { case: { version: number, tags: Array<string> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseTagsSetMutationVariables = Exact<{
  input: CaseTagsSetInput;
}>;


export type SupportCaseTagsSetMutation = { caseTagsSet: { case: { version: number, tags: Array<string> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCasePrioritySetMutationVariables = Exact<{
  input: CasePrioritySetInput;
}>;


export type SupportCasePrioritySetMutation = { casePrioritySet: { case: { version: number, priority: CasePriority, isPriorityFixed: boolean } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseNoteAddMutationVariables = Exact<{
  input: CaseNoteAddInput;
}>;


export type SupportCaseNoteAddMutation = { caseNoteAdd: { case: { id: string } | null, message: { id: string, direction: MessageDirection, body: string, author: { kind: ActorKind, label: string } | null, attachments: Array<{ id: string, name: string | null, contentType: string, bytes: number, isStored: boolean }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseWorkEventsSubscriptionVariables = Exact<{
  caseId: string | number;
}>;


export type SupportCaseWorkEventsSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged' }
    | { __typename: 'CaseAssigned', version: number, assignee: { id: string } | null }
    | { __typename: 'CaseDecided' }
    | { __typename: 'CaseMatched' }
    | { __typename: 'CaseMerged' }
    | { __typename: 'CaseMessageAdded', direction: MessageDirection, message: { body: string } | null }
    | { __typename: 'CasePriorityChanged', from: CasePriority, to: CasePriority }
    | { __typename: 'CaseSlaBreached', clock: SlaClock, dueAt: string }
    | { __typename: 'CaseSnapshot' }
    | { __typename: 'CaseSnoozed' }
    | { __typename: 'CaseStateChanged' }
    | { __typename: 'CaseTagsChanged', tags: Array<string> }
    | { __typename: 'CaseTriaged' }
    | { __typename: 'CaseWoken' }
    | { __typename: 'ChangeRequestChanged' }
    | { __typename: 'PipelineStepChanged' }
    | { __typename: 'ReplyDraftChanged' }
    | { __typename: 'ReplyDraftDelta' }
    | { __typename: 'StreamGap' }
   };

export type SupportSlaPolicySetMutationVariables = Exact<{
  input: SlaPolicySetInput;
}>;


export type SupportSlaPolicySetMutation = { slaPolicySet: { project: { version: number, slaPolicy: Array<{ priority: CasePriority, firstAnswerMinutes: number | null, resolutionMinutes: number | null }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseSlaQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportCaseSlaQuery = { case: { number: number, state: CaseState, version: number, priority: CasePriority, openedAt: string, wakesAt: string | null, firstAnswerDueAt: string | null, firstAnsweredAt: string | null, firstAnswerSla: SlaState | null, resolutionDueAt: string | null, resolvedAt: string | null, resolutionSla: SlaState | null } | null };

export type SupportCaseOpenWithDueMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type SupportCaseOpenWithDueMutation = { caseOpen: { case: { id: string, openedAt: string, firstAnswerDueAt: string | null, resolutionDueAt: string | null, firstAnswerSla: SlaState | null, resolutionSla: SlaState | null } | null } };

export type SupportCaseSnoozeMutationVariables = Exact<{
  input: CaseSnoozeInput;
}>;


export type SupportCaseSnoozeMutation = { caseSnooze: { case: { version: number, wakesAt: string | null, resolutionSla: SlaState | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseWakeMutationVariables = Exact<{
  input: CaseWakeInput;
}>;


export type SupportCaseWakeMutation = { caseWake: { case: { version: number, wakesAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseMergeMutationVariables = Exact<{
  input: CaseMergeInput;
}>;


export type SupportCaseMergeMutation = { caseMerge: { case: { id: string, state: CaseState, version: number, mergedInto: { id: string } | null, replyDraft: { state: ReplyDraftState } | null, pipeline: { state: PipelineState } | null, messages: { totalCount: number } } | null, into: { id: string, state: CaseState, mergedCases: { nodes: Array<{ number: number }> }, messages: { nodes: Array<{ body: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseMergedQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportCaseMergedQuery = { case: { number: number, state: CaseState, mergedInto: { id: string } | null, customer: { id: string, email: string, addresses: Array<string>, mergedInto: { id: string } | null, cases: { totalCount: number } }, pipeline: { state: PipelineState } | null, messages: { nodes: Array<{ body: string, direction: MessageDirection }> } } | null };

export type SupportCustomerMergeMutationVariables = Exact<{
  input: CustomerMergeInput;
}>;


export type SupportCustomerMergeMutation = { customerMerge: { movedCases: number | null, customer: { id: string, email: string, addresses: Array<string> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportCaseSearchQueryVariables = Exact<{
  query: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CaseFilter | null | undefined;
}>;


export type SupportCaseSearchQuery = { caseSearch: { edges: Array<{ score: number, node: { id: string, number: number, subject: string }, highlight: { message: { direction: MessageDirection } | null, parts: Array<{ text: string, isMatch: boolean }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SupportCaseBulkMutationVariables = Exact<{
  input: CaseBulkActionInput;
}>;


export type SupportCaseBulkMutation = { caseBulkAction: { matched: number | null, sample: Array<{ id: string, number: number }> | null, job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type SupportBulkJobQueryVariables = Exact<{
  id: string | number;
}>;


export type SupportBulkJobQuery = { job: { state: JobState, bulkSummary: { action: string, matched: number, processed: number, done: number, skipped: number, isStopped: boolean, refusals: Array<{ code: string, count: number }>, caseFailures: Array<{ id: string, code: UserErrorCode, message: string, case: { number: number } | null }> } | null } | null };

export type SupportCaseAssignmentsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type SupportCaseAssignmentsSubscription = { tenantEvents: { kind: TenantEventKind, requestId: string | null, actor: { kind: ActorKind, label: string }, subject:
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
     | null, details:
      | { fromLabel: string | null, from:
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
         | null, to:
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
         | null }
      | Record<PropertyKey, never>
     | null } };

export type FakeProviderMutationVariables = Exact<{
  input: ModelProviderCreateInput;
}>;


export type FakeProviderMutation = { modelProviderCreate: { modelProvider: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string }> } };

export type FakeModelMutationVariables = Exact<{
  input: ModelCreateInput;
}>;


export type FakeModelMutation = { modelCreate: { model: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string }> } };

export type RouteToFakeMutationVariables = Exact<{
  input: ModelRouteSetInput;
}>;


export type RouteToFakeMutation = { modelRouteSet: { modelRoute: { purpose: ModelPurpose } | null, userErrors: Array<{ code: UserErrorCode, message: string }> } };

export type TestSignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type TestSignUpMutation = { signUp: { accessToken: string | null, viewer: { user: { id: string } | null, tenant: { id: string, slug: string }, projects: { nodes: Array<{ id: string, key: string }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type TestSignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type TestSignInMutation = { signIn: { accessToken: string | null, viewer: { user: { id: string } | null } | null, userErrors: Array<{ code: UserErrorCode }> } };

export type WeekSignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type WeekSignUpMutation = { signUp: { accessToken: string | null, viewer: { tenant: { id: string, slug: string }, projects: { nodes: Array<{ id: string, key: string, version: number }> } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekWatchSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WeekWatchSubscription = { tenantEvents: { cursor: string, kind: TenantEventKind, subject:
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
     | null, actor: { kind: ActorKind, label: string }, details:
      | { __typename: 'ApiKeyChangeDetails' }
      | { __typename: 'ApprovalDetails' }
      | { __typename: 'BudgetLimitDetails' }
      | { __typename: 'BudgetStandDetails', spent: { amount: string }, amount: { amount: string } }
      | { __typename: 'BulkActionEndDetails' }
      | { __typename: 'BulkActionStartDetails' }
      | { __typename: 'CaseAssignmentDetails' }
      | { __typename: 'CaseImportDetails' }
      | { __typename: 'CaseMergeDetails' }
      | { __typename: 'CaseMessageDetails' }
      | { __typename: 'CaseMoveDetails', from: CaseState, to: CaseState }
      | { __typename: 'CaseNoteDetails' }
      | { __typename: 'CasePriorityDetails' }
      | { __typename: 'CaseSnoozeDetails' }
      | { __typename: 'CaseTagDetails' }
      | { __typename: 'CaseTakeOverDetails' }
      | { __typename: 'CaseTriageDetails' }
      | { __typename: 'CaseWokenDetails' }
      | { __typename: 'ChangeDecisionDetails' }
      | { __typename: 'ChangeProposalDetails' }
      | { __typename: 'ChannelDetails' }
      | { __typename: 'ConnectionEndDetails' }
      | { __typename: 'CouncilMoveDetails' }
      | { __typename: 'CouncilQuestionDetails' }
      | { __typename: 'CustomerMergeDetails' }
      | { __typename: 'DeadLetterDetails' }
      | { __typename: 'InvitationDetails' }
      | { __typename: 'JobFailureDetails' }
      | { __typename: 'KbArticleChangeDetails' }
      | { __typename: 'KbArticleDetails' }
      | { __typename: 'KbImportDetails' }
      | { __typename: 'KbSuggestionDetails' }
      | { __typename: 'KbSuggestionsDetails' }
      | { __typename: 'MembershipEndDetails' }
      | { __typename: 'MembershipJoinDetails' }
      | { __typename: 'MembershipRoleDetails' }
      | { __typename: 'ModelRouteDetails' }
      | { __typename: 'ProjectChangeDetails' }
      | { __typename: 'ProjectMemberDetails' }
      | { __typename: 'QueuePauseDetails' }
      | { __typename: 'QueueResumeDetails' }
      | { __typename: 'ReplyDecisionDetails' }
      | { __typename: 'ReplyDraftDetails' }
      | { __typename: 'ReplySendDetails' }
      | { __typename: 'ScheduleDetails' }
      | { __typename: 'ScheduleRunDetails' }
      | { __typename: 'SecretRotationDetails' }
      | { __typename: 'SessionsEndedDetails' }
      | { __typename: 'SlaBreachDetails' }
      | { __typename: 'SlaPolicyDetails' }
      | { __typename: 'SupportSettingsChangeDetails' }
      | { __typename: 'TenantChangeDetails' }
      | { __typename: 'TriageActivationDetails' }
      | { __typename: 'TriageRetirementDetails' }
      | { __typename: 'TriageTrainingDetails', outcome: TriageTrainingOutcome, samples: number }
     | null } };

export type WeekImportArticlesMutationVariables = Exact<{
  input: KbArchiveImportInput;
}>;


export type WeekImportArticlesMutation = { kbArchiveImport: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekImportHistoryMutationVariables = Exact<{
  input: CaseImportInput;
}>;


export type WeekImportHistoryMutation = { caseImport: { job: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekFollowJobSubscriptionVariables = Exact<{
  jobId: string | number;
  after?: string | null | undefined;
}>;


export type WeekFollowJobSubscription = { jobEvents:
    | { __typename: 'JobFinished', cursor: string, state: JobState, error: { code: string, message: string } | null }
    | { __typename: 'JobLogAppended', cursor: string }
    | { __typename: 'JobProgressed', cursor: string }
    | { __typename: 'JobSnapshot', cursor: string, job: { state: JobState } }
    | { __typename: 'JobStateChanged', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type WeekCreateChannelMutationVariables = Exact<{
  input: ChannelCreateInput;
}>;


export type WeekCreateChannelMutation = { channelCreate: { secret: string | null, channel: { id: string, hookPath: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekCreateApiKeyMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type WeekCreateApiKeyMutation = { apiKeyCreate: { secret: string | null, apiKey: { id: string, scopes: Array<ApiScope> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekOpenCaseMutationVariables = Exact<{
  input: CaseOpenInput;
}>;


export type WeekOpenCaseMutation = { caseOpen: { deduplicated: boolean, case: { id: string, number: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekFollowCaseSubscriptionVariables = Exact<{
  caseId: string | number;
  after?: string | null | undefined;
}>;


export type WeekFollowCaseSubscription = { caseEvents:
    | { __typename: 'ApprovalChanged', cursor: string }
    | { __typename: 'CaseAssigned', cursor: string }
    | { __typename: 'CaseDecided', cursor: string }
    | { __typename: 'CaseMatched', cursor: string }
    | { __typename: 'CaseMerged', cursor: string }
    | { __typename: 'CaseMessageAdded', cursor: string }
    | { __typename: 'CasePriorityChanged', cursor: string }
    | { __typename: 'CaseSlaBreached', cursor: string }
    | { __typename: 'CaseSnapshot', cursor: string, case: { state: CaseState } }
    | { __typename: 'CaseSnoozed', cursor: string }
    | { __typename: 'CaseStateChanged', cursor: string, from: CaseState, to: CaseState }
    | { __typename: 'CaseTagsChanged', cursor: string }
    | { __typename: 'CaseTriaged', cursor: string }
    | { __typename: 'CaseWoken', cursor: string }
    | { __typename: 'ChangeRequestChanged', cursor: string }
    | { __typename: 'PipelineStepChanged', cursor: string }
    | { __typename: 'ReplyDraftChanged', cursor: string }
    | { __typename: 'ReplyDraftDelta', cursor: string, offset: number, text: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export type WeekInboxQueryVariables = Exact<{ [key: string]: never; }>;


export type WeekInboxQuery = { approvals: { nodes: Array<{ id: string, kind: ApprovalKind, title: string, reason: string, confidence: number | null, version: number, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string, case: { id: string } }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string, case: { id: string } }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }> } };

export type WeekReadCaseQueryVariables = Exact<{
  id: string | number;
}>;


export type WeekReadCaseQuery = { case: { number: number, state: CaseState, version: number, triage: { type: CaseType | null, severity: CaseSeverity | null, confidence: number | null, reasoning: string | null, decidedBy: DeciderKind | null } | null, decisions: { nodes: Array<{ kind: CaseDecisionKind, outcome: string, confidence: number | null, reasons: Array<string> }> }, matches: { edges: Array<{ score: number, node: { title: string } }> }, replyDraft: { id: string, state: ReplyDraftState, body: string, version: number, citations: Array<{ title: string }> } | null, changeRequest: { id: string, state: ChangeRequestState, version: number, summary: string, riskLevel: RiskLevel, affectedSurfaces: Array<string>, testIdeas: Array<string> } | null, pipeline: { state: PipelineState, steps: Array<{ kind: PipelineStepKind, state: PipelineStepState }> } | null, messages: { nodes: Array<{ direction: MessageDirection, body: string }> } } | null };

export type WeekEditReplyMutationVariables = Exact<{
  input: ReplyEditInput;
}>;


export type WeekEditReplyMutation = { replyEdit: { replyDraft: { id: string, body: string, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekApproveMutationVariables = Exact<{
  input: ApprovalApproveInput;
}>;


export type WeekApproveMutation = { approvalApprove: { approval: { state: ApprovalState, decidedBy: { label: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekCorrectTriageMutationVariables = Exact<{
  input: CaseTriageCorrectInput;
}>;


export type WeekCorrectTriageMutation = { caseTriageCorrect: { case: { triage: { type: CaseType | null, severity: CaseSeverity | null, decidedBy: DeciderKind | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekCreateProviderMutationVariables = Exact<{
  input: ModelProviderCreateInput;
}>;


export type WeekCreateProviderMutation = { modelProviderCreate: { modelProvider: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekCreateModelMutationVariables = Exact<{
  input: ModelCreateInput;
}>;


export type WeekCreateModelMutation = { modelCreate: { model: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekSetRouteMutationVariables = Exact<{
  input: ModelRouteSetInput;
}>;


export type WeekSetRouteMutation = { modelRouteSet: { modelRoute: { purpose: ModelPurpose, tier: ModelTier } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekSetBudgetMutationVariables = Exact<{
  input: BudgetSetInput;
}>;


export type WeekSetBudgetMutation = { budgetSet: { budget: { id: string, state: BudgetState, spent: { amount: string } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } };

export type WeekWaitingQueryVariables = Exact<{ [key: string]: never; }>;


export type WeekWaitingQuery = { jobs: { nodes: Array<{ id: string, kind: string, error: { code: string } | null, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }> } };

export type WeekReportQueryVariables = Exact<{
  projectId: string | number;
}>;


export type WeekReportQuery = { usage: Array<{ key: string | null, calls: number | string, inputTokens: number | string, outputTokens: number | string, cost: { amount: string, currency: string } }>, budgets: { nodes: Array<{ state: BudgetState, amount: { amount: string }, spent: { amount: string } }> }, triageQuality: { decided: number, judged: number, corrected: number, type: { cells: Array<{ machine: TriageLabel, person: TriageLabel, count: number }> }, weeks: Array<{ decided: number, corrected: number, meanConfidence: number | null }> } | null, cases: { totalCount: number }, systemHealth: { state: HealthState } };

export type ToolSignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type ToolSignInMutation = { signIn: { accessToken: string | null, userErrors: Array<{ message: string }> } };

export type ToolProjectsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ToolProjectsQuery = { projects: { nodes: Array<{ id: string, key: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ToolProjectCreateMutationVariables = Exact<{
  input: ProjectCreateInput;
}>;


export type ToolProjectCreateMutation = { projectCreate: { project: { id: string } | null, userErrors: Array<{ message: string, path: Array<string> }> } };

export type ToolCaseImportMutationVariables = Exact<{
  input: CaseImportInput;
}>;


export type ToolCaseImportMutation = { caseImport: { job: { id: string } | null, userErrors: Array<{ message: string, path: Array<string> }> } };

export type ToolKbImportMutationVariables = Exact<{
  input: KbImportInput;
}>;


export type ToolKbImportMutation = { kbImport: { job: { id: string } | null, userErrors: Array<{ message: string, path: Array<string> }> } };

export type ToolJobEventsSubscriptionVariables = Exact<{
  jobId: string | number;
}>;


export type ToolJobEventsSubscription = { jobEvents:
    | { __typename: 'JobFinished', state: JobState, error: { message: string } | null }
    | { __typename: 'JobLogAppended' }
    | { __typename: 'JobProgressed', percent: number }
    | { __typename: 'JobSnapshot' }
    | { __typename: 'JobStateChanged' }
    | { __typename: 'StreamGap' }
   };

export type ToolJobQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type ToolJobQuery = { job: { progress: { counters: Record<string, unknown> | null }, children: { nodes: Array<{ id: string, state: JobState }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ToolOpenJobsQueryVariables = Exact<{
  kind: string;
}>;


export type ToolOpenJobsQuery = { jobs: { nodes: Array<{ id: string, subject:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }> } };

export type SmokeViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type SmokeViewerQuery = { viewer: { tenant: { id: string } } };

export type SmokePingMutationVariables = Exact<{ [key: string]: never; }>;


export type SmokePingMutation = { jobPing: { job: { id: string } | null, userErrors: Array<{ message: string }> } };

export type SmokeEventsSubscriptionVariables = Exact<{
  jobId: string | number;
  after?: string | null | undefined;
}>;


export type SmokeEventsSubscription = { jobEvents:
    | { __typename: 'JobFinished', cursor: string, state: JobState }
    | { __typename: 'JobLogAppended', cursor: string }
    | { __typename: 'JobProgressed', cursor: string }
    | { __typename: 'JobSnapshot', cursor: string }
    | { __typename: 'JobStateChanged', cursor: string }
    | { __typename: 'StreamGap', cursor: string }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const E2eArticleCreateDocument = new TypedDocumentString(`
    mutation E2eArticleCreate($input: KbArticleCreateInput!) {
  kbArticleCreate(input: $input) {
    kbArticle {
      id
      title
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:83e9b0e9bf0e5793806c7b38fe2be9b38af42331db5454dcd4ce15905ffc8e4a"}) as unknown as TypedDocumentString<E2eArticleCreateMutation, E2eArticleCreateMutationVariables>;
export const E2eCaseOpenDocument = new TypedDocumentString(`
    mutation E2eCaseOpen($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
      number
      state
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d912aaaaf7f4805d19483c6f80232f8aaae7f7e37146cc2768951d166b39711d"}) as unknown as TypedDocumentString<E2eCaseOpenMutation, E2eCaseOpenMutationVariables>;
export const E2eFollowJobDocument = new TypedDocumentString(`
    subscription E2eFollowJob($jobId: ID!, $after: EventCursor) {
  jobEvents(jobId: $jobId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on JobProgressed {
      stage
      percent
    }
    ... on JobFinished {
      state
      error {
        code
        message
      }
    }
  }
}
    `, {"hash":"sha256:7156ae285c32b76117f601b37b634e9c415cd84a1e3495fe350cdc52a243a164"}) as unknown as TypedDocumentString<E2eFollowJobSubscription, E2eFollowJobSubscriptionVariables>;
export const E2eCaseDocument = new TypedDocumentString(`
    query E2eCase($id: ID!) {
  case(id: $id) {
    state
    triage {
      type
      severity
      confidence
      reasoning
      decidedBy
    }
    matches(first: 5) {
      edges {
        score
        node {
          title
        }
      }
    }
    replyDraft {
      id
      state
      body
      citations {
        title
      }
      version
    }
    pipeline {
      state
      steps {
        kind
        state
        attempts
      }
    }
    messages(first: 20) {
      nodes {
        direction
        body
      }
    }
  }
}
    `, {"hash":"sha256:1dcb53af8b6c6f7a303f1d487e270eaf2aa9de5b355d6c68b6c5ea15f6f72100"}) as unknown as TypedDocumentString<E2eCaseQuery, E2eCaseQueryVariables>;
export const E2eReplyApproveDocument = new TypedDocumentString(`
    mutation E2eReplyApprove($input: ReplyApproveInput!) {
  replyApprove(input: $input) {
    replyDraft {
      state
    }
    case {
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:13f58c157cf8d9c996c59b0037a8bcd71518657fc238d128c742a3f7d08bbbb6"}) as unknown as TypedDocumentString<E2eReplyApproveMutation, E2eReplyApproveMutationVariables>;
export const OpenCaseBeforeOutageDocument = new TypedDocumentString(`
    mutation OpenCaseBeforeOutage($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
    }
  }
}
    `, {"hash":"sha256:3c7a87e9c888dd0c3ff22c6be82a6011561556c278c2afa7ba9bf6ebfa2a8cfe"}) as unknown as TypedDocumentString<OpenCaseBeforeOutageMutation, OpenCaseBeforeOutageMutationVariables>;
export const WatchSubjectsInOutageDocument = new TypedDocumentString(`
    subscription WatchSubjectsInOutage($kinds: [TenantEventKind!]) {
  tenantEvents(kinds: $kinds) {
    data
    subject {
      ... on Case {
        id
        subject
      }
    }
  }
}
    `, {"hash":"sha256:2640cc531a090f4821ed2f65f0e6deb3d3f598f59a45afe32fc4ac36ff470f81"}) as unknown as TypedDocumentString<WatchSubjectsInOutageSubscription, WatchSubjectsInOutageSubscriptionVariables>;
export const ApprovalInboxDocument = new TypedDocumentString(`
    query ApprovalInbox($filter: ApprovalFilter, $orderBy: ApprovalOrder) {
  approvals(first: 20, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      kind
      state
      title
      reason
      confidence
      version
      requestedAt
      expiresAt
      decidedAt
      note
      availableTransitions
      requestedBy {
        kind
        label
      }
      decidedBy {
        kind
        label
      }
      job {
        kind
      }
      project {
        id
      }
      subject {
        __typename
        id
        ... on ReplyDraft {
          draftState: state
          body
          approval {
            id
            state
          }
        }
        ... on ChangeRequest {
          changeState: state
          approval {
            id
            state
          }
        }
      }
    }
    totalCount
  }
}
    `, {"hash":"sha256:b54a2d5eb23c4f7858bd87e091949606963fc963822ac558decc7c9dca12c85a"}) as unknown as TypedDocumentString<ApprovalInboxQuery, ApprovalInboxQueryVariables>;
export const ApproveApprovalDocument = new TypedDocumentString(`
    mutation ApproveApproval($input: ApprovalApproveInput!) {
  approvalApprove(input: $input) {
    approval {
      id
      state
      version
      note
      decidedBy {
        label
      }
      subject {
        id
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:e2845453206de5cf63f872035d7f35dc75312c7d7cd4b862f96d3709750bc226"}) as unknown as TypedDocumentString<ApproveApprovalMutation, ApproveApprovalMutationVariables>;
export const RejectApprovalDocument = new TypedDocumentString(`
    mutation RejectApproval($input: ApprovalRejectInput!) {
  approvalReject(input: $input) {
    approval {
      id
      state
      note
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:27ac1366ec57bd57482067cd79252c47f4a0c069d892dd06308a418be408e67a"}) as unknown as TypedDocumentString<RejectApprovalMutation, RejectApprovalMutationVariables>;
export const FollowApprovalsDocument = new TypedDocumentString(`
    subscription FollowApprovals($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on ApprovalChanged {
      state
      version
      approval {
        id
      }
    }
  }
}
    `, {"hash":"sha256:e49c6ed66ed31db9b58e15bca17e27e8ab7ccad9ad9508c68fe0038631e5186a"}) as unknown as TypedDocumentString<FollowApprovalsSubscription, FollowApprovalsSubscriptionVariables>;
export const AskTheCouncilDocument = new TypedDocumentString(`
    mutation AskTheCouncil($input: CouncilAskInput!) {
  councilAsk(input: $input) {
    council {
      id
      state
      quorum
      version
      members {
        seat
        label
        state
        builtIn
      }
      criteria {
        name
        weight
      }
    }
    job {
      id
      state
    }
    deduplicated
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:7b7a5e3bfb5b2c5e8649a78b01aa3c0b0ab1aaa188aefe3892f0ee2e1354b046"}) as unknown as TypedDocumentString<AskTheCouncilMutation, AskTheCouncilMutationVariables>;
export const TheCouncilDocument = new TypedDocumentString(`
    query TheCouncil($id: ID!) {
  node(id: $id) {
    ... on Council {
      id
      state
      question
      quorum
      version
      availableTransitions
      subject {
        id
      }
      members {
        seat
        label
        state
        model {
          name
        }
        route {
          purpose
        }
        error {
          code
        }
      }
      answers {
        text
        score
        member {
          label
        }
        votes {
          total
          voter {
            label
          }
        }
      }
      votes {
        total
        voter {
          label
        }
        answer {
          member {
            label
          }
        }
        scores {
          criterion
          score
          reason
        }
      }
      verdict {
        score
        rule
        answer {
          text
          member {
            label
          }
        }
        reasons {
          criterion
          score
          reason
        }
        standings {
          score
          member {
            label
          }
        }
      }
      error {
        code
        message
      }
      job {
        id
        state
        error {
          code
        }
      }
    }
  }
}
    `, {"hash":"sha256:68bfc8b5571e1efc74bba0a57a2968dfd6ebe776640c75cd776057f4054cb45b"}) as unknown as TypedDocumentString<TheCouncilQuery, TheCouncilQueryVariables>;
export const FollowTheCouncilDocument = new TypedDocumentString(`
    subscription FollowTheCouncil($id: ID!, $after: EventCursor) {
  councilEvents(councilId: $id, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on CouncilSnapshot {
      council {
        state
        answers {
          text
        }
        votes {
          total
        }
      }
    }
    ... on CouncilStateChanged {
      from
      to
      version
    }
    ... on CouncilAnswerGiven {
      answer {
        text
        member {
          label
        }
      }
    }
    ... on CouncilVoteCast {
      vote {
        total
        voter {
          label
        }
        answer {
          member {
            label
          }
        }
      }
    }
    ... on CouncilMemberFailed {
      errorCode
      member {
        label
      }
    }
    ... on CouncilVerdictReached {
      score
      answer {
        member {
          label
        }
      }
    }
    ... on CouncilFinished {
      state
      why: errorCode
    }
  }
}
    `, {"hash":"sha256:816424159d1d2c2d5dc90d030d547fcf1f0a2f79bfbedbc5889c63ff2a809350"}) as unknown as TypedDocumentString<FollowTheCouncilSubscription, FollowTheCouncilSubscriptionVariables>;
export const CancelTheCouncilDocument = new TypedDocumentString(`
    mutation CancelTheCouncil($input: CouncilCancelInput!) {
  councilCancel(input: $input) {
    council {
      id
      state
    }
    job {
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:7684ce721023b414091eb9d5f25ca5d9a4968d531ea40fbbbc5c89c7c31340bb"}) as unknown as TypedDocumentString<CancelTheCouncilMutation, CancelTheCouncilMutationVariables>;
export const TheCouncilsDocument = new TypedDocumentString(`
    query TheCouncils($filter: CouncilFilter) {
  councils(filter: $filter) {
    nodes {
      id
      state
    }
    totalCount
  }
}
    `, {"hash":"sha256:1adb17b12ac0b841d01e69eeb542afec0679a5c2d25e4b7019799e46824313ed"}) as unknown as TypedDocumentString<TheCouncilsQuery, TheCouncilsQueryVariables>;
export const CouncilBudgetDocument = new TypedDocumentString(`
    mutation CouncilBudget($input: BudgetSetInput!) {
  budgetSet(input: $input) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:3d34ffbdd8c36b43b7ae34df563369f9e742da2c076d1cee0cd7ef55d7679843"}) as unknown as TypedDocumentString<CouncilBudgetMutation, CouncilBudgetMutationVariables>;
export const CouncilRetryDocument = new TypedDocumentString(`
    mutation CouncilRetry($id: ID!) {
  jobRetry(input: {id: $id}) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:fb19e9eb79077d31cfd52a4f0285dc35ad2c585ae834bc0f9203a2ea6837eb60"}) as unknown as TypedDocumentString<CouncilRetryMutation, CouncilRetryMutationVariables>;
export const CouncilArticleDocument = new TypedDocumentString(`
    mutation CouncilArticle($input: KbArticleCreateInput!) {
  kbArticleCreate(input: $input) {
    kbArticle {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:ef77be880e5f84382fb3f65e7b0393c586c11426ede01189e4506d4663655111"}) as unknown as TypedDocumentString<CouncilArticleMutation, CouncilArticleMutationVariables>;
export const CouncilUsesDocument = new TypedDocumentString(`
    query CouncilUses {
  llmCalls {
    nodes {
      purpose
      state
      subject {
        id
      }
    }
  }
  usage(groupBy: PURPOSE) {
    key
    calls
  }
}
    `, {"hash":"sha256:8f3bc4575991b91ab70a018939bc089871abd9f29a490eb9d7970825909284b9"}) as unknown as TypedDocumentString<CouncilUsesQuery, CouncilUsesQueryVariables>;
export const OwnSessionsDocument = new TypedDocumentString(`
    query OwnSessions($first: Int) {
  authSessions(first: $first) {
    nodes {
      id
      device
      userAgent
      address
      createdAt
      lastSeenAt
      expiresAt
      endedAt
      isCurrent
    }
    totalCount
  }
}
    `, {"hash":"sha256:4ab4ac77a1c8c7799c6d4981f2cad5e4f13bc425a78a6c92109cb6fd291824ee"}) as unknown as TypedDocumentString<OwnSessionsQuery, OwnSessionsQueryVariables>;
export const SessionEndOnceDocument = new TypedDocumentString(`
    mutation SessionEndOnce($id: ID!) {
  authSessionEnd(input: {id: $id}) {
    authSession {
      id
      endedAt
      isCurrent
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:5c3f9725e7820d07347535d5daef6da3d94eed98014b36b8166c7115717862a3"}) as unknown as TypedDocumentString<SessionEndOnceMutation, SessionEndOnceMutationVariables>;
export const SessionsEndOthersDocument = new TypedDocumentString(`
    mutation SessionsEndOthers {
  authSessionsEndOthers {
    endedCount
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:f65f14f41f3ebdf9fa76f1802cf63346fac787cf2706b47ae1d2ff171b09c76c"}) as unknown as TypedDocumentString<SessionsEndOthersMutation, SessionsEndOthersMutationVariables>;
export const SignInForSessionDocument = new TypedDocumentString(`
    mutation SignInForSession($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password}) {
    accessToken
  }
}
    `, {"hash":"sha256:0df1e27a20632780bdd13ef3db33d0ff6316e2794352d6ac1a207cf799efd8fa"}) as unknown as TypedDocumentString<SignInForSessionMutation, SignInForSessionMutationVariables>;
export const SessionNodeDocument = new TypedDocumentString(`
    query SessionNode($id: ID!) {
  node(id: $id) {
    __typename
    id
  }
  viewer {
    role
  }
}
    `, {"hash":"sha256:4d805ccd772ca223bab45e099caf348512ffe44d5818e89426cfc941606391f2"}) as unknown as TypedDocumentString<SessionNodeQuery, SessionNodeQueryVariables>;
export const EmailVerifyOnceDocument = new TypedDocumentString(`
    mutation EmailVerifyOnce($token: String!) {
  emailVerify(input: {token: $token}) {
    email
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:37992dc75c2a1297277b86fa51d78a07112eb759a5edc945d0667883243cd226"}) as unknown as TypedDocumentString<EmailVerifyOnceMutation, EmailVerifyOnceMutationVariables>;
export const EmailResendDocument = new TypedDocumentString(`
    mutation EmailResend {
  emailVerificationResend {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:a0e77d1e7470fa46c8c5dd305de85ae5e81bef228dbd76930a0e73a5a87bc854"}) as unknown as TypedDocumentString<EmailResendMutation, EmailResendMutationVariables>;
export const EmailChangeOnceDocument = new TypedDocumentString(`
    mutation EmailChangeOnce($newEmail: String!, $password: String!) {
  emailChange(input: {newEmail: $newEmail, password: $password}) {
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:3e4b3688be911089c3d9759a2afe8e95ad44534e013451fe47a16fe786ec4fe2"}) as unknown as TypedDocumentString<EmailChangeOnceMutation, EmailChangeOnceMutationVariables>;
export const ProfileOnceDocument = new TypedDocumentString(`
    mutation ProfileOnce($input: ProfileUpdateInput!) {
  profileUpdate(input: $input) {
    user {
      name
      version
      isEmailVerified
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:ea49f99013641afac4f402090f30d73c8e20be99e351f0f23e0cac4b6d2c83c7"}) as unknown as TypedDocumentString<ProfileOnceMutation, ProfileOnceMutationVariables>;
export const MeWithEmailDocument = new TypedDocumentString(`
    query MeWithEmail {
  viewer {
    user {
      id
      name
      email
      isEmailVerified
      version
    }
  }
}
    `, {"hash":"sha256:0e26a35ab3803324e63a95182223865f56fdfd10add8318686d032be7714c88b"}) as unknown as TypedDocumentString<MeWithEmailQuery, MeWithEmailQueryVariables>;
export const SignInWithEmailDocument = new TypedDocumentString(`
    mutation SignInWithEmail($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password}) {
    accessToken
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:414e869f2776b73b585f6c65f071897ce7ee46ed9c104f65103933543a6f13d7"}) as unknown as TypedDocumentString<SignInWithEmailMutation, SignInWithEmailMutationVariables>;
export const ProjectOfUnverifiedDocument = new TypedDocumentString(`
    mutation ProjectOfUnverified {
  projectCreate(input: {key: "fresh", name: "Fresh"}) {
    project {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:9e057f080f814a6dd61b6572182eca043546c0588b753102bc63e256e321b199"}) as unknown as TypedDocumentString<ProjectOfUnverifiedMutation, ProjectOfUnverifiedMutationVariables>;
export const InviteDocument = new TypedDocumentString(`
    mutation Invite($input: InvitationCreateInput!) {
  invitationCreate(input: $input) {
    invitation {
      id
      email
      role
      state
      version
      projects {
        key
      }
      invitedBy {
        email
      }
    }
    token
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:e8f57e5301cc2fd17583caf9e24e2036fa8962a8550ba1c1bc01100cd3618cc4"}) as unknown as TypedDocumentString<InviteMutation, InviteMutationVariables>;
export const InviteAgainDocument = new TypedDocumentString(`
    mutation InviteAgain($input: InvitationResendInput!) {
  invitationResend(input: $input) {
    invitation {
      id
      state
      version
    }
    token
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:cc2324dfef8d16880c681723abb8d096f151f52fc8a15756edea8f14d9ddbdce"}) as unknown as TypedDocumentString<InviteAgainMutation, InviteAgainMutationVariables>;
export const DisinviteDocument = new TypedDocumentString(`
    mutation Disinvite($input: InvitationRevokeInput!) {
  invitationRevoke(input: $input) {
    invitation {
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:11af32fa5fb8b144a86b0e4312cc434128c3d69834d17d3cb2a31e8eb023dbc9"}) as unknown as TypedDocumentString<DisinviteMutation, DisinviteMutationVariables>;
export const AcceptInvitationDocument = new TypedDocumentString(`
    mutation AcceptInvitation($input: InvitationAcceptInput!) {
  invitationAccept(input: $input) {
    accessToken
    viewer {
      user {
        email
        name
      }
      tenant {
        slug
      }
      role
      projects {
        nodes {
          key
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d458bc42638dd7db232b818bce739ced20a08bb70aac18ee90812cace7d4d9a5"}) as unknown as TypedDocumentString<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const ListInvitationsDocument = new TypedDocumentString(`
    query ListInvitations($filter: InvitationFilter) {
  invitations(filter: $filter) {
    nodes {
      email
      state
    }
    totalCount
  }
}
    `, {"hash":"sha256:f3caf35fe613fd572269edd275406144c13bc3880af71a4da540149d0ea0176e"}) as unknown as TypedDocumentString<ListInvitationsQuery, ListInvitationsQueryVariables>;
export const ProjectOfInvitedDocument = new TypedDocumentString(`
    mutation ProjectOfInvited($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    project {
      id
    }
  }
}
    `, {"hash":"sha256:7fcb031d5c011abbe57570e7beb82b6cce14f3049b7374e4a4e6c095b9ea38c1"}) as unknown as TypedDocumentString<ProjectOfInvitedMutation, ProjectOfInvitedMutationVariables>;
export const KeyOfMemberDocument = new TypedDocumentString(`
    mutation KeyOfMember($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    secret
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:1f5ad321b134eb340cf2ef1c3c9e140dcac71a394986dcde0ec557cd1bcb6761"}) as unknown as TypedDocumentString<KeyOfMemberMutation, KeyOfMemberMutationVariables>;
export const ProjectByMemberDocument = new TypedDocumentString(`
    mutation ProjectByMember($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    project {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:a6c191b52376915ab9abe5bbfb259c0590d9336418a0956816a7966e106cad0e"}) as unknown as TypedDocumentString<ProjectByMemberMutation, ProjectByMemberMutationVariables>;
export const EventsForMemberDocument = new TypedDocumentString(`
    subscription EventsForMember {
  tenantEvents {
    kind
    subject {
      id
    }
  }
}
    `, {"hash":"sha256:51e8ffc380dde2ca751165a0b515b25c2636c9c1c1843776ccd5cf8b8dd07b5d"}) as unknown as TypedDocumentString<EventsForMemberSubscription, EventsForMemberSubscriptionVariables>;
export const ResetAskDocument = new TypedDocumentString(`
    mutation ResetAsk($email: String!) {
  passwordResetRequest(input: {email: $email}) {
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:a837dd3d019227338561aa9f1a33fba4253f7bcb7accb36e4e93b5e66d2e69d9"}) as unknown as TypedDocumentString<ResetAskMutation, ResetAskMutationVariables>;
export const ResetUseDocument = new TypedDocumentString(`
    mutation ResetUse($token: String!, $newPassword: String!) {
  passwordReset(input: {token: $token, newPassword: $newPassword}) {
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:ea1981e3109375da53b09ae13ef18e672b1894610437a8dac103617e33c913b6"}) as unknown as TypedDocumentString<ResetUseMutation, ResetUseMutationVariables>;
export const PasswordChangeOnceDocument = new TypedDocumentString(`
    mutation PasswordChangeOnce($currentPassword: String!, $newPassword: String!) {
  passwordChange(
    input: {currentPassword: $currentPassword, newPassword: $newPassword}
  ) {
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:8ac2f40e486888e97e403e5e1fbda922616b44f61eb1c2ac39dcbbad26709ec5"}) as unknown as TypedDocumentString<PasswordChangeOnceMutation, PasswordChangeOnceMutationVariables>;
export const SignInWithPasswordDocument = new TypedDocumentString(`
    mutation SignInWithPassword($email: String!, $password: String!, $tenantSlug: String) {
  signIn(input: {email: $email, password: $password, tenantSlug: $tenantSlug}) {
    accessToken
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:4ea0380789837467882473f6c753ddbbd44fc417c4effdc2f9b657bed38f166e"}) as unknown as TypedDocumentString<SignInWithPasswordMutation, SignInWithPasswordMutationVariables>;
export const WhoHasPasswordDocument = new TypedDocumentString(`
    query WhoHasPassword {
  viewer {
    user {
      email
      isEmailVerified
    }
  }
}
    `, {"hash":"sha256:b88ac5423b49ce9dee5f734db65875826d10a179a71f53b61af24a680843ecb9"}) as unknown as TypedDocumentString<WhoHasPasswordQuery, WhoHasPasswordQueryVariables>;
export const SignUpWithPasswordDocument = new TypedDocumentString(`
    mutation SignUpWithPassword($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:ceca6a13a66c8932fb156bce265c8d5bc4a6683ed7cbfc4f94314557c08f9b4e"}) as unknown as TypedDocumentString<SignUpWithPasswordMutation, SignUpWithPasswordMutationVariables>;
export const MembersOfTenantDocument = new TypedDocumentString(`
    query MembersOfTenant($filter: MembershipFilter) {
  memberships(filter: $filter) {
    nodes {
      id
      role
      version
      user {
        id
        email
        name
      }
    }
    totalCount
  }
}
    `, {"hash":"sha256:9fae6528ae12831687f0be57f404d89315d3aadf33e9350c222975d5214ae323"}) as unknown as TypedDocumentString<MembersOfTenantQuery, MembersOfTenantQueryVariables>;
export const UpdateMemberDocument = new TypedDocumentString(`
    mutation UpdateMember($input: MembershipUpdateInput!) {
  membershipUpdate(input: $input) {
    membership {
      id
      role
      version
      user {
        email
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:9bcae9e1fb8a5a8a31f1a82f587b8893625580b509a811a2f26d089973e34b07"}) as unknown as TypedDocumentString<UpdateMemberMutation, UpdateMemberMutationVariables>;
export const RevokeMemberDocument = new TypedDocumentString(`
    mutation RevokeMember($input: MembershipRevokeInput!) {
  membershipRevoke(input: $input) {
    membership {
      id
      role
      user {
        email
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:94ecc70d640d2386561bea78954d3de0810bfdf1c078f4aaa4cc8e09a77095ec"}) as unknown as TypedDocumentString<RevokeMemberMutation, RevokeMemberMutationVariables>;
export const LeaveTenantDocument = new TypedDocumentString(`
    mutation LeaveTenant($input: MembershipLeaveInput!) {
  membershipLeave(input: $input) {
    membership {
      id
      user {
        email
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:491c2e583e39bcdc40320cba473c512d3fab3fb7dadfbc7e6bf105ec5524bf98"}) as unknown as TypedDocumentString<LeaveTenantMutation, LeaveTenantMutationVariables>;
export const SignInToDocument = new TypedDocumentString(`
    mutation SignInTo($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    viewer {
      tenant {
        slug
      }
      role
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:4942beef8cc50b09c7c3fc412cbf991ce3d507bd4e8485aa683a8042bd9ef234"}) as unknown as TypedDocumentString<SignInToMutation, SignInToMutationVariables>;
export const WhoIsThisDocument = new TypedDocumentString(`
    query WhoIsThis {
  viewer {
    user {
      id
      email
    }
    tenant {
      slug
    }
    role
  }
}
    `, {"hash":"sha256:a931144905b10e1545957e4de655e208ff6933f75071b2d2dbb946b064473862"}) as unknown as TypedDocumentString<WhoIsThisQuery, WhoIsThisQueryVariables>;
export const CreateProjectDocument = new TypedDocumentString(`
    mutation CreateProject($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    project {
      id
      isRestricted
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:c06d0078d0294bf7f086e4ece386582120bc5c9b0091e8b6f9a677487d5f1434"}) as unknown as TypedDocumentString<CreateProjectMutation, CreateProjectMutationVariables>;
export const UpdateProjectDocument = new TypedDocumentString(`
    mutation UpdateProject($input: ProjectUpdateInput!) {
  projectUpdate(input: $input) {
    project {
      name
      replyMode
      isRestricted
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:5874f09ff66a43a22086677ced53e2fa4509a26659b2386ecdeb7f5159cd847a"}) as unknown as TypedDocumentString<UpdateProjectMutation, UpdateProjectMutationVariables>;
export const ArchiveProjectDocument = new TypedDocumentString(`
    mutation ArchiveProject($input: ProjectArchiveInput!) {
  projectArchive(input: $input) {
    project {
      archivedAt
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:073a5112c62811ad28cf75a81ea74c0fc41907f16b958263e7b1e5bc9f174a9c"}) as unknown as TypedDocumentString<ArchiveProjectMutation, ArchiveProjectMutationVariables>;
export const RestoreProjectDocument = new TypedDocumentString(`
    mutation RestoreProject($input: ProjectRestoreInput!) {
  projectRestore(input: $input) {
    project {
      archivedAt
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:9a71e06c86c031f99dc4b0d26fc5ef30202d0507e5b0a485ba03a7bdb510b794"}) as unknown as TypedDocumentString<RestoreProjectMutation, RestoreProjectMutationVariables>;
export const AddProjectMemberDocument = new TypedDocumentString(`
    mutation AddProjectMember($input: ProjectMemberAddInput!) {
  projectMemberAdd(input: $input) {
    project {
      members {
        nodes {
          user {
            email
          }
        }
        totalCount
      }
    }
    membership {
      id
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:d385782f868d1de1450a706769e34db186104d975e9f888445ae2017f99a4d5d"}) as unknown as TypedDocumentString<AddProjectMemberMutation, AddProjectMemberMutationVariables>;
export const RemoveProjectMemberDocument = new TypedDocumentString(`
    mutation RemoveProjectMember($input: ProjectMemberRemoveInput!) {
  projectMemberRemove(input: $input) {
    project {
      members {
        totalCount
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:41d2f8be226708f3cbe7f7176dc8a19be2abc7331015be72c9a417fc9df3a77a"}) as unknown as TypedDocumentString<RemoveProjectMemberMutation, RemoveProjectMemberMutationVariables>;
export const ProjectsSeenDocument = new TypedDocumentString(`
    query ProjectsSeen($isArchived: Boolean) {
  projects(isArchived: $isArchived) {
    nodes {
      key
    }
    totalCount
  }
  viewer {
    projects {
      nodes {
        key
      }
    }
  }
}
    `, {"hash":"sha256:bf6a2f0e9d5baabdce9513355adb1dc247a8425bc661f48c403c025a4056b120"}) as unknown as TypedDocumentString<ProjectsSeenQuery, ProjectsSeenQueryVariables>;
export const FollowProjectsDocument = new TypedDocumentString(`
    subscription FollowProjects {
  tenantEvents {
    kind
  }
}
    `, {"hash":"sha256:4a5d4e71624caf450a660ea4c41fe157f6ccda6e40cfccc9a695362deb3dd8f6"}) as unknown as TypedDocumentString<FollowProjectsSubscription, FollowProjectsSubscriptionVariables>;
export const OpenCaseInProjectDocument = new TypedDocumentString(`
    mutation OpenCaseInProject($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:4f35960e4721c9a75055a3210392657952e65c9d9c00e3cbea9feea2eb18f519"}) as unknown as TypedDocumentString<OpenCaseInProjectMutation, OpenCaseInProjectMutationVariables>;
export const SignUpOnceDocument = new TypedDocumentString(`
    mutation SignUpOnce($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    viewer {
      user {
        email
      }
      tenant {
        slug
      }
      role
      projects(first: 10) {
        nodes {
          key
        }
        totalCount
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:798731a5c46fe9fbbcbce830bebafeed92038ed536dab9df5772b15a66f11db9"}) as unknown as TypedDocumentString<SignUpOnceMutation, SignUpOnceMutationVariables>;
export const SignInOnceDocument = new TypedDocumentString(`
    mutation SignInOnce($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    viewer {
      role
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7e227f23995df35d66c99f13d9afb43cd8cd4d5868d5ead91c7a40a10467dfcc"}) as unknown as TypedDocumentString<SignInOnceMutation, SignInOnceMutationVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    user {
      email
    }
    tenant {
      slug
    }
    role
  }
}
    `, {"hash":"sha256:c2c58cb4d574086a7070d6ae042e2d1979e8ac536148d8837efb9d8239a69b30"}) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const RefreshOnceDocument = new TypedDocumentString(`
    mutation RefreshOnce {
  tokenRefresh {
    accessToken
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:c5698b0a6f4f24a81634cffc86f8f25b65f5a51ebe2da84063d83b9b0e9c1c25"}) as unknown as TypedDocumentString<RefreshOnceMutation, RefreshOnceMutationVariables>;
export const SignOutOnceDocument = new TypedDocumentString(`
    mutation SignOutOnce {
  signOut {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:2a63d6649526cc13a35da70bc165e4de15166cc3eec84c1a45514faf152a66f2"}) as unknown as TypedDocumentString<SignOutOnceMutation, SignOutOnceMutationVariables>;
export const TenantsOfViewerDocument = new TypedDocumentString(`
    query TenantsOfViewer {
  viewer {
    memberships {
      tenant {
        id
        slug
        name
      }
      role
      isCurrent
      joinedAt
    }
  }
}
    `, {"hash":"sha256:8751e4b6c36f3073cc395cfa7f551f5292ac741d642584d3b933349f75584cc3"}) as unknown as TypedDocumentString<TenantsOfViewerQuery, TenantsOfViewerQueryVariables>;
export const SwitchTenantDocument = new TypedDocumentString(`
    mutation SwitchTenant($input: TenantSwitchInput!) {
  tenantSwitch(input: $input) {
    accessToken
    accessTokenExpiresAt
    viewer {
      user {
        email
      }
      tenant {
        id
        slug
      }
      role
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:a5e276f9d9befed9bd8abffc045be0c77fc1786227064c090dcec85349444445"}) as unknown as TypedDocumentString<SwitchTenantMutation, SwitchTenantMutationVariables>;
export const UpdateTenantDocument = new TypedDocumentString(`
    mutation UpdateTenant($input: TenantUpdateInput!) {
  tenantUpdate(input: $input) {
    tenant {
      slug
      name
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:d401e165dbc5458d76dfa54043a9381bafef8be4bc965dd7f9886ac968e1d6e7"}) as unknown as TypedDocumentString<UpdateTenantMutation, UpdateTenantMutationVariables>;
export const KeyOfTenantDocument = new TypedDocumentString(`
    mutation KeyOfTenant($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    secret
  }
}
    `, {"hash":"sha256:b18d125d2fe1f521ae14ea7300cca7c207948e49d76d73b2cf02aa9a80ed9cc7"}) as unknown as TypedDocumentString<KeyOfTenantMutation, KeyOfTenantMutationVariables>;
export const CaseToInterruptDocument = new TypedDocumentString(`
    mutation CaseToInterrupt($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:dff10b15bf6ab92da11d237f260f761f0fb6bde89ee3f3998e8a70e92d7da757"}) as unknown as TypedDocumentString<CaseToInterruptMutation, CaseToInterruptMutationVariables>;
export const CaseInterruptedDocument = new TypedDocumentString(`
    query CaseInterrupted($id: ID!) {
  case(id: $id) {
    state
    pipeline {
      id
      steps {
        kind
        state
        error {
          code
        }
        job {
          state
          error {
            code
          }
        }
      }
    }
  }
  llmCalls {
    nodes {
      purpose
      state
      errorCode
    }
  }
}
    `, {"hash":"sha256:e607e29924a5d7b85f6db2158a75342392480d9f02e9b94454729e1e5eaa5e8f"}) as unknown as TypedDocumentString<CaseInterruptedQuery, CaseInterruptedQueryVariables>;
export const StepAfterInterruptionDocument = new TypedDocumentString(`
    mutation StepAfterInterruption($id: ID!) {
  pipelineStepRetry(input: {id: $id}) {
    job {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:8c8a7f80fb819db4ed98881adbf3c33b38a0a6f66550e856dbc4dcdf86becc1c"}) as unknown as TypedDocumentString<StepAfterInterruptionMutation, StepAfterInterruptionMutationVariables>;
export const CouncilAfterInterruptionDocument = new TypedDocumentString(`
    mutation CouncilAfterInterruption($id: ID!) {
  jobRetry(input: {id: $id}) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:270f3eaccdb488fab9f53fb17436a9c169e45251178b06487f88107e1a5380e6"}) as unknown as TypedDocumentString<CouncilAfterInterruptionMutation, CouncilAfterInterruptionMutationVariables>;
export const ProviderOfTestDocument = new TypedDocumentString(`
    mutation ProviderOfTest($input: ModelProviderCreateInput!) {
  modelProviderCreate(input: $input) {
    modelProvider {
      id
      name
      keyHint
      version
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:70064cf29729a80f46120d4fac6e1e060ad0df1fb4d9af69ac455bb199a26aec"}) as unknown as TypedDocumentString<ProviderOfTestMutation, ProviderOfTestMutationVariables>;
export const ProviderChangedByTestDocument = new TypedDocumentString(`
    mutation ProviderChangedByTest($input: ModelProviderUpdateInput!) {
  modelProviderUpdate(input: $input) {
    modelProvider {
      id
      isDisabled
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:09972bc57df2a9a1647cda834fc1b943b74d1e05d936837353d5dac878fbdf43"}) as unknown as TypedDocumentString<ProviderChangedByTestMutation, ProviderChangedByTestMutationVariables>;
export const ModelOfTestDocument = new TypedDocumentString(`
    mutation ModelOfTest($input: ModelCreateInput!) {
  modelCreate(input: $input) {
    model {
      id
      name
      tier
      inputPrice {
        amount
        currency
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:b8c5c56a1b5c0267e002b274b32fddbb26338ca6b3cb779df0d7b6958d045678"}) as unknown as TypedDocumentString<ModelOfTestMutation, ModelOfTestMutationVariables>;
export const RouteOfTestDocument = new TypedDocumentString(`
    mutation RouteOfTest($input: ModelRouteSetInput!) {
  modelRouteSet(input: $input) {
    modelRoute {
      id
      models {
        name
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:3ee1ca25c0fad1a3e2c8a5e66a0f7e02db3b0d3f828b777d9305bd2bbc46bf71"}) as unknown as TypedDocumentString<RouteOfTestMutation, RouteOfTestMutationVariables>;
export const BudgetOfTestDocument = new TypedDocumentString(`
    mutation BudgetOfTest($input: BudgetSetInput!) {
  budgetSet(input: $input) {
    budget {
      id
      state
      spent {
        amount
      }
      project {
        id
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:4002150a97a224f4b33de94781075978cc6b6255494ae8d907aed2c71dbab661"}) as unknown as TypedDocumentString<BudgetOfTestMutation, BudgetOfTestMutationVariables>;
export const ModelsOfTestDocument = new TypedDocumentString(`
    query ModelsOfTest {
  modelProviders {
    nodes {
      name
      protocol
      keyHint
      models {
        nodes {
          name
        }
        totalCount
      }
    }
    totalCount
  }
  modelRoutes {
    purpose
    tier
    models {
      name
    }
  }
  budgets {
    nodes {
      period
      state
      amount {
        amount
      }
      spent {
        amount
      }
    }
  }
  llmCalls {
    nodes {
      purpose
      state
      modelName
      inputTokens
      cost {
        amount
      }
      prompt
      attempts {
        number
        state
      }
      subject {
        __typename
        id
      }
    }
    totalCount
  }
  usage(groupBy: MODEL) {
    key
    calls
    inputTokens
    cost {
      amount
      currency
    }
  }
}
    `, {"hash":"sha256:c3519630db0e916d7f1565dac012c114400d6538169361b76a385fe524c568c1"}) as unknown as TypedDocumentString<ModelsOfTestQuery, ModelsOfTestQueryVariables>;
export const CaseForModelsDocument = new TypedDocumentString(`
    mutation CaseForModels($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
    }
    job {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:5c3c41de0840acd90140adf438cfc31638c3bde5d5cf1c576753c7e12a714bf5"}) as unknown as TypedDocumentString<CaseForModelsMutation, CaseForModelsMutationVariables>;
export const CaseAfterModelsDocument = new TypedDocumentString(`
    query CaseAfterModels($id: ID!) {
  case(id: $id) {
    state
    triage {
      type
      severity
      confidence
      reasoning
    }
    replyDraft {
      state
      body
    }
  }
}
    `, {"hash":"sha256:d48126a461ff544b4aa61e4ff1abdc6f673cc416c8e64665ec86037585647769"}) as unknown as TypedDocumentString<CaseAfterModelsQuery, CaseAfterModelsQueryVariables>;
export const JobOfModelsDocument = new TypedDocumentString(`
    subscription JobOfModels($id: ID!) {
  jobEvents(jobId: $id) {
    __typename
    ... on JobFinished {
      state
    }
  }
}
    `, {"hash":"sha256:e38729c51f6c667734293c87110ce3d4386c10280f38e75a19d785b12a5ebb51"}) as unknown as TypedDocumentString<JobOfModelsSubscription, JobOfModelsSubscriptionVariables>;
export const ActOnJobsDocument = new TypedDocumentString(`
    mutation ActOnJobs($input: JobBulkActionInput!) {
  jobBulkAction(input: $input) {
    matched
    sample {
      id
    }
    job {
      id
    }
    userErrors {
      message
      path
    }
  }
}
    `, {"hash":"sha256:f31c807c5efa5fa0889e0407c5a37542361424b0336cc72923dd70091e71f5d7"}) as unknown as TypedDocumentString<ActOnJobsMutation, ActOnJobsMutationVariables>;
export const ActOnLettersDocument = new TypedDocumentString(`
    mutation ActOnLetters($input: DeadLetterBulkActionInput!) {
  deadLetterBulkAction(input: $input) {
    matched
    sample {
      id
    }
    job {
      id
    }
    userErrors {
      message
      path
    }
  }
}
    `, {"hash":"sha256:3606af3ce80e8870778411b1ac2a29dc2ec414c55e8792ccccf5a0e9917a5ae9"}) as unknown as TypedDocumentString<ActOnLettersMutation, ActOnLettersMutationVariables>;
export const JobsOfFilterDocument = new TypedDocumentString(`
    query JobsOfFilter($filter: JobFilter!) {
  jobs(filter: $filter) {
    nodes {
      id
    }
  }
}
    `, {"hash":"sha256:5c895afbac565f1a562769083c1f6755c937b8a6ff56108950f70b791290014d"}) as unknown as TypedDocumentString<JobsOfFilterQuery, JobsOfFilterQueryVariables>;
export const DetailsProjectUpdateDocument = new TypedDocumentString(`
    mutation DetailsProjectUpdate($input: ProjectUpdateInput!) {
  projectUpdate(input: $input) {
    project {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:f7f7295d9d5c87f7a6b2e4f6b0ac7180e8b4c33ea0c4e1791d61be5e7193e784"}) as unknown as TypedDocumentString<DetailsProjectUpdateMutation, DetailsProjectUpdateMutationVariables>;
export const DetailsQueuePauseDocument = new TypedDocumentString(`
    mutation DetailsQueuePause($input: QueuePauseInput!) {
  queuePause(input: $input) {
    queue {
      name
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:4ef6e2f0b913119998b5bcc26d1e36e1be4662992a8ce7d60cc6ebaec266664f"}) as unknown as TypedDocumentString<DetailsQueuePauseMutation, DetailsQueuePauseMutationVariables>;
export const DetailsFollowDocument = new TypedDocumentString(`
    subscription DetailsFollow {
  tenantEvents {
    kind
    data
    details {
      __typename
      ... on ProjectChangeDetails {
        before {
          name
        }
        after {
          name
        }
      }
      ... on QueuePauseDetails {
        queue
        reason
      }
    }
  }
}
    `, {"hash":"sha256:893c947f7fad0d6b89791ca6c81e7ee22ba78bf0cfbf938c63ef9cba9378d118"}) as unknown as TypedDocumentString<DetailsFollowSubscription, DetailsFollowSubscriptionVariables>;
export const TestHealthDocument = new TypedDocumentString(`
    query TestHealth {
  systemHealth {
    state
    components {
      name
      state
      latencyMs
      message
    }
  }
}
    `, {"hash":"sha256:09b8aa55179001bf89a4cd156e7d0784323bd5f15ce70a5ac39325ac626e6b17"}) as unknown as TypedDocumentString<TestHealthQuery, TestHealthQueryVariables>;
export const TestPlacesDocument = new TypedDocumentString(`
    query TestPlaces {
  jobs(
    first: 50
    filter: {kind: {eq: "operations.prune-history"}}
    orderBy: {field: QUEUED_AT, direction: ASC}
  ) {
    nodes {
      id
      queuePosition
      estimatedStartAt
      subject {
        __typename
        id
        ... on Project {
          name
        }
      }
    }
  }
}
    `, {"hash":"sha256:0190e7aaf5275b4c86366b4b0bb736909a5184a47635a55277b4782c7e5a78a1"}) as unknown as TypedDocumentString<TestPlacesQuery, TestPlacesQueryVariables>;
export const ChangeOfCaseDocument = new TypedDocumentString(`
    query ChangeOfCase($id: ID!) {
  case(id: $id) {
    state
    changeRequest {
      id
      state
      summary
      affectedSurfaces
      riskLevel
      riskReason
      testIdeas
      confidence
      reasons
      version
      decidedAt
      availableTransitions
      original {
        summary
        affectedSurfaces
        riskLevel
        riskReason
        testIdeas
      }
    }
  }
}
    `, {"hash":"sha256:32ead255429b19a8d932324ec8e6363ec08e30860593a2d07c3f2b51983fecb3"}) as unknown as TypedDocumentString<ChangeOfCaseQuery, ChangeOfCaseQueryVariables>;
export const ChangeRequestsDocument = new TypedDocumentString(`
    query ChangeRequests($filter: ChangeRequestFilter, $orderBy: ChangeRequestOrder) {
  changeRequests(first: 10, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      state
      case {
        id
      }
    }
    totalCount
  }
}
    `, {"hash":"sha256:e692a03ed89e053c1e8b4677cbd2d1f6ef1af249b9505597a78b3aca1473d833"}) as unknown as TypedDocumentString<ChangeRequestsQuery, ChangeRequestsQueryVariables>;
export const AcceptChangeDocument = new TypedDocumentString(`
    mutation AcceptChange($input: ChangeRequestAcceptInput!) {
  changeRequestAccept(input: $input) {
    changeRequest {
      id
      state
      version
    }
    case {
      id
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:e0319eb8bc66ed56352204a793b0477ce36d31f9883e42aedb93d927a6d8c671"}) as unknown as TypedDocumentString<AcceptChangeMutation, AcceptChangeMutationVariables>;
export const RejectChangeDocument = new TypedDocumentString(`
    mutation RejectChange($input: ChangeRequestRejectInput!) {
  changeRequestReject(input: $input) {
    changeRequest {
      id
      state
      version
    }
    case {
      id
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:ee5e049e97fcaea9aed49e725d2ec67659b3de66f44fc817b5cb690370a4d50b"}) as unknown as TypedDocumentString<RejectChangeMutation, RejectChangeMutationVariables>;
export const EditChangeDocument = new TypedDocumentString(`
    mutation EditChange($input: ChangeRequestEditInput!) {
  changeRequestEdit(input: $input) {
    changeRequest {
      id
      state
      version
      summary
      affectedSurfaces
      riskLevel
      original {
        summary
        affectedSurfaces
        riskLevel
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:57ca71e2980d7973904e59dbb4165a8a6fcd438572b8da3724daf1ae7ef6d647"}) as unknown as TypedDocumentString<EditChangeMutation, EditChangeMutationVariables>;
export const FollowChangeDocument = new TypedDocumentString(`
    subscription FollowChange($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on CaseStateChanged {
      to
    }
    ... on PipelineStepChanged {
      kind
      stepTo: to
    }
    ... on ChangeRequestChanged {
      state
      version
      changeRequest {
        id
        summary
      }
    }
  }
}
    `, {"hash":"sha256:a065090d55efb241b52b0da558626bdd8fb5c36d90ddcb5496b973fa59346d67"}) as unknown as TypedDocumentString<FollowChangeSubscription, FollowChangeSubscriptionVariables>;
export const UpdateSupportSettingsDocument = new TypedDocumentString(`
    mutation UpdateSupportSettings($input: SupportSettingsUpdateInput!) {
  supportSettingsUpdate(input: $input) {
    project {
      id
      version
      supportSettings {
        replyMode
        triageThreshold
        matchThreshold
        sendThreshold
        preparesChanges
        approvalHours
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:4ca5517c82f67152d693bf807141a1123a0b16e26f6fb743d43f4e54948ca34e"}) as unknown as TypedDocumentString<UpdateSupportSettingsMutation, UpdateSupportSettingsMutationVariables>;
export const DecisionsOfCaseDocument = new TypedDocumentString(`
    query DecisionsOfCase($id: ID!) {
  case(id: $id) {
    state
    replyDraft {
      id
      state
      confidence
    }
    decisions(first: 20) {
      nodes {
        id
        kind
        outcome
        confidence
        threshold
        reasons
        model
        at
        step {
          kind
          job {
            id
          }
        }
      }
      totalCount
    }
  }
}
    `, {"hash":"sha256:4a09489740802ac2cbb2426503dab54d4aee35ce963dab85ecfea4225ba2e05d"}) as unknown as TypedDocumentString<DecisionsOfCaseQuery, DecisionsOfCaseQueryVariables>;
export const FollowDecisionsDocument = new TypedDocumentString(`
    subscription FollowDecisions($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on CaseDecided {
      kind
      outcome
      confidence
      decision {
        id
        reasons
      }
    }
    ... on CaseStateChanged {
      to
    }
  }
}
    `, {"hash":"sha256:3dc5d81bd63cb4298fbf2d520c7e185eb8f47b5363cc20ed6745edcc4f9bd269"}) as unknown as TypedDocumentString<FollowDecisionsSubscription, FollowDecisionsSubscriptionVariables>;
export const SupportCaseOpenDocument = new TypedDocumentString(`
    mutation SupportCaseOpen($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
      number
      subject
      state
      version
    }
    job {
      id
      kind
      state
    }
    deduplicated
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:93cd23a38f344bb11c644c2b2a699f9970fe84f5b7c05b907bc125def9379af8"}) as unknown as TypedDocumentString<SupportCaseOpenMutation, SupportCaseOpenMutationVariables>;
export const SupportCaseDocument = new TypedDocumentString(`
    query SupportCase($id: ID!) {
  case(id: $id) {
    id
    number
    subject
    state
    availableTransitions
    version
    openedAt
    customer {
      email
      name
    }
    triage {
      type
      severity
      confidence
      reasoning
      decidedBy
    }
    matches(first: 5) {
      edges {
        score
        lexicalScore
        semanticScore
        node {
          id
          title
        }
      }
    }
    replyDraft {
      id
      state
      body
      citations {
        id
        title
      }
      version
    }
    changeRequest {
      id
      state
      summary
      riskLevel
      affectedSurfaces
    }
    pipeline {
      id
      state
      job {
        id
        state
        error {
          code
        }
      }
      steps {
        id
        kind
        state
        attempts
        startedAt
        finishedAt
        error {
          code
          message
        }
        job {
          id
          state
        }
      }
    }
    messages(first: 20) {
      nodes {
        id
        direction
        body
        sentAt
      }
      totalCount
    }
    newest: messages(last: 1) {
      nodes {
        direction
      }
    }
  }
}
    `, {"hash":"sha256:a7e45667341b52ec929bbb3a49fc4a80abeadad717cf66a2e082379dda7607da"}) as unknown as TypedDocumentString<SupportCaseQuery, SupportCaseQueryVariables>;
export const SupportCasesDocument = new TypedDocumentString(`
    query SupportCases($first: Int, $after: String, $filter: CaseFilter, $orderBy: CaseOrder) {
  cases(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      number
      subject
      state
      triage {
        type
        severity
        decidedBy
      }
      customer {
        email
      }
      messages(last: 3) {
        nodes {
          body
        }
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:282f10064a7aaa2450c1444ca3e853cfcfb101b9cde54ac8909d5e2b3b3fa39a"}) as unknown as TypedDocumentString<SupportCasesQuery, SupportCasesQueryVariables>;
export const SupportCaseEventsDocument = new TypedDocumentString(`
    subscription SupportCaseEvents($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
      at
    }
    ... on CaseSnapshot {
      case {
        id
        state
      }
      draftedSoFar
    }
    ... on CaseStateChanged {
      from
      to
    }
    ... on CaseTriaged {
      type
      severity
      confidence
      decidedBy
    }
    ... on CaseMatched {
      matches
      bestScore
    }
    ... on PipelineStepChanged {
      kind
      stepFrom: from
      stepTo: to
      step {
        state
      }
    }
    ... on ReplyDraftDelta {
      draftId
      offset
      text
    }
    ... on ReplyDraftChanged {
      state
      draft {
        id
        body
        version
      }
    }
    ... on CaseMessageAdded {
      message {
        body
      }
    }
  }
}
    `, {"hash":"sha256:9601f1cafa336667a6e2131ea822133085cc279a68eb5df97bd66d6a4729e461"}) as unknown as TypedDocumentString<SupportCaseEventsSubscription, SupportCaseEventsSubscriptionVariables>;
export const SupportPipelineEventsDocument = new TypedDocumentString(`
    subscription SupportPipelineEvents($jobId: ID!) {
  jobEvents(jobId: $jobId) {
    __typename
    ... on JobSnapshot {
      job {
        state
      }
    }
    ... on JobProgressed {
      percent
      stage
    }
    ... on JobLogAppended {
      line: message
    }
    ... on JobFinished {
      state
      error {
        code
      }
    }
  }
}
    `, {"hash":"sha256:2c70718ea6e14cf1dac2dad13ce8cadc3100615fd9153cb8e75232011371021a"}) as unknown as TypedDocumentString<SupportPipelineEventsSubscription, SupportPipelineEventsSubscriptionVariables>;
export const SupportJobDocument = new TypedDocumentString(`
    query SupportJob($id: ID!) {
  job(id: $id) {
    id
    kind
    state
    attempt
    error {
      code
      message
    }
    log(first: 50) {
      nodes {
        message
      }
    }
    children(first: 10) {
      nodes {
        kind
        state
        attempt
      }
    }
  }
}
    `, {"hash":"sha256:634cbc645a2e4ca1ef1a93570e6918b52f7b35366aefe54b2e7af0684b5c3aa6"}) as unknown as TypedDocumentString<SupportJobQuery, SupportJobQueryVariables>;
export const SupportJobsDocument = new TypedDocumentString(`
    query SupportJobs($filter: JobFilter) {
  jobs(first: 50, filter: $filter) {
    nodes {
      id
      kind
      state
    }
    totalCount
  }
}
    `, {"hash":"sha256:1d8718b2fe5d3af082757240c113a425eb6f9cf11214d2a0980b87cba21deecf"}) as unknown as TypedDocumentString<SupportJobsQuery, SupportJobsQueryVariables>;
export const SupportKbArticleCreateDocument = new TypedDocumentString(`
    mutation SupportKbArticleCreate($input: KbArticleCreateInput!) {
  kbArticleCreate(input: $input) {
    kbArticle {
      id
      title
      state
      embeddingState
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:b0f186544e25cd39cfc97f19c27d59715b4239feaff1e85d6e2e45db26d3f182"}) as unknown as TypedDocumentString<SupportKbArticleCreateMutation, SupportKbArticleCreateMutationVariables>;
export const SupportKbArticleDocument = new TypedDocumentString(`
    query SupportKbArticle($id: ID!) {
  kbArticle(id: $id) {
    id
    title
    body
    state
    embeddingState
    version
    sourceKey
  }
}
    `, {"hash":"sha256:1575ceae801a2af7b2ca86154567658c48587f7873a7e726b96379f2c337f891"}) as unknown as TypedDocumentString<SupportKbArticleQuery, SupportKbArticleQueryVariables>;
export const SupportKbArticlesDocument = new TypedDocumentString(`
    query SupportKbArticles($filter: KbArticleFilter) {
  kbArticles(first: 50, filter: $filter) {
    nodes {
      id
      title
      version
      sourceKey
      embeddingState
    }
    totalCount
  }
}
    `, {"hash":"sha256:9d950df6ad29c164860f2e22ce97a2f61e28ff691cf3cacf7bda0e5ccc3d33f9"}) as unknown as TypedDocumentString<SupportKbArticlesQuery, SupportKbArticlesQueryVariables>;
export const SupportKbSearchDocument = new TypedDocumentString(`
    query SupportKbSearch($query: String!, $first: Int, $after: String, $projectId: ID) {
  kbSearch(query: $query, first: $first, after: $after, projectId: $projectId) {
    edges {
      cursor
      score
      lexicalScore
      semanticScore
      node {
        id
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:c381f1109fce74f8dcef0284c6d48b243362666b36924ea018d2a732db7ae1ca"}) as unknown as TypedDocumentString<SupportKbSearchQuery, SupportKbSearchQueryVariables>;
export const SupportCaseTriageCorrectDocument = new TypedDocumentString(`
    mutation SupportCaseTriageCorrect($input: CaseTriageCorrectInput!) {
  caseTriageCorrect(input: $input) {
    case {
      id
      state
      version
      triage {
        type
        severity
        confidence
        decidedBy
      }
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:ba430e8d47bbaf02973290aa08ce7f162ed2ccfb2a1a05af5f15db6d387ee7e4"}) as unknown as TypedDocumentString<SupportCaseTriageCorrectMutation, SupportCaseTriageCorrectMutationVariables>;
export const SupportReplyApproveDocument = new TypedDocumentString(`
    mutation SupportReplyApprove($input: ReplyApproveInput!) {
  replyApprove(input: $input) {
    replyDraft {
      id
      state
      version
    }
    case {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:b99b3d99167b7a01f0f0f3d273062f224f954f35f8adee32f03b89545169d5b4"}) as unknown as TypedDocumentString<SupportReplyApproveMutation, SupportReplyApproveMutationVariables>;
export const SupportReplyRejectDocument = new TypedDocumentString(`
    mutation SupportReplyReject($input: ReplyRejectInput!) {
  replyReject(input: $input) {
    replyDraft {
      id
      state
    }
    case {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:94df3e2280eab7282899d40b9b96b292eee37b2ba69513e93a9d9e4643bd918a"}) as unknown as TypedDocumentString<SupportReplyRejectMutation, SupportReplyRejectMutationVariables>;
export const SupportReplyEditDocument = new TypedDocumentString(`
    mutation SupportReplyEdit($input: ReplyEditInput!) {
  replyEdit(input: $input) {
    replyDraft {
      id
      state
      body
      version
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d15dd392df8691f048313d7d9fe0df4377d050f7ca8747315566a68c6e646999"}) as unknown as TypedDocumentString<SupportReplyEditMutation, SupportReplyEditMutationVariables>;
export const SupportPipelineStepRetryDocument = new TypedDocumentString(`
    mutation SupportPipelineStepRetry($input: PipelineStepRetryInput!) {
  pipelineStepRetry(input: $input) {
    pipeline {
      id
      state
      steps {
        kind
        state
        attempts
      }
    }
    job {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:f431ed2cb8f48dae2f3ddce6aba530b4bc4657198964eb729ad04f2cfede8a51"}) as unknown as TypedDocumentString<SupportPipelineStepRetryMutation, SupportPipelineStepRetryMutationVariables>;
export const SupportCaseResolveDocument = new TypedDocumentString(`
    mutation SupportCaseResolve($input: CaseResolveInput!) {
  caseResolve(input: $input) {
    case {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c2d422b444e5539629fe831e07e099960a9137fe31de29bd74ebb05030e0a499"}) as unknown as TypedDocumentString<SupportCaseResolveMutation, SupportCaseResolveMutationVariables>;
export const SupportCaseCloseDocument = new TypedDocumentString(`
    mutation SupportCaseClose($input: CaseCloseInput!) {
  caseClose(input: $input) {
    case {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d0b699fff3352ed39e16e0394e43361982b47badfe7059978d86f87812f23558"}) as unknown as TypedDocumentString<SupportCaseCloseMutation, SupportCaseCloseMutationVariables>;
export const SupportCaseReopenDocument = new TypedDocumentString(`
    mutation SupportCaseReopen($input: CaseReopenInput!) {
  caseReopen(input: $input) {
    case {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:aa00715a378465ee853483de9a52e02420af68e06b389c17cd9723dc2b19a1fc"}) as unknown as TypedDocumentString<SupportCaseReopenMutation, SupportCaseReopenMutationVariables>;
export const SupportCaseImportDocument = new TypedDocumentString(`
    mutation SupportCaseImport($input: CaseImportInput!) {
  caseImport(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:5ab2e0813f4dd663ea88e6c861b59d25a6a3f276d7b7b8c0249716a5adc5b7ce"}) as unknown as TypedDocumentString<SupportCaseImportMutation, SupportCaseImportMutationVariables>;
export const SupportKbImportDocument = new TypedDocumentString(`
    mutation SupportKbImport($input: KbImportInput!) {
  kbImport(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:661e5e9b718520709a255e3269a06a0b232ad566378eba8da1e00ec1a2511703"}) as unknown as TypedDocumentString<SupportKbImportMutation, SupportKbImportMutationVariables>;
export const SupportProjectCreateDocument = new TypedDocumentString(`
    mutation SupportProjectCreate($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    project {
      id
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:d4602c27c13d9b1e683b078a7043886e35027f30ad3a149f3282e870fcbc89e4"}) as unknown as TypedDocumentString<SupportProjectCreateMutation, SupportProjectCreateMutationVariables>;
export const SupportJobCancelDocument = new TypedDocumentString(`
    mutation SupportJobCancel($input: JobCancelInput!) {
  jobCancel(input: $input) {
    job {
      id
      state
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:90c8842ae94f02f25a18c70ea4e2ec0d0ec17a8af3dba578eab83a556af1f0f3"}) as unknown as TypedDocumentString<SupportJobCancelMutation, SupportJobCancelMutationVariables>;
export const SupportJobRetryDocument = new TypedDocumentString(`
    mutation SupportJobRetry($input: JobRetryInput!) {
  jobRetry(input: $input) {
    job {
      id
      state
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:71f94ebf5903d3a01ac0df1b74504f162a816eef786a4e2c292304ab0a76a146"}) as unknown as TypedDocumentString<SupportJobRetryMutation, SupportJobRetryMutationVariables>;
export const KbArticleWholeDocument = new TypedDocumentString(`
    query KbArticleWhole($id: ID!) {
  kbArticle(id: $id) {
    id
    title
    body
    bodyHtml
    tags
    state
    availableTransitions
    embeddingState
    version
    publishedAt
    versions(first: 20) {
      totalCount
      nodes {
        id
        number
        change
        title
        body
        tags
        state
        author {
          kind
          label
        }
      }
    }
  }
}
    `, {"hash":"sha256:9325c64502fd91fc34249720ec367663af47864b7c696e35ae9b57e887db967f"}) as unknown as TypedDocumentString<KbArticleWholeQuery, KbArticleWholeQueryVariables>;
export const KbUpdateDocument = new TypedDocumentString(`
    mutation KbUpdate($input: KbArticleUpdateInput!) {
  kbArticleUpdate(input: $input) {
    kbArticle {
      id
      title
      version
      tags
      state
      embeddingState
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c1ba45b8c0942443755eda25d666ef617a22566a275a7b6cced3187112f592cd"}) as unknown as TypedDocumentString<KbUpdateMutation, KbUpdateMutationVariables>;
export const KbPublishDocument = new TypedDocumentString(`
    mutation KbPublish($input: KbArticlePublishInput!) {
  kbArticlePublish(input: $input) {
    kbArticle {
      id
      state
      version
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:6b9047eb6af75eabacc1769116b8574394c25392e6f9eed0a6ad5634cd4d095e"}) as unknown as TypedDocumentString<KbPublishMutation, KbPublishMutationVariables>;
export const KbArchiveDocument = new TypedDocumentString(`
    mutation KbArchive($input: KbArticleArchiveInput!) {
  kbArticleArchive(input: $input) {
    kbArticle {
      id
      state
      version
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:40d7292036ccfc836758b1875f7e6acef2f632e0231d1e854b2debca44b91061"}) as unknown as TypedDocumentString<KbArchiveMutation, KbArchiveMutationVariables>;
export const KbVersionRestoreDocument = new TypedDocumentString(`
    mutation KbVersionRestore($input: KbArticleVersionRestoreInput!) {
  kbArticleVersionRestore(input: $input) {
    kbArticle {
      id
      title
      body
      version
      state
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:f3875b69b5d5f789afadd6503952721aab290b53760906918b8b07de5585e626"}) as unknown as TypedDocumentString<KbVersionRestoreMutation, KbVersionRestoreMutationVariables>;
export const KbCreateDocument = new TypedDocumentString(`
    mutation KbCreate($input: KbArticleCreateInput!) {
  kbArticleCreate(input: $input) {
    kbArticle {
      id
      state
      version
      tags
    }
    job {
      id
    }
    deduplicated
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:3b23e9909d110b51f46d168df4c0a129e7ba909cc9595230b78bc711dfface0e"}) as unknown as TypedDocumentString<KbCreateMutation, KbCreateMutationVariables>;
export const KbFilteredDocument = new TypedDocumentString(`
    query KbFiltered($filter: KbArticleFilter) {
  kbArticles(first: 50, filter: $filter) {
    nodes {
      id
      title
    }
    totalCount
  }
}
    `, {"hash":"sha256:17ce1d88b2ea08ec3df1f4df255865b66206b9c817249d64cd6d172d9e5435cc"}) as unknown as TypedDocumentString<KbFilteredQuery, KbFilteredQueryVariables>;
export const KbSearchWholeDocument = new TypedDocumentString(`
    query KbSearchWhole($query: String!, $first: Int, $projectId: ID, $filter: KbArticleFilter) {
  kbSearch(query: $query, first: $first, projectId: $projectId, filter: $filter) {
    edges {
      score
      lexicalScore
      semanticScore
      highlight {
        heading
        parts {
          text
          isMatch
        }
      }
      node {
        id
        title
        state
      }
    }
  }
}
    `, {"hash":"sha256:992f9356dc59faae51318932de714de52000649eb50c0d49f5a10462a225a175"}) as unknown as TypedDocumentString<KbSearchWholeQuery, KbSearchWholeQueryVariables>;
export const KbWeighDocument = new TypedDocumentString(`
    mutation KbWeigh($input: ProjectUpdateInput!) {
  projectUpdate(input: $input) {
    project {
      lexicalShare
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:fd40ae13726fff55e18deb5112acd2d74bf47d36ff31d74b8ed41fabf0338607"}) as unknown as TypedDocumentString<KbWeighMutation, KbWeighMutationVariables>;
export const KbImportArchiveDocument = new TypedDocumentString(`
    mutation KbImportArchive($input: KbArchiveImportInput!) {
  kbArchiveImport(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:2f34d74224f4686456470a8cef717aedaca850258fc7db43c6a7b1e0cd0a4bfc"}) as unknown as TypedDocumentString<KbImportArchiveMutation, KbImportArchiveMutationVariables>;
export const KbJobResultDocument = new TypedDocumentString(`
    query KbJobResult($id: ID!) {
  job(id: $id) {
    state
    attempt
    progress {
      percent
      counters
    }
  }
}
    `, {"hash":"sha256:cf0c8e5961144ee34aefa1d5382f1a9ff2d4394d03e7e8446b81a462c51a9ac0"}) as unknown as TypedDocumentString<KbJobResultQuery, KbJobResultQueryVariables>;
export const KbSuggestionListDocument = new TypedDocumentString(`
    query KbSuggestionList($filter: KbSuggestionFilter) {
  kbSuggestions(first: 20, filter: $filter) {
    totalCount
    nodes {
      id
      title
      state
      version
      caseCount
      availableTransitions
      cases {
        subject
      }
      article {
        id
      }
    }
  }
}
    `, {"hash":"sha256:f3b3d4aadc7246dd2aa492fde0956bc427dfcb4d3325e1af0fef4986fe6b0807"}) as unknown as TypedDocumentString<KbSuggestionListQuery, KbSuggestionListQueryVariables>;
export const KbSuggestionsLookDocument = new TypedDocumentString(`
    mutation KbSuggestionsLook($input: KbSuggestionsRefreshInput!) {
  kbSuggestionsRefresh(input: $input) {
    job {
      id
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:825c233564005fa42c207be923b03cfdf2cb977c527490e17b09627da6de15a3"}) as unknown as TypedDocumentString<KbSuggestionsLookMutation, KbSuggestionsLookMutationVariables>;
export const KbSuggestionTakeDocument = new TypedDocumentString(`
    mutation KbSuggestionTake($input: KbSuggestionAcceptInput!) {
  kbSuggestionAccept(input: $input) {
    kbSuggestion {
      id
      state
      version
      availableTransitions
    }
    kbArticle {
      id
      state
      title
      body
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:01e895fb265b724541d99f9cf29b1bd375b61c5692a063bde73f5a99dfec7de9"}) as unknown as TypedDocumentString<KbSuggestionTakeMutation, KbSuggestionTakeMutationVariables>;
export const KbSuggestionDropDocument = new TypedDocumentString(`
    mutation KbSuggestionDrop($input: KbSuggestionDismissInput!) {
  kbSuggestionDismiss(input: $input) {
    kbSuggestion {
      id
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:5a009f657630f188c766de74c136067d5886c1bee521fa9c3248b98c194800c9"}) as unknown as TypedDocumentString<KbSuggestionDropMutation, KbSuggestionDropMutationVariables>;
export const KbSchedulesDocument = new TypedDocumentString(`
    query KbSchedules {
  schedules(first: 50) {
    nodes {
      id
      key
      isHeld
      isPaused
      lastRunAt
    }
  }
}
    `, {"hash":"sha256:59f44bee3731dbee865c3b36bafd0578885802a7f325f217789f9bdcc422c679"}) as unknown as TypedDocumentString<KbSchedulesQuery, KbSchedulesQueryVariables>;
export const KbScheduleRunNowDocument = new TypedDocumentString(`
    mutation KbScheduleRunNow($input: ScheduleRunNowInput!) {
  scheduleRunNow(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"hash":"sha256:6e0bee2c771bb3c9be4787a3250a73f6b26ffe02c50fbe626e5a491f5eabe189"}) as unknown as TypedDocumentString<KbScheduleRunNowMutation, KbScheduleRunNowMutationVariables>;
export const KbProjectArchiveDocument = new TypedDocumentString(`
    mutation KbProjectArchive($input: ProjectArchiveInput!) {
  projectArchive(input: $input) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:a53a9cf33535992ca692f641fd84f244ed1c32b450b3ed5e54ef76d5d2f7f92e"}) as unknown as TypedDocumentString<KbProjectArchiveMutation, KbProjectArchiveMutationVariables>;
export const KbProjectRestoreDocument = new TypedDocumentString(`
    mutation KbProjectRestore($input: ProjectRestoreInput!) {
  projectRestore(input: $input) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:871ab318570ccb761a660b685059fb03439dd01c4e643b5b3388ed50d96aa186"}) as unknown as TypedDocumentString<KbProjectRestoreMutation, KbProjectRestoreMutationVariables>;
export const TakeOverDocument = new TypedDocumentString(`
    mutation TakeOver($input: CaseTakeOverInput!) {
  caseTakeOver(input: $input) {
    case {
      id
      state
      version
      assignee {
        user {
          email
        }
      }
      replyDraft {
        id
        state
      }
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:ddaeb9c1cd0f210625a0e10fbec9ab1c13bf1a2a7836840871808ae1b806da7c"}) as unknown as TypedDocumentString<TakeOverMutation, TakeOverMutationVariables>;
export const HandBackDocument = new TypedDocumentString(`
    mutation HandBack($input: CaseHandBackInput!) {
  caseHandBack(input: $input) {
    case {
      id
      state
      assignee {
        id
      }
    }
    job {
      id
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:ad2bb278e5e31a71aba07e20f34cc3bbb98db3c172da37dcabedaa420ba31522"}) as unknown as TypedDocumentString<HandBackMutation, HandBackMutationVariables>;
export const StartPipelineDocument = new TypedDocumentString(`
    mutation StartPipeline($input: PipelineStartInput!) {
  pipelineStart(input: $input) {
    case {
      id
      state
    }
    job {
      id
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:6480ec111e45c47d59718e7e7e15293f8ebe75e78818f80930d11c548fbc2cf0"}) as unknown as TypedDocumentString<StartPipelineMutation, StartPipelineMutationVariables>;
export const FollowDraftDocument = new TypedDocumentString(`
    subscription FollowDraft($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on CaseSnapshot {
      draftedSoFar
    }
    ... on ReplyDraftDelta {
      draftId
      offset
      text
    }
    ... on ReplyDraftChanged {
      draftState: state
      draft {
        id
      }
    }
  }
}
    `, {"hash":"sha256:d6d99faa4b897e5ef329807cb671823a66de80d602be45e50839615f13483f51"}) as unknown as TypedDocumentString<FollowDraftSubscription, FollowDraftSubscriptionVariables>;
export const SupportTriageQualityDocument = new TypedDocumentString(`
    query SupportTriageQuality($projectId: ID!, $window: TriageQualityWindow) {
  triageQuality(projectId: $projectId, window: $window) {
    from
    until
    decided
    judged
    corrected
    correctedShare
    meanConfidence
    type {
      cells {
        machine
        person
        count
      }
      figures {
        count
        wrong
        accuracy
        macroF1
        classes {
          label
          support
          predicted
          precision
          recall
          f1
        }
      }
    }
    severity {
      cells {
        machine
        person
        count
      }
      figures {
        count
        wrong
        accuracy
        macroF1
        classes {
          label
          support
          predicted
          precision
          recall
          f1
        }
      }
    }
    weeks {
      week
      startsOn
      decided
      judged
      corrected
      correctedShare
      meanConfidence
      shift
      types {
        type
        count
      }
    }
  }
}
    `, {"hash":"sha256:a4f56f906a6d3c34d71f1c9058138b288049ea0bb00c738c024d49c69cfe17dd"}) as unknown as TypedDocumentString<SupportTriageQualityQuery, SupportTriageQualityQueryVariables>;
export const SupportTriageModelsDocument = new TypedDocumentString(`
    query SupportTriageModels($filter: TriageModelFilter) {
  triageModels(first: 30, filter: $filter) {
    nodes {
      id
      number
      state
      outcome
      sampleCount
      heldOutCount
      contentVersion
      isHeld
      activatedBy
      version
      availableTransitions
      before {
        count
        wrong
        macroF1
      }
      after {
        count
        wrong
        macroF1
        classes {
          label
          support
          f1
        }
      }
    }
    totalCount
  }
}
    `, {"hash":"sha256:42edcc9a0abcee1f906b6e295265e3eb81b08bc6d76aa812e9f534f94143cfdc"}) as unknown as TypedDocumentString<SupportTriageModelsQuery, SupportTriageModelsQueryVariables>;
export const SupportTriageTrainDocument = new TypedDocumentString(`
    mutation SupportTriageTrain($input: TriageTrainInput!) {
  triageTrain(input: $input) {
    job {
      id
      state
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:672f47df514ca8281514406b51b12dcd679719167611ec700a3534d43b6dc637"}) as unknown as TypedDocumentString<SupportTriageTrainMutation, SupportTriageTrainMutationVariables>;
export const SupportTriageModelActivateDocument = new TypedDocumentString(`
    mutation SupportTriageModelActivate($input: TriageModelActivateInput!) {
  triageModelActivate(input: $input) {
    triageModel {
      id
      number
      state
      isHeld
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:5250decb98422461bcbf203af79e4fc2018ea9bfc52d38b8036536d3f169a250"}) as unknown as TypedDocumentString<SupportTriageModelActivateMutation, SupportTriageModelActivateMutationVariables>;
export const SupportTriageModelRetireDocument = new TypedDocumentString(`
    mutation SupportTriageModelRetire($input: TriageModelRetireInput!) {
  triageModelRetire(input: $input) {
    triageModel {
      id
      state
      version
    }
    userErrors {
      code
      path
    }
  }
}
    `, {"hash":"sha256:40111a10ad20a41d4d546abb663934c10e5e5df387d5c9ef807ddf56e340565f"}) as unknown as TypedDocumentString<SupportTriageModelRetireMutation, SupportTriageModelRetireMutationVariables>;
export const SupportCaseTriageOfDocument = new TypedDocumentString(`
    query SupportCaseTriageOf($id: ID!) {
  case(id: $id) {
    state
    triage {
      type
      severity
      confidence
      decidedBy
      machine {
        type
        severity
        confidence
        reasoning
        decidedAt
      }
    }
  }
}
    `, {"hash":"sha256:4c19b380a32557ab8a93f4e5e8590ce2c9eda7d01ac79e8117c6eae6e0e98f6e"}) as unknown as TypedDocumentString<SupportCaseTriageOfQuery, SupportCaseTriageOfQueryVariables>;
export const SupportCaseWorkDocument = new TypedDocumentString(`
    query SupportCaseWork($id: ID!) {
  case(id: $id) {
    id
    number
    version
    state
    tags
    priority
    isPriorityFixed
    assignee {
      id
    }
    messages(first: 20) {
      nodes {
        id
        direction
        body
        author {
          kind
          label
        }
        attachments {
          name
          contentType
          bytes
          isStored
        }
      }
    }
  }
}
    `, {"hash":"sha256:ff02d6146e5b9a3d44078a4c0a4474a95e21fa1e560f1b35deb4096832cf958a"}) as unknown as TypedDocumentString<SupportCaseWorkQuery, SupportCaseWorkQueryVariables>;
export const SupportMembersDocument = new TypedDocumentString(`
    query SupportMembers {
  memberships(first: 50) {
    nodes {
      id
      role
      user {
        email
      }
    }
  }
}
    `, {"hash":"sha256:55447a39fb4734646b11b530a6add6ec548491c11e5f41bdda93e4168a2c3889"}) as unknown as TypedDocumentString<SupportMembersQuery, SupportMembersQueryVariables>;
export const SupportMembershipRevokeDocument = new TypedDocumentString(`
    mutation SupportMembershipRevoke($input: MembershipRevokeInput!) {
  membershipRevoke(input: $input) {
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:8b7cef9c2daa83e7dff01ffd934258a2111ce43b8e5253f9b9a7c7b397d4b5ff"}) as unknown as TypedDocumentString<SupportMembershipRevokeMutation, SupportMembershipRevokeMutationVariables>;
export const SupportProjectRestrictDocument = new TypedDocumentString(`
    mutation SupportProjectRestrict($input: ProjectUpdateInput!) {
  projectUpdate(input: $input) {
    project {
      id
      isRestricted
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:06e2584235e95ddabdaff5cbec42b336e34927a555681abd45b705f6c24d0f78"}) as unknown as TypedDocumentString<SupportProjectRestrictMutation, SupportProjectRestrictMutationVariables>;
export const SupportCaseNumbersDocument = new TypedDocumentString(`
    query SupportCaseNumbers($filter: CaseFilter) {
  cases(first: 100, filter: $filter, orderBy: {field: NUMBER, direction: ASC}) {
    nodes {
      number
    }
  }
}
    `, {"hash":"sha256:ce2d36d35afce582560d014b896077227d5867cd0f48c26af70c84171b159ed8"}) as unknown as TypedDocumentString<SupportCaseNumbersQuery, SupportCaseNumbersQueryVariables>;
export const SupportCaseAssignDocument = new TypedDocumentString(`
    mutation SupportCaseAssign($input: CaseAssignInput!) {
  caseAssign(input: $input) {
    case {
      version
      assignee {
        id
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:6283ab82e685724b5fac58b38a780d8cc71b2cc5bd58c6103185930712ce292b"}) as unknown as TypedDocumentString<SupportCaseAssignMutation, SupportCaseAssignMutationVariables>;
export const SupportCaseUnassignDocument = new TypedDocumentString(`
    mutation SupportCaseUnassign($input: CaseUnassignInput!) {
  caseUnassign(input: $input) {
    case {
      version
      assignee {
        id
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:da1502527ede1887fe7ec3295b8ee5c62daa90b1dcef0861897460a732ea6e16"}) as unknown as TypedDocumentString<SupportCaseUnassignMutation, SupportCaseUnassignMutationVariables>;
export const SupportCaseTagsAddDocument = new TypedDocumentString(`
    mutation SupportCaseTagsAdd($input: CaseTagsAddInput!) {
  caseTagsAdd(input: $input) {
    case {
      version
      tags
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:87714bcd43127a65f52db125fed54edbff2b9c29ed0087fc24964ad6a3b5c1f7"}) as unknown as TypedDocumentString<SupportCaseTagsAddMutation, SupportCaseTagsAddMutationVariables>;
export const SupportCaseTagsRemoveDocument = new TypedDocumentString(`
    mutation SupportCaseTagsRemove($input: CaseTagsRemoveInput!) {
  caseTagsRemove(input: $input) {
    case {
      version
      tags
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:3881351204df2abc96fac92ee58706213eb7ea0d8ace46e45645bc772158b087"}) as unknown as TypedDocumentString<SupportCaseTagsRemoveMutation, SupportCaseTagsRemoveMutationVariables>;
export const SupportCaseTagsSetDocument = new TypedDocumentString(`
    mutation SupportCaseTagsSet($input: CaseTagsSetInput!) {
  caseTagsSet(input: $input) {
    case {
      version
      tags
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:bbc264f5982d7bf1b555b53dd8d16e73e4e1f34e12de961cc4dc7e33cbfa4b4d"}) as unknown as TypedDocumentString<SupportCaseTagsSetMutation, SupportCaseTagsSetMutationVariables>;
export const SupportCasePrioritySetDocument = new TypedDocumentString(`
    mutation SupportCasePrioritySet($input: CasePrioritySetInput!) {
  casePrioritySet(input: $input) {
    case {
      version
      priority
      isPriorityFixed
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:60aaa4762331e404ad2998a58ce8c35db850abfc5d9f20739e23d1ee8e25b0dd"}) as unknown as TypedDocumentString<SupportCasePrioritySetMutation, SupportCasePrioritySetMutationVariables>;
export const SupportCaseNoteAddDocument = new TypedDocumentString(`
    mutation SupportCaseNoteAdd($input: CaseNoteAddInput!) {
  caseNoteAdd(input: $input) {
    case {
      id
    }
    message {
      id
      direction
      body
      author {
        kind
        label
      }
      attachments {
        id
        name
        contentType
        bytes
        isStored
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:4056ce60e9ab3063d15f341834c764a1b3ed37949c251adafe84ddcbc9a446c3"}) as unknown as TypedDocumentString<SupportCaseNoteAddMutation, SupportCaseNoteAddMutationVariables>;
export const SupportCaseWorkEventsDocument = new TypedDocumentString(`
    subscription SupportCaseWorkEvents($caseId: ID!) {
  caseEvents(caseId: $caseId) {
    __typename
    ... on CaseAssigned {
      assignee {
        id
      }
      version
    }
    ... on CaseTagsChanged {
      tags
    }
    ... on CasePriorityChanged {
      from
      to
    }
    ... on CaseSlaBreached {
      clock
      dueAt
    }
    ... on CaseMessageAdded {
      direction
      message {
        body
      }
    }
  }
}
    `, {"hash":"sha256:fdac16b6343aca74a6663c6619547251ef15287f8b7a89e647e54ae852505c18"}) as unknown as TypedDocumentString<SupportCaseWorkEventsSubscription, SupportCaseWorkEventsSubscriptionVariables>;
export const SupportSlaPolicySetDocument = new TypedDocumentString(`
    mutation SupportSlaPolicySet($input: SlaPolicySetInput!) {
  slaPolicySet(input: $input) {
    project {
      version
      slaPolicy {
        priority
        firstAnswerMinutes
        resolutionMinutes
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:3912af72acc2ab2851e121376b57063cfe1df0449ad6874335e6d3d553c98cb5"}) as unknown as TypedDocumentString<SupportSlaPolicySetMutation, SupportSlaPolicySetMutationVariables>;
export const SupportCaseSlaDocument = new TypedDocumentString(`
    query SupportCaseSla($id: ID!) {
  case(id: $id) {
    number
    state
    version
    priority
    openedAt
    wakesAt
    firstAnswerDueAt
    firstAnsweredAt
    firstAnswerSla
    resolutionDueAt
    resolvedAt
    resolutionSla
  }
}
    `, {"hash":"sha256:a2f38950ac295a1c2b8400d655b86447d883179631704709fc220ef2fcb3465f"}) as unknown as TypedDocumentString<SupportCaseSlaQuery, SupportCaseSlaQueryVariables>;
export const SupportCaseOpenWithDueDocument = new TypedDocumentString(`
    mutation SupportCaseOpenWithDue($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
      openedAt
      firstAnswerDueAt
      resolutionDueAt
      firstAnswerSla
      resolutionSla
    }
  }
}
    `, {"hash":"sha256:a361863afe7dbd19b2a87b3b9fc231073299771ca53125ae71a2a73e5e8a3f92"}) as unknown as TypedDocumentString<SupportCaseOpenWithDueMutation, SupportCaseOpenWithDueMutationVariables>;
export const SupportCaseSnoozeDocument = new TypedDocumentString(`
    mutation SupportCaseSnooze($input: CaseSnoozeInput!) {
  caseSnooze(input: $input) {
    case {
      version
      wakesAt
      resolutionSla
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7c07ab25a4003a9e27264b1265805008b20b17a2257b1e349fcf1c0a893377fc"}) as unknown as TypedDocumentString<SupportCaseSnoozeMutation, SupportCaseSnoozeMutationVariables>;
export const SupportCaseWakeDocument = new TypedDocumentString(`
    mutation SupportCaseWake($input: CaseWakeInput!) {
  caseWake(input: $input) {
    case {
      version
      wakesAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:92d38cb77732dd9692df8f6f880cf2d25255e94259e7666f4b3d2a4cd9614335"}) as unknown as TypedDocumentString<SupportCaseWakeMutation, SupportCaseWakeMutationVariables>;
export const SupportCaseMergeDocument = new TypedDocumentString(`
    mutation SupportCaseMerge($input: CaseMergeInput!) {
  caseMerge(input: $input) {
    case {
      id
      state
      version
      mergedInto {
        id
      }
      replyDraft {
        state
      }
      pipeline {
        state
      }
      messages {
        totalCount
      }
    }
    into {
      id
      state
      mergedCases {
        nodes {
          number
        }
      }
      messages(first: 20) {
        nodes {
          body
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:ebb0ff90175799118d4879ab9510715b47dc3a39fd375b08b41323d4b22a6f04"}) as unknown as TypedDocumentString<SupportCaseMergeMutation, SupportCaseMergeMutationVariables>;
export const SupportCaseMergedDocument = new TypedDocumentString(`
    query SupportCaseMerged($id: ID!) {
  case(id: $id) {
    number
    state
    mergedInto {
      id
    }
    customer {
      id
      email
      addresses
      mergedInto {
        id
      }
      cases {
        totalCount
      }
    }
    pipeline {
      state
    }
    messages(first: 20) {
      nodes {
        body
        direction
      }
    }
  }
}
    `, {"hash":"sha256:0ad78731a2d2bd4e299453b809e980645885c64024dbac0796c90cd1698e6f73"}) as unknown as TypedDocumentString<SupportCaseMergedQuery, SupportCaseMergedQueryVariables>;
export const SupportCustomerMergeDocument = new TypedDocumentString(`
    mutation SupportCustomerMerge($input: CustomerMergeInput!) {
  customerMerge(input: $input) {
    customer {
      id
      email
      addresses
    }
    movedCases
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c18237fa5af1d27aac7fc9edd7f260aacd9d1b2f45083a48bc0680422f863355"}) as unknown as TypedDocumentString<SupportCustomerMergeMutation, SupportCustomerMergeMutationVariables>;
export const SupportCaseSearchDocument = new TypedDocumentString(`
    query SupportCaseSearch($query: String!, $first: Int, $after: String, $filter: CaseFilter) {
  caseSearch(query: $query, first: $first, after: $after, filter: $filter) {
    edges {
      score
      node {
        id
        number
        subject
      }
      highlight {
        message {
          direction
        }
        parts {
          text
          isMatch
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:ed9adee785c2ac22f83e3b08a659b6dae28688e501e02420ef23b08ac07397a9"}) as unknown as TypedDocumentString<SupportCaseSearchQuery, SupportCaseSearchQueryVariables>;
export const SupportCaseBulkDocument = new TypedDocumentString(`
    mutation SupportCaseBulk($input: CaseBulkActionInput!) {
  caseBulkAction(input: $input) {
    matched
    sample {
      id
      number
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:5375ecfc9aac12e44b5537af2b010060cdec14feabc07623692062e1c21d1371"}) as unknown as TypedDocumentString<SupportCaseBulkMutation, SupportCaseBulkMutationVariables>;
export const SupportBulkJobDocument = new TypedDocumentString(`
    query SupportBulkJob($id: ID!) {
  job(id: $id) {
    state
    bulkSummary {
      action
      matched
      processed
      done
      skipped
      isStopped
      refusals {
        code
        count
      }
      caseFailures {
        id
        code
        message
        case {
          number
        }
      }
    }
  }
}
    `, {"hash":"sha256:be4ac0fd76ae3cf384641db6b4659f743c3c25cfc5e37040d862d4398ae9269a"}) as unknown as TypedDocumentString<SupportBulkJobQuery, SupportBulkJobQueryVariables>;
export const SupportCaseAssignmentsDocument = new TypedDocumentString(`
    subscription SupportCaseAssignments {
  tenantEvents(kinds: [CASE_ASSIGNED, CASE_UNASSIGNED]) {
    kind
    requestId
    actor {
      kind
      label
    }
    subject {
      id
    }
    details {
      ... on CaseAssignmentDetails {
        from {
          id
        }
        fromLabel
        to {
          id
        }
      }
    }
  }
}
    `, {"hash":"sha256:8c05205932511818ea46c696a911afe161c6746f5ccea4b3afc73428c66143e9"}) as unknown as TypedDocumentString<SupportCaseAssignmentsSubscription, SupportCaseAssignmentsSubscriptionVariables>;
export const FakeProviderDocument = new TypedDocumentString(`
    mutation FakeProvider($input: ModelProviderCreateInput!) {
  modelProviderCreate(input: $input) {
    modelProvider {
      id
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"hash":"sha256:50545af6af7a22548d2c5039f4290fd79ec3d5ba9cc5be9db2ef0b736cd57616"}) as unknown as TypedDocumentString<FakeProviderMutation, FakeProviderMutationVariables>;
export const FakeModelDocument = new TypedDocumentString(`
    mutation FakeModel($input: ModelCreateInput!) {
  modelCreate(input: $input) {
    model {
      id
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"hash":"sha256:28d960f640a2812ce951dc03f446359ae0a614110a860ef8f997d8a9b6ea8edb"}) as unknown as TypedDocumentString<FakeModelMutation, FakeModelMutationVariables>;
export const RouteToFakeDocument = new TypedDocumentString(`
    mutation RouteToFake($input: ModelRouteSetInput!) {
  modelRouteSet(input: $input) {
    modelRoute {
      purpose
    }
    userErrors {
      code
      message
    }
  }
}
    `, {"hash":"sha256:399e1ff36402e1ad8702c5d56dc143bc333c7c8175022b0c9188eb6cf15edfe7"}) as unknown as TypedDocumentString<RouteToFakeMutation, RouteToFakeMutationVariables>;
export const TestSignUpDocument = new TypedDocumentString(`
    mutation TestSignUp($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    viewer {
      user {
        id
      }
      tenant {
        id
        slug
      }
      projects {
        nodes {
          id
          key
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c5fa1ac614cc9c842922d1b261437a09d0fb0a305298da87ef6dd8d4a3ba254a"}) as unknown as TypedDocumentString<TestSignUpMutation, TestSignUpMutationVariables>;
export const TestSignInDocument = new TypedDocumentString(`
    mutation TestSignIn($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    viewer {
      user {
        id
      }
    }
    userErrors {
      code
    }
  }
}
    `, {"hash":"sha256:2d16c8b353ad67e9a9c1627b5c76281a472812abb36d8f4b7b989f037612154d"}) as unknown as TypedDocumentString<TestSignInMutation, TestSignInMutationVariables>;
export const WeekSignUpDocument = new TypedDocumentString(`
    mutation WeekSignUp($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    viewer {
      tenant {
        id
        slug
      }
      projects {
        nodes {
          id
          key
          version
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:c8c2d6659f74bf7217f8ebaccc9e94edc808be07665e623ed7e14002deca509e"}) as unknown as TypedDocumentString<WeekSignUpMutation, WeekSignUpMutationVariables>;
export const WeekWatchDocument = new TypedDocumentString(`
    subscription WeekWatch($after: EventCursor) {
  tenantEvents(after: $after) {
    cursor
    kind
    subject {
      id
    }
    actor {
      kind
      label
    }
    details {
      __typename
      ... on CaseMoveDetails {
        from
        to
      }
      ... on BudgetStandDetails {
        spent {
          amount
        }
        amount {
          amount
        }
      }
      ... on TriageTrainingDetails {
        outcome
        samples
      }
    }
  }
}
    `, {"hash":"sha256:1c3e1c0823145b0304d45a963f79a21758296db7b62594752cce8eb7777280c7"}) as unknown as TypedDocumentString<WeekWatchSubscription, WeekWatchSubscriptionVariables>;
export const WeekImportArticlesDocument = new TypedDocumentString(`
    mutation WeekImportArticles($input: KbArchiveImportInput!) {
  kbArchiveImport(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:fa85c04222017569632be2b073ca96f90e45537ab397990c537e8e01609309ef"}) as unknown as TypedDocumentString<WeekImportArticlesMutation, WeekImportArticlesMutationVariables>;
export const WeekImportHistoryDocument = new TypedDocumentString(`
    mutation WeekImportHistory($input: CaseImportInput!) {
  caseImport(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:176372c1e2b9d95e61da4308359abc416f723c7db4866ee878cf8d2718c5cc9d"}) as unknown as TypedDocumentString<WeekImportHistoryMutation, WeekImportHistoryMutationVariables>;
export const WeekFollowJobDocument = new TypedDocumentString(`
    subscription WeekFollowJob($jobId: ID!, $after: EventCursor) {
  jobEvents(jobId: $jobId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on JobSnapshot {
      job {
        state
      }
    }
    ... on JobFinished {
      state
      error {
        code
        message
      }
    }
  }
}
    `, {"hash":"sha256:7fbbea0763c834ec73cd26f6492e99b09ae2a7182ca192d3136ff8684721b732"}) as unknown as TypedDocumentString<WeekFollowJobSubscription, WeekFollowJobSubscriptionVariables>;
export const WeekCreateChannelDocument = new TypedDocumentString(`
    mutation WeekCreateChannel($input: ChannelCreateInput!) {
  channelCreate(input: $input) {
    channel {
      id
      hookPath
    }
    secret
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:14a2b504879b4c18c36ae5b5dca9dd227403b6124b978e319aaa9ae35e407af4"}) as unknown as TypedDocumentString<WeekCreateChannelMutation, WeekCreateChannelMutationVariables>;
export const WeekCreateApiKeyDocument = new TypedDocumentString(`
    mutation WeekCreateApiKey($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    apiKey {
      id
      scopes
    }
    secret
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:457f2f23dee2c46a3f8a9c352459f59486026e75d4c3d5d8ada8f918c5f81e82"}) as unknown as TypedDocumentString<WeekCreateApiKeyMutation, WeekCreateApiKeyMutationVariables>;
export const WeekOpenCaseDocument = new TypedDocumentString(`
    mutation WeekOpenCase($input: CaseOpenInput!) {
  caseOpen(input: $input) {
    case {
      id
      number
    }
    deduplicated
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:9822928fb36215dd25c586d39550c70cfeaa643f9e5dce6ece819bc6283ca415"}) as unknown as TypedDocumentString<WeekOpenCaseMutation, WeekOpenCaseMutationVariables>;
export const WeekFollowCaseDocument = new TypedDocumentString(`
    subscription WeekFollowCase($caseId: ID!, $after: EventCursor) {
  caseEvents(caseId: $caseId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on CaseSnapshot {
      case {
        state
      }
    }
    ... on CaseStateChanged {
      from
      to
    }
    ... on ReplyDraftDelta {
      offset
      text
    }
  }
}
    `, {"hash":"sha256:a089ea73588b844fa5c8819c06e4c432f805ba28cde434223103e4af7cd2bcc6"}) as unknown as TypedDocumentString<WeekFollowCaseSubscription, WeekFollowCaseSubscriptionVariables>;
export const WeekInboxDocument = new TypedDocumentString(`
    query WeekInbox {
  approvals(filter: {state: {eq: PENDING}}) {
    nodes {
      id
      kind
      title
      reason
      confidence
      version
      subject {
        id
        ... on ReplyDraft {
          case {
            id
          }
        }
        ... on ChangeRequest {
          case {
            id
          }
        }
      }
    }
  }
}
    `, {"hash":"sha256:5e3607f4f2efc448edebd8a807c6c713c3e7573d182f6d373c1c41142018c2b8"}) as unknown as TypedDocumentString<WeekInboxQuery, WeekInboxQueryVariables>;
export const WeekReadCaseDocument = new TypedDocumentString(`
    query WeekReadCase($id: ID!) {
  case(id: $id) {
    number
    state
    version
    triage {
      type
      severity
      confidence
      reasoning
      decidedBy
    }
    decisions(first: 10) {
      nodes {
        kind
        outcome
        confidence
        reasons
      }
    }
    matches(first: 3) {
      edges {
        score
        node {
          title
        }
      }
    }
    replyDraft {
      id
      state
      body
      version
      citations {
        title
      }
    }
    changeRequest {
      id
      state
      version
      summary
      riskLevel
      affectedSurfaces
      testIdeas
    }
    pipeline {
      state
      steps {
        kind
        state
      }
    }
    messages(first: 20) {
      nodes {
        direction
        body
      }
    }
  }
}
    `, {"hash":"sha256:0116c824b39ff6ccb739f00c75c5dddc0c529fdf85520a604f38c960b8170e0f"}) as unknown as TypedDocumentString<WeekReadCaseQuery, WeekReadCaseQueryVariables>;
export const WeekEditReplyDocument = new TypedDocumentString(`
    mutation WeekEditReply($input: ReplyEditInput!) {
  replyEdit(input: $input) {
    replyDraft {
      id
      body
      version
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7126d960a0115542d4a2efd05bdeef557cc52e3fd413d7937ef54abdfaa5953c"}) as unknown as TypedDocumentString<WeekEditReplyMutation, WeekEditReplyMutationVariables>;
export const WeekApproveDocument = new TypedDocumentString(`
    mutation WeekApprove($input: ApprovalApproveInput!) {
  approvalApprove(input: $input) {
    approval {
      state
      decidedBy {
        label
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:778d19587514757477e1f41052c5a237e4fff96455e756fc0582f91cf0348d0c"}) as unknown as TypedDocumentString<WeekApproveMutation, WeekApproveMutationVariables>;
export const WeekCorrectTriageDocument = new TypedDocumentString(`
    mutation WeekCorrectTriage($input: CaseTriageCorrectInput!) {
  caseTriageCorrect(input: $input) {
    case {
      triage {
        type
        severity
        decidedBy
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:7553af1cd4d25a07d91261050f2ce0bece406613b957ca7d4a92973dec8c7d1c"}) as unknown as TypedDocumentString<WeekCorrectTriageMutation, WeekCorrectTriageMutationVariables>;
export const WeekCreateProviderDocument = new TypedDocumentString(`
    mutation WeekCreateProvider($input: ModelProviderCreateInput!) {
  modelProviderCreate(input: $input) {
    modelProvider {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:d42b464050b5a5bf28832aa311960a178bffb663f5ed0d9bb7342c9f369dea3c"}) as unknown as TypedDocumentString<WeekCreateProviderMutation, WeekCreateProviderMutationVariables>;
export const WeekCreateModelDocument = new TypedDocumentString(`
    mutation WeekCreateModel($input: ModelCreateInput!) {
  modelCreate(input: $input) {
    model {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:5c656c44fef776604836497410c6d90b49a066df1364a57809254b054d987b21"}) as unknown as TypedDocumentString<WeekCreateModelMutation, WeekCreateModelMutationVariables>;
export const WeekSetRouteDocument = new TypedDocumentString(`
    mutation WeekSetRoute($input: ModelRouteSetInput!) {
  modelRouteSet(input: $input) {
    modelRoute {
      purpose
      tier
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:72c25dd8dd77001843b11ae9873a034aeb5c821ef810790426e30600447d8458"}) as unknown as TypedDocumentString<WeekSetRouteMutation, WeekSetRouteMutationVariables>;
export const WeekSetBudgetDocument = new TypedDocumentString(`
    mutation WeekSetBudget($input: BudgetSetInput!) {
  budgetSet(input: $input) {
    budget {
      id
      state
      spent {
        amount
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:8a5d7ccb60f4fe6c05c067d8924a8424e724e2a9410fe1c0bef50fb5092fb087"}) as unknown as TypedDocumentString<WeekSetBudgetMutation, WeekSetBudgetMutationVariables>;
export const WeekWaitingDocument = new TypedDocumentString(`
    query WeekWaiting {
  jobs(filter: {state: {eq: RETRYING}}) {
    nodes {
      id
      kind
      error {
        code
      }
      subject {
        id
      }
    }
  }
}
    `, {"hash":"sha256:2619fb7328b4951ca25969c97c99c061c59c626e050cf15819cd8cc479bc772f"}) as unknown as TypedDocumentString<WeekWaitingQuery, WeekWaitingQueryVariables>;
export const WeekReportDocument = new TypedDocumentString(`
    query WeekReport($projectId: ID!) {
  usage(groupBy: MODEL) {
    key
    calls
    inputTokens
    outputTokens
    cost {
      amount
      currency
    }
  }
  budgets {
    nodes {
      state
      amount {
        amount
      }
      spent {
        amount
      }
    }
  }
  triageQuality(projectId: $projectId) {
    decided
    judged
    corrected
    type {
      cells {
        machine
        person
        count
      }
    }
    weeks {
      decided
      corrected
      meanConfidence
    }
  }
  cases {
    totalCount
  }
  systemHealth {
    state
  }
}
    `, {"hash":"sha256:9e13dc94a715dd9cf4ab638a55a33e463b97149bfb4686874608dec61b65202f"}) as unknown as TypedDocumentString<WeekReportQuery, WeekReportQueryVariables>;
export const ToolSignInDocument = new TypedDocumentString(`
    mutation ToolSignIn($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    userErrors {
      message
    }
  }
}
    `, {"hash":"sha256:8e788509dcb28d4bcc5ec4bc1bcfff96224fd7672e60187fe9e17cc440ac1d52"}) as unknown as TypedDocumentString<ToolSignInMutation, ToolSignInMutationVariables>;
export const ToolProjectsDocument = new TypedDocumentString(`
    query ToolProjects($after: String) {
  projects(first: 100, after: $after) {
    nodes {
      id
      key
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:1b34c94ae70a4697efa4d416edb3f164614a0cf3b8360c7591fa9905501c527d"}) as unknown as TypedDocumentString<ToolProjectsQuery, ToolProjectsQueryVariables>;
export const ToolProjectCreateDocument = new TypedDocumentString(`
    mutation ToolProjectCreate($input: ProjectCreateInput!) {
  projectCreate(input: $input) {
    project {
      id
    }
    userErrors {
      message
      path
    }
  }
}
    `, {"hash":"sha256:e10daad2d34a552bfb36589555c524163ea49d5783c33ec3c48a0a1b82ff9f99"}) as unknown as TypedDocumentString<ToolProjectCreateMutation, ToolProjectCreateMutationVariables>;
export const ToolCaseImportDocument = new TypedDocumentString(`
    mutation ToolCaseImport($input: CaseImportInput!) {
  caseImport(input: $input) {
    job {
      id
    }
    userErrors {
      message
      path
    }
  }
}
    `, {"hash":"sha256:0c3581ccba1b0d5503a64a58914b683f22a72576db8a5333797bfaadbdd31b0c"}) as unknown as TypedDocumentString<ToolCaseImportMutation, ToolCaseImportMutationVariables>;
export const ToolKbImportDocument = new TypedDocumentString(`
    mutation ToolKbImport($input: KbImportInput!) {
  kbImport(input: $input) {
    job {
      id
    }
    userErrors {
      message
      path
    }
  }
}
    `, {"hash":"sha256:587e94f96716375d8229619b67f3bad5b873ebe94fa997eeee3f09efeb7d8840"}) as unknown as TypedDocumentString<ToolKbImportMutation, ToolKbImportMutationVariables>;
export const ToolJobEventsDocument = new TypedDocumentString(`
    subscription ToolJobEvents($jobId: ID!) {
  jobEvents(jobId: $jobId) {
    __typename
    ... on JobProgressed {
      percent
    }
    ... on JobFinished {
      state
      error {
        message
      }
    }
  }
}
    `, {"hash":"sha256:375c10da824ccbb389a15b4e1c49a6ab12d3ab46902c5b11102bf43fc2316690"}) as unknown as TypedDocumentString<ToolJobEventsSubscription, ToolJobEventsSubscriptionVariables>;
export const ToolJobDocument = new TypedDocumentString(`
    query ToolJob($id: ID!, $after: String) {
  job(id: $id) {
    progress {
      counters
    }
    children(first: 100, after: $after) {
      nodes {
        id
        state
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `, {"hash":"sha256:fc9ed0a3387f2cff5875e9ce5d8f1a4db2a83300dd06e171c154157d24e05cdb"}) as unknown as TypedDocumentString<ToolJobQuery, ToolJobQueryVariables>;
export const ToolOpenJobsDocument = new TypedDocumentString(`
    query ToolOpenJobs($kind: String!) {
  jobs(
    first: 20
    filter: {kind: {eq: $kind}, state: {in: [SCHEDULED, QUEUED, ACTIVE, RETRYING]}}
  ) {
    nodes {
      id
      subject {
        id
      }
    }
  }
}
    `, {"hash":"sha256:71f371e9058b81af5ab04165843da06a9263cef77948a83d4b86921f6a185d07"}) as unknown as TypedDocumentString<ToolOpenJobsQuery, ToolOpenJobsQueryVariables>;
export const SmokeViewerDocument = new TypedDocumentString(`
    query SmokeViewer {
  viewer {
    tenant {
      id
    }
  }
}
    `, {"hash":"sha256:e3be8a510949209b52f9ce303077aee775769651cecdb9d3093b45f82d542414"}) as unknown as TypedDocumentString<SmokeViewerQuery, SmokeViewerQueryVariables>;
export const SmokePingDocument = new TypedDocumentString(`
    mutation SmokePing {
  jobPing(input: {steps: 3}) {
    job {
      id
    }
    userErrors {
      message
    }
  }
}
    `, {"hash":"sha256:6ff131046915490e4acf10790158e6b7c32870aeaf8e714f723574ba577a6825"}) as unknown as TypedDocumentString<SmokePingMutation, SmokePingMutationVariables>;
export const SmokeEventsDocument = new TypedDocumentString(`
    subscription SmokeEvents($jobId: ID!, $after: EventCursor) {
  jobEvents(jobId: $jobId, after: $after) {
    __typename
    ... on StreamItem {
      cursor
    }
    ... on JobFinished {
      state
    }
  }
}
    `, {"hash":"sha256:fc28969adaac92baf4d9689016ec319e467c29ee307e1c5ef67d17ca84f9d6ab"}) as unknown as TypedDocumentString<SmokeEventsSubscription, SmokeEventsSubscriptionVariables>;