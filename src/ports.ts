import type { z } from 'zod';
import type { ChangeProposal, ChangeRequestMatter, ReplyChunk, ReplyRequest } from './desk-port.js';

export type * from './desk-port.js';

/**
 * Interfaces of the outside world. Modules depend on these; `src/adapters` implements them and
 * `src/app.ts` chooses the implementation.
 */

/** What kind of case it is: something broken, something wanted, something asked. */
export type TriageType = 'BUG' | 'FEATURE' | 'QUESTION';

/** How much it hurts, from a cosmetic matter to loss of data, money or safety. */
export type TriageSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** The text of a case as its customer wrote it (body: Markdown or plain text, any length). */
export interface CaseText {
  readonly title: string;
  readonly body: string;
}

/** A case whose type a person has confirmed. */
export interface TriageSample extends CaseText {
  readonly type: TriageType;
}

/** A tenant's own triage model. Opaque outside its provider; store `serialize()` and load it again. */
export interface TriageModel {
  /** Content hash: the same samples give the same version. */
  readonly version: string;
  /** Confirmed cases it was trained on. */
  readonly sampleCount: number;
  readonly classCounts: Readonly<Record<TriageType, number>>;
  serialize(): Uint8Array;
}

/** The outcome of triage, for people to read and to correct. */
export interface TriageVerdict {
  readonly type: TriageType;
  readonly severity: TriageSeverity;
  /** Calibrated probability (0 to 1) that `type` is right. */
  readonly confidence: number;
  /** English: what weighed for and against, which model decided, on how many confirmed cases. */
  readonly reasoning: string;
}

/** Every call may be aborted; it then rejects with the signal's reason. */
export interface ModelCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The one way to any model, statistical or remote. Pure: it stores nothing and knows no tenant. */
export interface ModelProvider extends AsyncDisposable {
  /** Short name for logs and cost records, such as `offline`. */
  readonly name: string;
  /** Names the embedding space; vectors of two different values must not be compared. */
  readonly embeddingModel: string;
  /** Length of each vector that `embed` returns. */
  readonly embeddingDimensions: number;
  /** Trains a tenant's model on confirmed cases. Throws `RangeError` on an empty list. */
  trainTriage(samples: readonly TriageSample[], options?: ModelCallOptions): Promise<TriageModel>;
  /**
   * Reads what `serialize` wrote. Throws `OutdatedTriageModel` when an earlier Switchyard wrote it, another `TypeError`
   * when the bytes are damaged or of a later one (which may run beside this one while it is being replaced).
   */
  loadTriage(bytes: Uint8Array): TriageModel;
  /** Classifies one case; `null` for the model means the general one that comes with the provider. */
  triage(text: CaseText, model: TriageModel | null, options?: ModelCallOptions): Promise<TriageVerdict>;
  /** L2-normalised vectors in the order of `texts`; a text without words gives the zero vector. */
  embed(texts: readonly string[], options?: ModelCallOptions): Promise<Float32Array[]>;
  /** Drafts a reply that states nothing beyond its cited sources. */
  draftReply(request: ReplyRequest, options?: ModelCallOptions): AsyncIterable<ReplyChunk>;
  /** Prepares a change for a bug from what its text and its neighbours say. */
  prepareChange(matter: ChangeRequestMatter, options?: ModelCallOptions): Promise<ChangeProposal>;
}

/** A mail as it leaves. */
export interface MailMessage {
  /** Fixed for a mail however often it is tried, so that receivers can tell a repetition: becomes the Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text; may hold secrets, which no adapter may log in production. */
  readonly text: string;
  /** What makes it part of a conversation with somebody; without it, it is a notice of ours that wants no answer. */
  readonly conversation?: MailConversation | undefined;
}

/** Where a mail stands in a conversation. Ids are without their brackets. */
export interface MailConversation {
  /** Fixed however often it is tried. */
  readonly messageId: string;
  /** In whose name; the address stands in the mail only where the operator of the mail server allows its domain. */
  readonly from: { readonly name: string; readonly address: string };
  /** Where answers are wanted. */
  readonly replyTo: string;
  /** The mail that it answers. */
  readonly inReplyTo: string | null;
  /** The mails before it, oldest first. */
  readonly references: readonly string[];
}

/** A mail was not taken. Words of the server are left out: they may hold addresses. */
export class MailNotTaken extends Error {
  override name = 'MailNotTaken';
  /** For example `SMTP_550`, `TIMEOUT`, `TLS`. */
  readonly code: string;
  /** Trying again is of no use. */
  readonly isPermanent: boolean;

  constructor(code: string, isPermanent: boolean) {
    super(`The mail server did not take the mail (${code}).`);
    this.code = code;
    this.isPermanent = isPermanent;
  }
}

/** The way out for mail. */
export interface Mailer extends AsyncDisposable {
  /** Short name for logs, such as `smtp` or `log`. */
  readonly name: string;
  /** Where the pages are that links in mails lead to; without a slash at the end. */
  readonly appUrl: string;
  /**
   * Hands a mail over; resolves once it was taken.
   * @throws MailNotTaken
   */
  send(message: MailMessage, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** The wire protocols in which models are offered. */
export type ModelProtocol = 'OPENAI' | 'ANTHROPIC' | 'GOOGLE' | 'OPENAI_COMPATIBLE';

/** How one model is reached. The key is in clear only here, between the vault and the call. */
export interface ModelConnection {
  readonly protocol: ModelProtocol;
  readonly apiKey: string;
  /** Null: the protocol's own public address. An OPENAI_COMPATIBLE connection has to have one. */
  readonly baseUrl: string | null;
  /** The model's name at the provider. */
  readonly model: string;
}

/** An image that goes along with a prompt, for models that see. */
export interface PromptImage {
  readonly mediaType: string;
  readonly data: Uint8Array;
}

/** What a model is asked. `system` is ours; `text` may quote strangers and is data, never an instruction. */
export interface ModelPrompt {
  readonly system: string;
  readonly text: string;
  readonly images?: readonly PromptImage[];
  readonly maxOutputTokens?: number;
  /** 0 (always the likeliest answer) to 1; the provider's own when left out. */
  readonly temperature?: number;
}

/** Tokens as the provider counted them; zero where it did not say. */
export interface TokenCount {
  readonly input: number;
  /** Of `input`, those the provider had in its cache. */
  readonly cachedInput: number;
  readonly output: number;
}

export interface ModelText {
  readonly text: string;
  readonly tokens: TokenCount;
}

export interface ModelObject<Value> {
  readonly value: Value;
  readonly tokens: TokenCount;
  /** Whether the first answer did not fit and the second, after being told why, did. */
  readonly isRepaired: boolean;
}

export interface ModelVectors {
  /** In the order of the texts. */
  readonly vectors: readonly Float32Array[];
  readonly tokens: TokenCount;
}

/** Text arrives in deltas; exactly one `final` comes last and holds the whole (deltas joined = `text`). */
export type ModelTextChunk =
  | { readonly kind: 'delta'; readonly text: string }
  | ({ readonly kind: 'final' } & ModelText);

/** Why a call to a model came to nothing. */
export type ModelFailureReason =
  /** The provider asks for fewer requests; see `retryAfterMs`. */
  | 'RATE_LIMITED'
  /** It cannot be reached, or failed on its side. */
  | 'UNAVAILABLE'
  | 'TIMED_OUT'
  /** The key is not accepted. */
  | 'UNAUTHORIZED'
  /** It understood the request and will not serve it: unknown model, too long, unsupported. */
  | 'REJECTED'
  /** It declines to answer for reasons of content. */
  | 'DECLINED'
  /** What came is not what was asked for, also after one repair. */
  | 'ANSWER_INVALID'
  /** The answer ended in the middle. */
  | 'ANSWER_CUT';

/** What an earlier Switchyard has learned, in a way that is no longer read: it has to be learned anew. */
export class OutdatedTriageModel extends TypeError {
  override name = 'OutdatedTriageModel';
}

/** A call to a model came to nothing. The message is ours: it quotes neither the prompt nor the provider's answer. */
export class ModelCallFailed extends Error {
  override name = 'ModelCallFailed';
  readonly reason: ModelFailureReason;
  /** Milliseconds the provider asked to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Tokens that were used, and are paid for, all the same. */
  readonly tokens: TokenCount;

  constructor(
    reason: ModelFailureReason,
    message: string,
    details: { cause?: unknown; retryAfterMs?: number | null; tokens?: TokenCount } = {},
  ) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.tokens = details.tokens ?? { input: 0, cachedInput: 0, output: 0 };
  }
}

export interface LanguageCallOptions extends ModelCallOptions {
  /** Milliseconds after which the call is ended with TIMED_OUT; for a stream, without a sign of life. */
  readonly timeoutMs: number;
}

/**
 * Remote models of any maker. Each method makes one call (`object` one more to repair) and does not retry: whoever
 * calls knows the alternatives. All reject with `ModelCallFailed`, or with the signal's reason when it was aborted.
 */
export interface LanguageModels {
  text(connection: ModelConnection, prompt: ModelPrompt, options: LanguageCallOptions): Promise<ModelText>;
  stream(connection: ModelConnection, prompt: ModelPrompt, options: LanguageCallOptions): AsyncIterable<ModelTextChunk>;
  object<Value>(
    connection: ModelConnection,
    prompt: ModelPrompt,
    schema: z.ZodType<Value>,
    options: LanguageCallOptions,
  ): Promise<ModelObject<Value>>;
  embed(connection: ModelConnection, texts: readonly string[], options: LanguageCallOptions): Promise<ModelVectors>;
}

/** What all processes know of late about whether models work. */
export interface ModelHealth {
  /** Whether the model may be asked; of a model that is failing, now and then one caller is let through to try. */
  allows(tenantId: string, modelId: string): Promise<boolean>;
  /** Counts a failure that is the model's own fault. */
  failed(tenantId: string, modelId: string): Promise<void>;
  succeeded(tenantId: string, modelId: string): Promise<void>;
}

/** Is told what becomes of calls to remote models, for the metrics. */
export interface ModelsObserver {
  /** @param outcome `answered`, `cancelled`, or the reason of the failure in lower case */
  callEnded(protocol: ModelProtocol, outcome: string, durationMs: number): void;
  tokensUsed(protocol: ModelProtocol, tokens: TokenCount): void;
  circuitOpened(): void; // a model was found to be failing; nobody asks it for a while
}

/** The way out for webhooks, to addresses that came from outside. */
export interface WebhookCaller {
  /** Resolves once the receiver has said yes. @throws WebhookNotTaken */
  post(
    webhook: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
    options?: ModelCallOptions,
  ): Promise<void>;
}

/** Everything outside this process that a job or service may call. */
export interface Ports {
  readonly desk: { readonly slaBreached: (clock: 'FIRST_ANSWER' | 'RESOLUTION', cases: number) => void }; // for metrics
  readonly mailer: Mailer;
  readonly webhooks: WebhookCaller;
  readonly models: ModelProvider;
  readonly language: LanguageModels;
  readonly modelHealth: ModelHealth;
}
