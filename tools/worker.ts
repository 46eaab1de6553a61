import { runCommand } from './command.js';
import { runSingleProcess } from './run/single-process.js';

await runCommand(() => runSingleProcess('worker', process.env));
