import { v7 as newId } from 'uuid';
import type { TenantDb } from '../db/tenant.js';
import type { LogLevel } from '../generated/prisma/enums.js';
import type { JobLogAppended, JobProgressed } from '../modules/operations/job-events.js';
import { jobTopic } from '../realtime/topic.js';
import type { ChainReport, JobLog, ProgressReport } from './define-job.js';
import type { EventAppender } from './ports.js';
import { type ChainReports, type ReportedLine, storeReports } from './reports.sql.js';

export interface ProgressWriterParts {
  readonly db: TenantDb;
  readonly events: EventAppender;
  readonly jobId: string;
  readonly attempt: number;
  readonly onError: (error: unknown) => void;
}

interface Pending {
  readonly event: JobProgressed | JobLogAppended;
  /** A log line's row; progress has none and is not repeated when it fails. */
  readonly lineId: string | null;
}

/** Watchers see every report at once; Postgres keeps the newest, written this often at most. */
const STORE_EVERY_MS = 500;
const MAX_LINES = 10_000;
const MAX_LINE_LENGTH = 4_000;

/**
 * Carries progress and log lines of one attempt to its watchers and to Postgres. One write to the stream is under way
 * at a time, and what is reported meanwhile goes together in the next: a handler that waits for `progress` is slowed
 * down to what the stream takes. What is for the whole chain goes by way of Postgres, with the next write of the rest.
 */
export class ProgressWriter {
  readonly #parts: ProgressWriterParts;
  #pending: Pending[] = [];
  #sending: Promise<void> | undefined;
  #lines: ReportedLine[] = [];
  #chain: ChainReports | undefined;
  #newest: JobProgressed | undefined;
  #storing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lineCount = 0;
  #percent = 0;
  #isClosed = false;

  constructor(parts: ProgressWriterParts) {
    this.#parts = parts;
  }

  /** Reports where the attempt stands; resolves when the stream has taken it. Never rejects. */
  progress({ stage, percent, message, counters }: ProgressReport): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (percent !== undefined && Number.isFinite(percent)) this.#percent = Math.min(100, Math.max(0, percent));
    const event: JobProgressed = {
      type: 'JobProgressed',
      percent: this.#percent,
      stage,
      message: message ?? null,
      counters: counters ?? null,
    };
    this.#newest = event;
    this.#storeSoon();
    return this.#send({ event, lineId: null });
  }

  /** Reports where the chain stands of which this job is a part; its watchers see that after a moment. Never throws. */
  readonly chain = ({ jobId, percent, stage, message }: ChainReport): void => {
    if (this.#isClosed) return;
    const lines = this.#chain?.lines ?? [];
    this.#chain = {
      jobId,
      progress: { type: 'JobProgressed', percent, stage, message: wholeText(message ?? stage), counters: null },
      lines: message === undefined ? lines : [...lines, newLine('INFO', message)],
    };
    this.#storeSoon();
  };

  readonly log: JobLog = {
    info: (message) => this.#write('INFO', message),
    warn: (message) => this.#write('WARN', message),
    error: (message) => this.#write('ERROR', message),
  };

  #write(level: LogLevel, message: string): void {
    if (this.#isClosed || this.#lineCount > MAX_LINES) return;
    this.#lineCount += 1;
    const isLast = this.#lineCount > MAX_LINES;
    const line = isLast
      ? newLine('WARN', `Further lines are dropped: a job may write ${MAX_LINES}.`)
      : newLine(level, message);
    this.#lines.push(line);
    this.#storeSoon();
    const event: JobLogAppended = { type: 'JobLogAppended', level: line.level, message: line.message };
    void this.#send({ event, lineId: line.id });
  }

  #send(pending: Pending): Promise<void> {
    this.#pending.push(pending);
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      if (await this.#append(batch)) continue;
      // The stream is away. Lines are kept for the next try, progress is overtaken by then.
      const lines = batch.filter(({ lineId }) => lineId !== null);
      this.#pending = [...lines, ...this.#pending];
      return;
    }
  }

  async #append(batch: readonly Pending[]): Promise<boolean> {
    const { db, events, jobId, onError } = this.#parts;
    const topic = jobTopic(jobId);
    const appends = batch.map(({ event, lineId }) => ({
      topic,
      event,
      ...(lineId ? { dedupeId: `line-${lineId}` } : {}),
    }));
    return events.appendMany(db.$tenantId, appends).then(
      () => true,
      (error: unknown) => {
        onError(error);
        return false;
      },
    );
  }

  #storeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#storing = this.#storing.then(() => this.#store()).catch(this.#parts.onError);
    }, STORE_EVERY_MS);
  }

  async #store(): Promise<void> {
    const [progress, lines, chain] = [this.#newest, this.#lines, this.#chain];
    if (!progress && !chain && lines.length === 0) return;
    this.#newest = undefined;
    this.#lines = [];
    this.#chain = undefined;
    const { db, jobId, attempt } = this.#parts;
    try {
      const told = await storeReports(db, { jobId, attempt, progress, lines, chain });
      if (told.length > 0) db.$deliver(db.$tenantId, told);
    } catch (error) {
      this.#lines = [...lines, ...this.#lines];
      this.#newest ??= progress;
      this.#chain = joined(chain, this.#chain);
      throw error;
    }
  }

  /**
   * Writes out everything reported so far; later reports are dropped. Called before the attempt is settled, so that
   * nothing follows its last event.
   * @throws when Postgres does not take the lines
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sending;
    if (this.#pending.length > 0) await this.#sendAll();
    await this.#storing;
    await this.#store();
  }
}

/** What was not stored, and what has been reported since. */
function joined(earlier: ChainReports | undefined, later: ChainReports | undefined): ChainReports | undefined {
  return earlier && later ? { ...later, lines: [...earlier.lines, ...later.lines] } : (later ?? earlier);
}

/** Half a character, as a cut may leave it, is no JSON for Postgres. */
function wholeText(text: string): string {
  return Buffer.from(text).toString();
}

function newLine(level: LogLevel, message: string): ReportedLine {
  return { id: newId(), level, message: wholeText(message.slice(0, MAX_LINE_LENGTH)), at: new Date() };
}
