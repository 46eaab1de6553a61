import type { App } from '../app.js';
import type { Metrics } from './metrics.js';

/** Reads what is measured by looking rather than by counting. Called before each scrape. */
export async function refreshGauges({ metrics, live, database, unscoped, presence }: App): Promise<void> {
  metrics.subscriptions.set(live.openSubscriptions);
  metrics.topics.set(live.openTopics);
  const { totalCount, idleCount, waitingCount } = database.pool;
  metrics.pool.set({ state: 'busy' }, totalCount - idleCount);
  metrics.pool.set({ state: 'idle' }, idleCount);
  metrics.pool.set({ state: 'waiting' }, waitingCount);
  // Each by itself: what cannot be read must not hide the rest. It keeps what it last was.
  await Promise.allSettled([
    readQueues(metrics, unscoped),
    readBacklog(metrics, unscoped),
    readWorkers(metrics, presence),
  ]);
}

async function readQueues(metrics: Metrics, unscoped: App['unscoped']): Promise<void> {
  const counts = await unscoped.jobCounts();
  metrics.queueJobs.reset();
  metrics.queueOldest.reset();
  for (const { kind, state, count, oldestSeconds } of counts) {
    metrics.queueJobs.set({ kind, state }, count);
    metrics.queueOldest.set({ kind, state }, oldestSeconds);
  }
}

async function readBacklog(metrics: Metrics, unscoped: App['unscoped']): Promise<void> {
  const figures = await unscoped.backlog();
  metrics.deadLetters.reset();
  metrics.pausedQueues.reset();
  for (const { what, kind, value } of figures) {
    if (what === 'outbox_seconds') metrics.outboxAge.set(value);
    else if (what === 'outbox_messages') metrics.outboxWaiting.set(value);
    else if (kind !== null) (what === 'dead_letters' ? metrics.deadLetters : metrics.pausedQueues).set({ kind }, value);
  }
}

async function readWorkers(metrics: Metrics, presence: App['presence']): Promise<void> {
  const workers = await presence.list();
  for (const state of ['ACTIVE', 'DRAINING', 'LOST'] as const) {
    const count = workers.filter((worker) => (worker.isLost ? 'LOST' : worker.state) === state).length;
    metrics.workers.set({ state }, count);
  }
}
