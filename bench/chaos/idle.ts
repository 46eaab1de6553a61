import { Audience } from './audience.js';
import { Cluster } from './cluster.js';
import { Ledger } from './ledger.js';
import { COLLECTS_GARBAGE, usageOf } from './process-usage.js';
import type { ChaosSettings, Finding } from './report.js';
import { pause, Writer } from './writer.js';

const FIRST_SOCKETS = 50;
const CASES = 20;

/** Many idle sockets with one subscription each on one gateway: what one costs, and that each hears of every event. */
export async function idle(settings: ChaosSettings): Promise<Finding> {
  const sockets = settings.sockets ?? (settings.isSmall ? 50 : 5_000);
  await using cluster = await Cluster.start(settings.code);
  const gateway = await cluster.add('gateway', COLLECTS_GARBAGE);
  await cluster.add('worker');
  const tenant = cluster.tenants[0]!;
  await using ledger = new Ledger(cluster.superuserUrl, tenant.id);
  const ports = () => [gateway.port];
  const writer = new Writer(tenant, ports);
  const audience = new Audience();
  // A few first, so that what is made once is there.
  await audience.open(Math.min(FIRST_SOCKETS, sockets), tenant.token, ports);
  await audience.warmUp(() => writer.open());
  await pause(2_000);
  const before = await usageOf(gateway);
  settings.say(`idle: ${sockets} sockets connect`);
  await audience.open(sockets, tenant.token, ports);
  await pause(5_000);
  const after = await usageOf(gateway);
  await audience.warmUp(() => writer.open());
  const since = await ledger.now();
  settings.say('idle: events for everybody');
  const startedAt = performance.now();
  for (let index = 0; index < CASES; index += 1) await writer.open();
  const acknowledged = await writer.stop();
  await ledger.settle(settings.say);
  const expected = await ledger.events(since);
  await audience.settle((received) => [...expected].every((text) => received.has(text)));
  const seconds = (performance.now() - startedAt) / 1_000;
  const busy = await usageOf(gateway);
  const figure = audience.close(expected);
  const kb = (one: number, other: number) => ((one - other) * 1_024) / Math.max(1, sockets - FIRST_SOCKETS);
  const broken = [...acknowledged.dishonest];
  for (const [what, count] of [
    ['events missed', figure.missed],
    ['events repeated', figure.repeated],
    ['sockets lost', figure.reconnects],
  ] as const) {
    if (count > 0) broken.push(`${count} ${what}`);
  }
  return {
    scenario: 'idle',
    figures: {
      'sockets, one subscription each': figure.followers,
      'memory a socket: resident / heap': `${kb(after.residentMb, before.residentMb).toFixed(1)} KB / ${kb(after.heapMb, before.heapMb).toFixed(1)} KB`,
      'gateway resident before / with sockets / after the events': `${before.residentMb.toFixed(0)} / ${after.residentMb.toFixed(0)} / ${busy.residentMb.toFixed(0)} MB`,
      'file descriptors': `${before.descriptors} / ${after.descriptors}`,
      'events x sockets / missed / repeated': `${expected.size} x ${figure.followers} / ${figure.missed} / ${figure.repeated}`,
      'delivered a second': Math.round((expected.size * figure.followers) / seconds),
      'sockets lost': figure.reconnects,
    },
    broken,
  };
}
