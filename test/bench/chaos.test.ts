import { describe, expect, it } from 'vitest';
import { runChaos } from '../../bench/chaos/chaos.js';
import type { ChaosSettings } from '../../bench/chaos/report.js';

/** The scenarios of `npm run chaos`, so small that they run with every test and cannot rot. */
const SMALL: ChaosSettings = {
  isCompiled: false,
  seconds: 2,
  minutes: 0.05,
  kills: 2,
  sockets: 20,
  say: process.env.TEST_LOG_LEVEL ? console.error : () => {},
};

/** Times are for the command to judge, on a machine that does nothing else. */
const isOfTime = (line: string) => /took|only after|p99/.test(line);

describe('chaos in small', () => {
  it.each([
    ['in-turn', 'nothing lost, nothing twice, nothing missed'],
    ['deploy', 'nothing lost, nothing twice, nothing missed'],
    ['kill-commit', 'what was acknowledged is there'],
    ['outages-postgres', 'an honest answer meanwhile'],
    ['outages-redis', 'reads go on meanwhile'],
    ['idle', 'every socket hears everything'],
    ['churn', 'nothing missed, nothing left behind'],
  ])('%s: %s', { timeout: 240_000 }, async (name) => {
    const [finding] = await runChaos([name], SMALL, SMALL.say);
    expect(finding?.broken.filter((line) => !isOfTime(line))).toEqual([]);
    expect(Object.keys(finding?.figures ?? {}).length).toBeGreaterThan(2);
  });
});
