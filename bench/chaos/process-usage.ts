import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { inProject } from '../../tools/project.js';
import type { Member } from './cluster.js';

/** Of a process, from the kernel and from what it says about itself. */
export interface Usage {
  readonly residentMb: number;
  readonly heapMb: number;
  readonly descriptors: number;
}

/** What Node is started with, so that the process collects its garbage when it is asked to. */
export const COLLECTS_GARBAGE = ['--expose-gc', '--import', inProject('bench/chaos/collect-garbage.mjs')];

/** Of a process that was started with `COLLECTS_GARBAGE`: what is left after collecting it. */
export async function usageOf({ pid, process }: Member): Promise<Usage> {
  const collected = once(process.process, 'message');
  process.process.send('collect garbage');
  await collected;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const ready = await process.line(({ msg }) => msg === 'ready');
  const metrics = await (await fetch(`http://127.0.0.1:${ready.metricsPort}/metrics`)).text();
  return {
    residentMb: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024,
    heapMb: Number(/^nodejs_heap_size_used_bytes ([\d.e+]+)/m.exec(metrics)?.[1]) / 1_048_576,
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
  };
}

/** What Redis holds open for us: clients, and channels somebody listens to. */
export async function redisUse(url: string): Promise<{ clients: number; channels: number }> {
  const redis = new Redis(url);
  try {
    const clients =
      String(await redis.call('CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1;
    const channels = ((await redis.call('PUBSUB', 'CHANNELS')) as unknown[]).length;
    return { clients, channels };
  } finally {
    redis.disconnect();
  }
}
