import { checkSteps } from './check/steps.js';
import { describeError, runCommand } from './command.js';

await runCommand(async (args) => {
  let failed = 0;
  for (const step of checkSteps({ allowBreaking: args.includes('--allow-breaking') })) {
    const start = performance.now();
    const problem = await step.run().then(
      () => undefined,
      (error: unknown) => describeError(error),
    );
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${problem ? '✗' : '✓'} ${step.name} (${seconds} s)${problem ? `: ${problem}` : ''}\n`);
    if (problem) failed += 1;
  }
  return failed > 0 ? 1 : 0;
});
