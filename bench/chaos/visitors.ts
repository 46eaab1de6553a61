import type { Redis } from 'ioredis';
import WebSocket from 'ws';
import { StreamLog } from '../../src/realtime/stream-log.js';
import { jobTopic } from '../../src/realtime/topic.js';
import type { BenchTenant } from '../dataset.js';
import { addWatchedJob, followMessages, type WatchedJob } from '../live/watched-job.js';

export interface VisitorsParts {
  readonly port: number;
  readonly tenant: BenchTenant;
  readonly redis: Redis;
  readonly superuserUrl: string;
  /** How many events each waits for before it leaves. */
  readonly events: number;
}

const PATIENCE_MS = 20_000;

/** Clients that come, follow a job's stream for a few events, and leave. */
export class Visitors {
  readonly #parts: VisitorsParts;
  readonly #log: StreamLog;
  visits = 0;
  received = 0;
  missed = 0;
  failed = 0;
  firstFailure = '';

  constructor(parts: VisitorsParts) {
    this.#parts = parts;
    this.#log = new StreamLog(parts.redis, 'chaos:');
  }

  /** Visits with `atOnce` clients at a time, each with a stream of its own, for so long. */
  async run(atOnce: number, durationMs: number): Promise<void> {
    const endsAt = performance.now() + durationMs;
    const { superuserUrl, tenant } = this.#parts;
    const client = async () => {
      const job = await addWatchedJob({ superuserUrl, databaseUrl: superuserUrl }, tenant);
      while (performance.now() < endsAt) {
        await this.#visit(job).catch((error: unknown) => {
          this.failed += 1;
          this.firstFailure ||= String(error);
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, client));
  }

  async #visit(job: WatchedJob): Promise<void> {
    const { port, tenant, events } = this.#parts;
    const [hello = '', subscribe = ''] = followMessages(job);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    let seen = 0;
    const patience = setTimeout(() => socket.terminate(), PATIENCE_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.on('open', () => socket.send(hello));
        socket.on('error', reject);
        socket.on('close', (code) => reject(new Error(`closed with ${code} after ${seen} events`)));
        socket.on('message', (data) => {
          const { type } = JSON.parse(String(data)) as { type: string };
          if (type === 'connection_ack') socket.send(subscribe);
          if (type === 'error') reject(new Error(String(data)));
          if (type !== 'next') return;
          seen += 1;
          if (seen === 1) void this.#happen(job, tenant, events).catch(reject); // the snapshot: from here on nothing may be missed
          if (seen === events + 1) resolve();
        });
      });
      this.visits += 1;
      this.received += seen - 1;
    } catch (error) {
      this.missed += Math.max(0, events - Math.max(0, seen - 1));
      throw error;
    } finally {
      clearTimeout(patience);
      socket.terminate();
    }
  }

  /** State changes, which are never coalesced as progress may be. */
  async #happen(job: WatchedJob, tenant: BenchTenant, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await this.#log.append(tenant.id, jobTopic(job.id), {
        type: 'JobLogAppended',
        level: 'INFO',
        message: `Row ${n}`,
      });
    }
  }
}
