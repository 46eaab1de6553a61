import type { Member, Role } from './cluster.js';
import { type ChaosSettings, type Finding, ms } from './report.js';
import { type LoadShape, underLoad, type Victims } from './under-load.js';
import { pause } from './writer.js';

const SHAPE: LoadShape = { followers: 100, writers: 4, perSecond: 8 };
const SMALL: LoadShape = { followers: 10, writers: 2, perSecond: 2 };
const shapeOf = ({ isSmall }: ChaosSettings) => (isSmall ? SMALL : SHAPE);

/** Pairs of kills, one of each member; a pair every few seconds. */
const PAIR_SECONDS = 8;

/** kill -9 of each gateway, or of each worker, in turn, at random moments; another takes its place at once. */
export function kill(role: Role, settings: ChaosSettings): Promise<Finding> {
  const pairs = Math.max(1, Math.floor(settings.seconds / PAIR_SECONDS));
  return underLoad(`kill-${role}`, settings, shapeOf(settings), async (victims) => {
    const starts: number[] = [];
    for (let round = 0; round < pairs; round += 1) {
      const each = role === 'gateway' ? victims.cluster.gateways : victims.cluster.workers;
      for (const member of each) {
        await victims.somewhen(500, 2_500);
        await victims.cluster.end(member, 'SIGKILL');
        starts.push(await timed(() => victims.cluster.add(role)));
      }
    }
    return { [`kill -9 of a ${role}`]: starts.length, 'the next one was ready within': ms(Math.max(...starts)) };
  });
}

/** Redis and PostgreSQL: stopped in order, and killed, one after the other, each started again at once. */
const SERVICE_FAULTS: Readonly<Record<string, (victims: Victims) => Promise<void>>> = {
  'restart-redis': ({ cluster }) => cluster.services.restartRedis(),
  'kill-redis': ({ cluster }) => cluster.services.restartRedis({ signal: 'SIGKILL' }),
  'restart-postgres': ({ cluster }) => cluster.services.restartPostgres(),
  'crash-postgres': ({ cluster }) => cluster.services.restartPostgres('SIGQUIT'),
};

export function breakService(name: string, settings: ChaosSettings): Promise<Finding> {
  return underLoad(name, settings, shapeOf(settings), async (victims) => {
    await victims.somewhen(1_000, 4_000);
    const restart = await timed(() => SERVICE_FAULTS[name]!(victims));
    const ready = await timed(() => allReady(victims.cluster.gateways));
    return {
      'the service was away for': ms(restart),
      'all gateways ready again after': ms(ready),
    };
  });
}

/** One fault of each kind, one after the other, on the same processes and rows. */
export function inTurn(settings: ChaosSettings): Promise<Finding> {
  return underLoad('in-turn', settings, shapeOf(settings), async (victims) => {
    const took: Record<string, string> = {};
    for (const role of ['gateway', 'worker'] as const) {
      const members = role === 'gateway' ? victims.cluster.gateways : victims.cluster.workers;
      await victims.somewhen(500, 1_500);
      await victims.cluster.end(members[0]!, 'SIGKILL');
      took[`kill -9 of a ${role}, the next one ready after`] = ms(await timed(() => victims.cluster.add(role)));
    }
    for (const [name, fault] of Object.entries(SERVICE_FAULTS)) {
      await victims.somewhen(500, 1_500);
      await fault(victims);
      took[`${name}, all gateways ready again after`] = ms(await timed(() => allReady(victims.cluster.gateways)));
    }
    return took;
  });
}

/** A new version comes up beside the old one, which leaves on SIGTERM; twice, so that every process is replaced. */
export function deploy(settings: ChaosSettings): Promise<Finding> {
  const followers = settings.sockets ?? (settings.isSmall ? 20 : 2_000);
  const shape = { ...shapeOf(settings), followers };
  return underLoad('deploy', settings, shape, async (victims) => {
    const exits: (number | string)[] = [];
    const took: number[] = [];
    const notReady: number[] = [];
    for (const role of ['gateway', 'worker'] as const) {
      for (const old of role === 'gateway' ? victims.cluster.gateways : victims.cluster.workers) {
        await victims.cluster.add(role);
        await victims.somewhen(200, 1_000);
        const leaving = timed(async () => void exits.push(await victims.cluster.end(old, 'SIGTERM')));
        if (role === 'gateway') notReady.push(await readinessAfterSigterm(old));
        took.push(await leaving);
      }
    }
    return {
      'processes replaced, exit codes': `${exits.length}, ${exits.join(' ')}`,
      'the slowest left within': ms(Math.max(...took)),
      'readiness of those that left': notReady.join(' '),
    };
  });
}

/** What a gateway that was told to leave answers on `/readyz`; 0 when it takes no question any more. */
async function readinessAfterSigterm({ port }: Member): Promise<number> {
  await pause(100);
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status,
    () => 0,
  );
}

async function allReady(gateways: readonly Member[]): Promise<void> {
  for (const { port } of gateways) {
    for (let isReady = false; !isReady; ) {
      isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => true, // it ended, which is told of
      );
      if (!isReady) await pause(50);
    }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
