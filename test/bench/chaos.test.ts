import { beforeAll, describe, expect, it } from 'vitest';
import { runChaos } from '../../bench/chaos/chaos.js';
import type { Finding } from '../../bench/chaos/report.js';

/** Scenarios of `npm run chaos`, so small that they run with every test and cannot rot. */
const SMALL = {
  isSmall: true,
  seconds: 2,
  minutes: 0.05,
  kills: 2,
  sockets: 20,
  say: process.env.TEST_LOG_LEVEL ? console.error : () => {},
};
/** The others do one of these again and again, or take their time. */
const NAMES = ['in-turn', 'outages-redis', 'pipeline'];

/** Times are for the command to judge, on a machine that does nothing else. */
const isOfTime = (line: string) => /took|only after|p99/.test(line);

describe('chaos in small', () => {
  let findings: readonly Finding[];
  beforeAll(async () => {
    findings = await runChaos(NAMES, SMALL, SMALL.say);
  }, 400_000);

  it.each(NAMES)('%s: every promise holds', (name) => {
    const finding = findings.find(({ scenario }) => scenario === name);
    expect(finding?.broken.filter((line) => !isOfTime(line))).toEqual([]);
    expect(Object.keys(finding?.figures ?? {}).length).toBeGreaterThan(2);
  });
});
