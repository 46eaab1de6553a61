import { inBatches, workOn } from './client/batches.js';
import { readCases } from './client/case-file.js';
import { ToolCaseImport } from './client/documents.js';
import { GatewayClient } from './client/gateway-client.js';
import { readImportOptions, UsageError } from './client/gateway-options.js';
import { followJob, followJobsAbout } from './client/job-follower.js';
import { ProgressBar } from './client/progress-bar.js';
import { projectByKey } from './client/project-by-key.js';
import { CommandError, runCommand } from './command.js';

const USAGE = `Usage: npm run import:cases -- FILE.csv --project KEY [--repo NAME] [--url http://localhost:4000]
         [--email ADDRESS --password PASSWORD]   (or set SWITCHYARD_TOKEN)
FILE.csv has the columns repo, created_at, label (bug, feature or question), title and body.`;

/** Batches under way at once. */
const AT_ONCE = 3;

await runCommand(async (args) => {
  try {
    return await importCases(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`switchyard: ${error.message}\n${USAGE}\n`);
    return 2;
  }
});

async function importCases(args: string[]): Promise<number> {
  const { source, project, repo, ...gateway } = readImportOptions(args, process.env);
  // The whole file is checked before anything is sent.
  let total = 0;
  for await (const _row of readCases(source, repo)) total += 1;
  if (total === 0) throw new CommandError(`There are no cases in ${source}${repo ? ` of ${repo}` : ''}.`);

  await using client = await GatewayClient.signIn(gateway);
  const { id: projectId, isNew } = await projectByKey(client, project);
  if (isNew) process.stderr.write(`Created the project ${project}.\n`);
  const bar = new ProgressBar(total, 'cases');
  const sum = { imported: 0, known: 0 };
  await workOn(inBatches(readCases(source, repo)), AT_ONCE, async (cases) => {
    const { caseImport } = await client.run(ToolCaseImport, { input: { projectId, cases } });
    if (!caseImport.job) throw new CommandError(`A batch was refused: ${caseImport.userErrors[0]?.message}`);
    const { imported = 0, known = 0 } = await followJob(client, caseImport.job.id);
    sum.imported += imported;
    sum.known += known;
    bar.add(cases.length);
  });
  bar.end();
  process.stdout.write(`${sum.imported} cases imported into ${project}, ${sum.known} were there already.\n`);
  if ((await followJobsAbout(client, 'support.train-triage', projectId)) > 0) {
    process.stdout.write('Triage of the project has learned from them.\n');
  }
  return 0;
}
