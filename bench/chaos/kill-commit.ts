import { Audience } from './audience.js';
import { Cluster } from './cluster.js';
import { Ledger } from './ledger.js';
import { type ChaosSettings, type Finding, judge } from './report.js';
import { pause, Writer } from './writer.js';

/** Enough that requests are always on their way; each one brings four jobs that have to end. */
const LOAD = { writers: 6, perSecond: 20 };
const SMALL = { writers: 2, perSecond: 4 };

/**
 * One gateway, killed again and again within 50 ms after requests have been sent to it: between commit and reply,
 * before the commit, in the middle of handing over to Redis.
 */
export async function killCommit(settings: ChaosSettings): Promise<Finding> {
  await using cluster = await Cluster.start(settings.code);
  await cluster.add('worker');
  // The next one is started before it is needed, so that kills do not wait for starts.
  await cluster.add('gateway');
  await cluster.add('gateway');
  const tenant = cluster.tenants[0]!;
  await using ledger = new Ledger(cluster.superuserUrl, tenant.id);
  const ports = () => cluster.gateways.slice(0, 1).map(({ port }) => port);
  const writer = new Writer(tenant, ports);
  const audience = new Audience();
  await audience.open(3, tenant.token, ports);
  await audience.warmUp(() => writer.open());
  const since = await ledger.now();
  const { writers, perSecond } = settings.isSmall ? SMALL : LOAD;
  writer.start(writers, perSecond);
  for (let kill = 0; kill < settings.kills; kill += 1) {
    const next = cluster.add('gateway');
    await pause(150 + Math.random() * 50); // requests are on their way to the first one
    await cluster.end(cluster.gateways[0]!, 'SIGKILL');
    await next;
    if ((kill + 1) % 20 === 0) settings.say(`kill-commit: ${kill + 1} of ${settings.kills} kills`);
  }
  const acknowledged = await writer.stop();
  await ledger.settle(settings.say);
  const expected = await ledger.events(since);
  await audience.settle((received) => [...expected].every((text) => received.has(text)));
  const compared = await ledger.compare(acknowledged);
  return judge('kill-commit', acknowledged, compared, audience.close(expected), {
    'kill -9 of the gateway': settings.kills,
  });
}
