import { v7 as newId } from 'uuid';
import type { TenantDb } from '../db/tenant.js';
import { Prisma } from '../generated/prisma/client.js';
import type { LogLevel } from '../generated/prisma/enums.js';
import type { JobLogAppended, JobProgressed } from '../modules/operations/job-events.js';
import { jobTopic } from '../realtime/topic.js';
import type { JobLog, ProgressReport } from './define-job.js';
import type { EventAppender } from './ports.js';

export interface ProgressWriterParts {
  readonly db: TenantDb;
  readonly events: EventAppender;
  readonly jobId: string;
  readonly attempt: number;
  readonly onError: (error: unknown) => void;
}

interface Line {
  readonly id: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly at: Date;
}

interface Pending {
  readonly event: JobProgressed | JobLogAppended;
  /** A log line's row; progress has none and is not repeated when it fails. */
  readonly lineId: string | null;
}

/** Watchers see every report at once; Postgres keeps the newest, written this often at most. */
const STORE_EVERY_MS = 200;
const MAX_LINES = 10_000;
const MAX_LINE_LENGTH = 4_000;

/**
 * Carries progress and log lines of one attempt to its watchers and to Postgres. One write to the stream is under way
 * at a time, and what is reported meanwhile goes together in the next: a handler that waits for `progress` is slowed
 * down to what the stream takes.
 */
export class ProgressWriter {
  readonly #parts: ProgressWriterParts;
  #pending: Pending[] = [];
  #sending: Promise<void> | undefined;
  #lines: Line[] = [];
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

  readonly log: JobLog = {
    info: (message) => this.#write('INFO', message),
    warn: (message) => this.#write('WARN', message),
    error: (message) => this.#write('ERROR', message),
  };

  #write(level: LogLevel, message: string): void {
    if (this.#isClosed || this.#lineCount > MAX_LINES) return;
    this.#lineCount += 1;
    const isLast = this.#lineCount > MAX_LINES;
    const text = isLast
      ? `Further lines are dropped: a job may write ${MAX_LINES}.`
      : message.slice(0, MAX_LINE_LENGTH);
    const line: Line = { id: newId(), level: isLast ? 'WARN' : level, message: text, at: new Date() };
    this.#lines.push(line);
    this.#storeSoon();
    const event: JobLogAppended = { type: 'JobLogAppended', level: line.level, message: text };
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
    const [newest, lines] = [this.#newest, this.#lines];
    this.#newest = undefined;
    this.#lines = [];
    try {
      await this.#storeLines(lines);
      if (newest) await this.#storeProgress(newest);
    } catch (error) {
      this.#lines = [...lines, ...this.#lines];
      this.#newest ??= newest;
      throw error;
    }
  }

  async #storeLines(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return;
    const { db, jobId, attempt } = this.#parts;
    await db.jobLog.createMany({
      data: lines.map((line) => ({ ...line, tenantId: db.$tenantId, jobId, attempt })),
      skipDuplicates: true,
    });
  }

  async #storeProgress({ percent, stage, message, counters }: JobProgressed): Promise<void> {
    const { db, jobId, attempt } = this.#parts;
    const data = { percent, stage, message, counters: counters ? { ...counters } : Prisma.DbNull };
    await db.job.updateMany({ where: { id: jobId, attempt, finishedAt: null }, data });
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
