import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { findDefinition, JOB_DEFINITIONS, type JobCatalog } from './definitions.js';
import { DeliveredRows } from './delivered-rows.js';
import { HandOver } from './hand-over.js';
import type { JobsObserver } from './observer.js';
import type { EventAppender, SignalChannel, TenantDirectory, WorkFinder } from './ports.js';
import { JobQueues } from './queues.js';
import { OutboxRelay } from './relay.js';

export interface JobEngineParts {
  readonly tenants: TenantDirectory;
  readonly finder: WorkFinder;
  readonly events: EventAppender;
  readonly signals: Pick<SignalChannel, 'publishNamed'>;
  /** Fails fast: `enableOfflineQueue: false`, `maxRetriesPerRequest: 1`, a `commandTimeout`. */
  readonly producer: Redis;
  readonly prefix: string;
  readonly log: Logger;
  readonly observer?: JobsObserver | undefined;
  readonly definitions?: JobCatalog | undefined;
  readonly sweepEveryMs?: number | undefined;
}

/** What every process that writes needs: it delivers its own outbox messages. Call `relay.start()` to begin. */
export interface JobEngine extends AsyncDisposable {
  readonly queues: JobQueues;
  readonly handOver: HandOver;
  readonly relay: OutboxRelay;
}

/** Wires the producers' side of the jobs. `relay.deliver` is what tenant handles deliver through. */
export function jobEngine(parts: JobEngineParts): JobEngine {
  const { log, prefix, producer } = parts;
  const definitions = parts.definitions ?? JOB_DEFINITIONS;
  const onError = (error: Error) => log.debug({ err: error }, 'queue connection');
  const queues = new JobQueues({ connection: producer, prefix, onError });
  const windowOf = (kind: string) => findDefinition(definitions, kind)?.tenantWindow ?? 1;
  const delivered = new DeliveredRows(parts.tenants, log);
  const handOver = new HandOver({ ...parts, queues, windowOf });
  const relay = new OutboxRelay({ ...parts, queues, handOver, delivered, kinds: definitions.map(({ kind }) => kind) });
  return {
    queues,
    handOver,
    relay,
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await queues[Symbol.asyncDispose]();
    },
  };
}
