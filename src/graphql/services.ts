import type { IdentityGate } from '../auth/identity-gate.js';
import type { MailLimits } from '../auth/mail-limits.js';
import type { RateLimitReader } from '../auth/rate-limit-windows.js';
import type { SignInLimits } from '../auth/sign-in-limits.js';
import type { SignedLinks } from '../auth/signed-links.js';
import type { SignInParts } from '../modules/identity/sign-in.service.js';
import type { QueuePauses } from '../modules/operations/queue.service.js';
import type { Competition } from '../modules/operations/queue-place.service.js';
import type { HealthProbes } from '../modules/operations/system-health.service.js';
import type { WorkerDirectory } from '../modules/operations/worker.service.js';
import type { Ports } from '../ports.js';
import type { ConnectionDirectory } from '../realtime/connection-directory.js';
import type { LiveItem, LiveSource } from '../realtime/live-source.js';
import type { StreamLog } from '../realtime/stream-log.js';

/** Opens live streams for subscriptions. */
export interface LiveStreams {
  stream<Item extends LiveItem>(source: LiveSource<Item>): AsyncIterable<Item>;
}

/** Goes on with work after the answer. */
export interface BackgroundRunner {
  run(what: string, work: () => Promise<unknown>): void;
}

/** Shared machinery that resolvers hand to services. Built once a process. */
export interface Services {
  readonly identity: IdentityGate;
  readonly signIn: SignInParts;
  readonly signInLimits: SignInLimits;
  readonly rateLimits: RateLimitReader;
  readonly links: SignedLinks;
  readonly mailLimits: MailLimits;
  readonly background: BackgroundRunner;
  readonly ports: Ports;
  readonly live: LiveStreams;
  readonly streamLog: StreamLog;
  /** Everything that is connected, to any gateway. */
  readonly connections: ConnectionDirectory;
  readonly queuePauses: QueuePauses;
  readonly healthProbes: HealthProbes;
  readonly workers: WorkerDirectory;
  readonly competition: Competition;
}
