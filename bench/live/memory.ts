import { FrameCounters } from '../fanout-sockets.js';
import type { PeerProcess } from '../peers/peer-process.js';
import { followMessages, type WatchedJob } from './watched-job.js';

/** Of an idle subscription on a connection of its own, in KB. */
export interface MemoryFigure {
  readonly subscriptions: number;
  readonly residentKb: number;
  readonly heapKb: number;
}

/** @param gateway started with `--expose-gc`, so that rubbish is not counted */
export async function measureMemory(
  gateway: PeerProcess,
  job: WatchedJob,
  subscriptions: number,
): Promise<MemoryFigure> {
  const sockets = new FrameCounters();
  // A few first, so that what is made once is there.
  const early = new FrameCounters();
  await early.open(gateway.port, '/graphql', 200, () => followMessages(job), 2);
  const before = await gateway.usage();
  await sockets.open(gateway.port, '/graphql', subscriptions, () => followMessages(job), 2);
  const after = await gateway.usage();
  early.close();
  sockets.close();
  return {
    subscriptions,
    residentKb: (after.rssBytes - before.rssBytes) / 1_024 / subscriptions,
    heapKb: (after.heapBytes - before.heapBytes) / 1_024 / subscriptions,
  };
}
