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

/** A knowledge-base article offered as a source of a reply; `score` orders them, higher is better. */
export interface ReplySource {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Match score between 0 and 1 as given by the search. */
  readonly score: number;
}

export interface ReplyRequest {
  readonly subject: string;
  readonly body: string;
  readonly customerName: string | null;
  readonly articles: readonly ReplySource[];
}

/** Text arrives in deltas; exactly one `final` comes last and holds the whole (deltas joined = `body`). */
export type ReplyChunk =
  | { readonly kind: 'delta'; readonly text: string }
  | { readonly kind: 'final'; readonly body: string; readonly citations: readonly string[] };

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
  /** Reads what `serialize` wrote. Throws `TypeError` when the bytes are of another format or damaged. */
  loadTriage(bytes: Uint8Array): TriageModel;
  /** Classifies one case; `null` for the model means the general one that comes with the provider. */
  triage(text: CaseText, model: TriageModel | null, options?: ModelCallOptions): Promise<TriageVerdict>;
  /** L2-normalised vectors in the order of `texts`; a text without words gives the zero vector. */
  embed(texts: readonly string[], options?: ModelCallOptions): Promise<Float32Array[]>;
  /** Drafts a reply that states nothing beyond its cited sources. */
  draftReply(request: ReplyRequest, options?: ModelCallOptions): AsyncIterable<ReplyChunk>;
}

/** A mail as it leaves. */
export interface MailMessage {
  /** Fixed for a mail however often it is tried, so that receivers can tell a repetition: becomes the Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text; may hold secrets, which no adapter may log in production. */
  readonly text: string;
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

/** Everything outside this process that a job or service may call. */
export interface Ports {
  readonly mailer: Mailer;
  readonly models: ModelProvider;
}
