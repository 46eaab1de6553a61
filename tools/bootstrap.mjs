// Runs tools/<command>.ts on a machine that has only Node and npm: checks Node, installs what is missing, makes the
// generated code, then hands this very process to the command, so that signals and the exit code are its own.
// Plain JavaScript without dependencies, because it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends the process with one sentence. */
function fail(sentence) {
  process.stderr.write(`switchyard: ${sentence}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}; see https://nodejs.org.`);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what the lock file names; npm keeps its own account of what it installed there. */
function isInstalled() {
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (!installed) return false;
  return Object.entries(wanted ?? {}).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

function npm(...args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const quiet = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const script = process.env.npm_execpath; // the npm that runs us, if one does
  return script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args, ...quiet], options)
    : spawnSync('npm', [...args, ...quiet], options);
}

function install() {
  process.stderr.write('Installing dependencies (about a minute, only the first time) …\n');
  if (npm('ci').status === 0) return;
  const second = npm('install', '--no-save'); // also copes with a lock file from another platform
  if (second.status === 0) return;
  process.stderr.write(`${second.stdout ?? ''}${second.stderr ?? ''}`);
  fail('The dependencies could not be installed; npm says why above.');
}

checkNode();
const [command = '', ...args] = process.argv.slice(2);
const file = join(root, 'tools', `${command}.ts`);
if (!/^[a-z-]+$/.test(command) || !existsSync(file)) fail(`There is no command "${command}" (see "npm run").`);
if (!isInstalled()) install();

const { register } = await import('tsx/esm/api');
register();
process.setSourceMapsEnabled(true);
process.argv = [process.execPath, file, ...args];
const { ensureGenerated } = await import('./generate/ensure-generated.ts');
if (await ensureGenerated()) await import(pathToFileURL(file).href);
