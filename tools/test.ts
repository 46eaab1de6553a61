import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInForeground } from './child.js';
import { CommandError, describeError, runCommand } from './command.js';
import { inProject } from './project.js';
import { startTestServices, testEnvironment } from './services/test-services.js';

/** The parts of vitest's JSON report that are counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: { readonly status: string; readonly assertionResults: { readonly status: string }[] }[];
}

await runCommand(async (args) => {
  const unknown = args.find((arg) => /^[^-].*\.ts$/.test(arg) && !existsSync(inProject(arg)));
  if (unknown) throw new CommandError(`There is no test file ${unknown}.`);
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const code = await runTests(args, reportFile).catch((error: unknown) => {
      process.stderr.write(`switchyard: ${describeError(error)}\n`);
      return 1; // and the count below says that nothing ran
    });
    const { passed, failed } = await countTests(reportFile, code);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return failed > 0 ? code || 1 : code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function runTests(args: string[], reportFile: string): Promise<number> {
  await using services = await startTestServices();
  const vitest = [inProject('node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  // Awaited here: the services stop when this function is left.
  return await runInForeground([...vitest, ...reporters, ...args], { ...process.env, ...testEnvironment(services) });
}

/** A file that does not even load, or an error outside of any test, counts as one failure. */
async function countTests(reportFile: string, code: number): Promise<{ passed: number; failed: number }> {
  const text = await readFile(reportFile, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(text) as Report;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
