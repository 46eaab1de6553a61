import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Wherever a secret could turn up in a log object. */
const SECRETS = [
  'password',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'authorization',
  'cookie',
  'hash',
  'connectionParams',
];
const REDACTED_PATHS = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/** Bytes of lines that may wait to be written; further ones are dropped. */
const MAX_UNWRITTEN = 16_777_216;

/** Lines are written together: when there are so many bytes of them, and as often as that (ms). */
const WRITTEN_TOGETHER = { minLength: 4_096, periodicFlush: 100 };

/** JSON lines on standard output; one line an entry, secrets replaced. What is not written yet is when the process ends. */
export function createLogger(level: string, processName: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    redact: { paths: [...REDACTED_PATHS, 'req.headers["x-api-key"]'], censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: traceOfThisCall,
  };
  return pino(options, destination ?? standardOutput());
}

/** Resolves once what was logged is written, or cannot be because nobody reads it any more or the disk is full. */
export function flushed(log: Logger): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()));
}

/**
 * @NOTE The last flush of sonic-boom 4, at exit, tries again without end what cannot be written: with nobody there who
 * reads, or a full disk, a process that was done stayed for ever. After a write has failed there is none any more.
 */
function standardOutput(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: false, maxLength: MAX_UNWRITTEN, ...WRITTEN_TOGETHER });
  destination.on('error', () => {
    destination.flushSync = () => {};
  });
  return destination;
}

/** Ties a line to its trace where tracing is on. */
function traceOfThisCall(): { traceId?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { traceId: span.traceId } : {};
}
