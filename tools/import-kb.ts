import { listArticles, openArchive, readArticles } from './client/article-folder.js';
import { inBatches, workOn } from './client/batches.js';
import { ToolKbImport } from './client/documents.js';
import { GatewayClient } from './client/gateway-client.js';
import { readImportOptions, UsageError } from './client/gateway-options.js';
import { followChildren, followJob } from './client/job-follower.js';
import { ProgressBar } from './client/progress-bar.js';
import { projectByKey } from './client/project-by-key.js';
import { CommandError, runCommand } from './command.js';

const USAGE = `Usage: npm run import:kb -- FOLDER|FILE.zip --project KEY [--url http://localhost:4000]
         [--email ADDRESS --password PASSWORD]   (or set SWITCHYARD_TOKEN)
Every Markdown file in FOLDER and below, or in the zip, becomes a published article.`;

/** Batches under way at once. */
const AT_ONCE = 2;

await runCommand(async (args) => {
  try {
    return await importArticles(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`switchyard: ${error.message}\n${USAGE}\n`);
    return 2;
  }
});

async function importArticles(args: string[]): Promise<number> {
  const { source, project, repo: _unused, ...gateway } = readImportOptions(args, process.env);
  const { count, articles: found } = await openSource(source);
  await using client = await GatewayClient.signIn(gateway);
  const { id: projectId, isNew } = await projectByKey(client, project);
  if (isNew) process.stderr.write(`Created the project ${project}.\n`);
  const bar = new ProgressBar(count, 'articles');
  const sum = { created: 0, updated: 0, unchanged: 0 };
  await workOn(inBatches(found), AT_ONCE, async (articles) => {
    const { kbImport } = await client.run(ToolKbImport, { input: { projectId, articles } });
    if (!kbImport.job) throw new CommandError(`A batch was refused: ${kbImport.userErrors[0]?.message}`);
    const { created = 0, updated = 0, unchanged = 0 } = await followJob(client, kbImport.job.id);
    sum.created += created;
    sum.updated += updated;
    sum.unchanged += unchanged;
    bar.add(unchanged);
    await followChildren(client, kbImport.job.id, () => bar.add(1));
  });
  bar.end();
  const { created, updated, unchanged } = sum;
  process.stdout.write(`${created} articles created in ${project}, ${updated} updated, ${unchanged} unchanged.\n`);
  const empty = count - created - updated - unchanged;
  if (empty > 0) process.stdout.write(`${empty} files are empty and were left out.\n`);
  return 0;
}

async function openSource(source: string) {
  if (source.toLowerCase().endsWith('.zip')) return openArchive(source);
  const files = await listArticles(source);
  return { count: files.length, articles: readArticles(source, files) };
}
