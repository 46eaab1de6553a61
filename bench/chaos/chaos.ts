import { CompiledPeers } from '../peers/compiled-peers.js';
import { churn } from './churn.js';
import { idle } from './idle.js';
import { killCommit } from './kill-commit.js';
import { breakService, deploy, inTurn, kill } from './kills.js';
import { postgresOutages, redisOutages } from './outages.js';
import { pipelineRuns } from './pipeline.js';
import { type ChaosSettings, describeFinding, type Finding } from './report.js';

/** Each starts services and processes of its own, breaks something, and compares what was promised with what happened. */
export const SCENARIOS: Readonly<Record<string, (settings: ChaosSettings) => Promise<Finding>>> = {
  'kill-gateway': (settings) => kill('gateway', settings),
  'kill-worker': (settings) => kill('worker', settings),
  'kill-commit': killCommit,
  'restart-redis': (settings) => breakService('restart-redis', settings),
  'kill-redis': (settings) => breakService('kill-redis', settings),
  'restart-postgres': (settings) => breakService('restart-postgres', settings),
  'crash-postgres': (settings) => breakService('crash-postgres', settings),
  'in-turn': inTurn,
  deploy,
  'outages-postgres': postgresOutages,
  'outages-redis': redisOutages,
  pipeline: pipelineRuns,
  idle,
  churn,
};

/** Runs scenarios one after the other; returns what each found. */
export async function runChaos(
  names: readonly string[],
  settings: Omit<ChaosSettings, 'code'>,
  print: (text: string) => void,
): Promise<readonly Finding[]> {
  await using code = await CompiledPeers.compile();
  const findings: Finding[] = [];
  for (const name of names) {
    const finding = await SCENARIOS[name]!({ ...settings, code: code.directory });
    print(describeFinding(finding));
    findings.push(finding);
  }
  return findings;
}
