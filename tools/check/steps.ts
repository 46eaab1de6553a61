import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CommandError } from '../command.js';
import { differences, renderCurrentPages, renderCurrentSchema, SCHEMA_FILE } from '../generate/generated-files.js';
import { renderTypedDocuments } from '../generate/typed-documents.js';
import { inProject, PROJECT_ROOT } from '../project.js';
import { runQuietly } from '../run-quietly.js';
import { auditDependencies } from './audit.js';
import { listBreakingChanges } from './breaking-changes.js';

/** One thing that is checked. It throws, having said why, when something is wrong. */
export interface CheckStep {
  readonly name: string;
  run(): Promise<void>;
}

const run = promisify(execFile);
const tool = (name: string, ...args: string[]) => runQuietly(inProject('node_modules/.bin', name), args);

/** Everything `npm run check` looks at, quickest first. */
export function checkSteps(options: { allowBreaking: boolean }): CheckStep[] {
  return [
    { name: 'lint and format', run: async () => void (await tool('biome', 'check', '--error-on-warnings')) },
    { name: 'types', run: async () => void (await tool('tsc', '-p', '.')) },
    { name: 'boundaries', run: checkBoundaries },
    { name: 'unused code and dependencies', run: async () => void (await tool('knip', '--config', 'tools/knip.json')) },
    { name: 'schema.graphql is up to date', run: checkSchema },
    { name: 'typed documents are up to date', run: checkDocuments },
    { name: 'pages made from the schema are up to date', run: checkPages },
    { name: 'no known vulnerability in what is shipped', run: checkVulnerabilities },
    { name: 'no breaking change of the schema', run: () => checkBreaking(options.allowBreaking) },
  ];
}

/** Not every registry answers; where one does not, that is said, and nothing is claimed. */
async function checkVulnerabilities(): Promise<void> {
  const verdict = await auditDependencies();
  if (verdict.kind === 'vulnerable') throw new CommandError(`${verdict.found}; run "npm audit --omit=dev".`);
  if (verdict.kind === 'unknown') process.stdout.write(`  The registry does not audit: ${verdict.reason}\n`);
}

async function checkBoundaries(): Promise<void> {
  await tool('vitest', 'run', '--config', 'test/vitest.config.ts', 'test/architecture.test.ts');
}

async function checkSchema(): Promise<void> {
  refuse(await differences(new Map([[SCHEMA_FILE, await renderCurrentSchema()]])));
}

async function checkDocuments(): Promise<void> {
  refuse(await differences(await renderTypedDocuments(await readFile(inProject(SCHEMA_FILE), 'utf8'))));
}

async function checkPages(): Promise<void> {
  refuse(await differences(await renderCurrentPages()));
}

function refuse(changed: string[]): void {
  if (changed.length > 0) throw new CommandError(`run "npm run generate" and commit ${changed.join(', ')}.`);
}

/** Compares with the last committed schema and with the last release, where there are such. */
async function checkBreaking(allowed: boolean): Promise<void> {
  const current = await readFile(inProject(SCHEMA_FILE), 'utf8');
  const git = (...args: string[]) => run('git', args, { cwd: PROJECT_ROOT, maxBuffer: 64 * 1024 * 1024 });
  const release = await git('describe', '--tags', '--abbrev=0', '--match', 'v*').then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  for (const revision of ['HEAD', ...release]) {
    const before = await git('show', `${revision}:${SCHEMA_FILE}`).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
    if (before === undefined) continue; // no schema was committed yet, or this is no git checkout
    const changes = listBreakingChanges(before, current);
    if (changes.length === 0) continue;
    process.stdout.write(`  Against ${revision}:\n${changes.map((change) => `  - ${change}\n`).join('')}`);
    if (allowed) continue;
    throw new CommandError(
      'clients would break; deprecate first and remove in a later release, or pass "-- --allow-breaking" if nobody uses it yet.',
    );
  }
}
