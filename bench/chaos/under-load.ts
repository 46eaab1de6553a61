import { Audience } from './audience.js';
import { Cluster } from './cluster.js';
import { Ledger } from './ledger.js';
import { type ChaosSettings, type Finding, judge } from './report.js';
import { pause, Writer } from './writer.js';

export interface LoadShape {
  readonly followers: number;
  readonly writers: number;
  /** Cases opened a second, at most. */
  readonly perSecond: number;
}

/** What a fault is done to. */
export interface Victims {
  readonly cluster: Cluster;
  /** Somewhere between the two, so that nothing is always hit at the same place. */
  somewhen(fromMs: number, toMs: number): Promise<void>;
}

const WARM_UP_CASES = 3;

/**
 * Two gateways and two workers under load, while `faults` happens to them; then a comparison of what was acknowledged
 * with what there is.
 * @param faults returns figures of its own
 */
export async function underLoad(
  scenario: string,
  settings: ChaosSettings,
  shape: LoadShape,
  faults: (victims: Victims) => Promise<Readonly<Record<string, string | number>>>,
): Promise<Finding> {
  await using cluster = await Cluster.start(settings.code, {
    // A worker that is lost is noticed within the promised time.
    JOB_LOCK_SECONDS: settings.isSmall ? '5' : '15',
    JOB_STALLED_CHECK_SECONDS: settings.isSmall ? '3' : '10',
  });
  for (const role of ['gateway', 'gateway', 'worker', 'worker'] as const) await cluster.add(role);
  const tenant = cluster.tenants[0]!;
  await using ledger = new Ledger(cluster.superuserUrl, tenant.id);
  const ports = () => cluster.gateways.map(({ port }) => port);
  const writer = new Writer(tenant, ports);
  const audience = new Audience();
  settings.say(`${scenario}: ${shape.followers} followers connect`);
  await audience.open(shape.followers, tenant.token, ports);
  await audience.warmUp(() => writer.open());
  for (let index = 0; index < WARM_UP_CASES; index += 1) await writer.open();
  const since = await ledger.now();
  writer.start(shape.writers, shape.perSecond);
  settings.say(`${scenario}: load for ${settings.seconds} s`);
  const endsAt = performance.now() + settings.seconds * 1_000;
  const somewhen = (fromMs: number, toMs: number) => pause(fromMs + Math.random() * (toMs - fromMs));
  const more = await faults({ cluster, somewhen });
  await pause(Math.max(0, endsAt - performance.now()));
  const acknowledged = await writer.stop();
  settings.say(`${scenario}: what is under way comes to its end`);
  await ledger.settle(settings.say);
  const expected = await ledger.events(since);
  await audience.settle((received) => [...expected].every((text) => received.has(text)));
  const finding = judge(scenario, acknowledged, await ledger.compare(acknowledged), audience.close(expected), more);
  return { ...finding, broken: [...cluster.fallen, ...finding.broken] };
}
