import type { App } from '../app.js';

/** Reads what is measured by looking rather than by counting. Called before each scrape. */
export async function refreshGauges({ metrics, live, database, unscoped }: App): Promise<void> {
  metrics.subscriptions.set(live.openSubscriptions);
  metrics.topics.set(live.openTopics);
  const { totalCount, idleCount, waitingCount } = database.pool;
  metrics.pool.set({ state: 'busy' }, totalCount - idleCount);
  metrics.pool.set({ state: 'idle' }, idleCount);
  metrics.pool.set({ state: 'waiting' }, waitingCount);
  const counts = await unscoped.jobCounts();
  metrics.queueJobs.reset();
  metrics.queueOldest.reset();
  for (const { kind, state, count, oldestSeconds } of counts) {
    metrics.queueJobs.set({ kind, state }, count);
    metrics.queueOldest.set({ kind, state }, oldestSeconds);
  }
}
