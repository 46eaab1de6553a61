import type { Redis } from 'ioredis';

/**
 * What in a Redis' settings may lose queue entries. Jobs survive it, since Postgres remembers them, but are late.
 * @returns one sentence for each risk; none where Redis does not tell
 */
export async function redisRisks(redis: Redis): Promise<string[]> {
  const info = await redis.info();
  const setting = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const risks: string[] = [];
  const policy = setting('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    risks.push(`Redis may evict queue entries: its maxmemory-policy is ${policy}, it should be noeviction.`);
  }
  if (setting('aof_enabled') === '0') risks.push('Redis forgets the queues when it restarts: its appendonly is off.');
  return risks;
}
