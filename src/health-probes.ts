import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { App } from './app.js';
import type { HealthProbes } from './modules/operations/system-health.service.js';
import { pendingMigrationsOf } from './readiness.js';

/** How `systemHealth` looks at the parts of this process and of the deployment. */
export function healthProbes(app: App): HealthProbes {
  const { redis, presence, signals, definitions } = app;
  const echo = { name: `health.echo.${randomUUID()}`, body: z.string() };
  return {
    kinds: definitions.map(({ kind }) => kind),
    pingRedis: () => redis.ping(),
    async countWorkers() {
      const [live, listed] = await Promise.all([presence.count(), presence.list()]);
      return { live, lost: listed.filter(({ isLost }) => isLost).length };
    },
    async echoLive() {
      const sent = randomUUID();
      let hear: () => void = () => {};
      const heard = new Promise<void>((resolve) => (hear = resolve));
      const listening = signals.listen(echo, (body) => {
        if (body === sent) hear();
      });
      // Whoever asked has long gone when Redis does not answer; the channel must not stay open for it.
      const patience = setTimeout(hear, ECHO_PATIENCE_MS);
      try {
        await Promise.race([listening.ready, heard]);
        await signals.publish(echo, sent);
        await heard;
      } finally {
        clearTimeout(patience);
        listening.stop();
      }
    },
    countPendingMigrations: pendingMigrationsOf(app),
  };
}

const ECHO_PATIENCE_MS = 5_000;
