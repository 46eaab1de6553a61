import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project.js';

/** One import or re-export of a file. */
export interface Import {
  /** Where it stands, relative to the folder that was read. */
  readonly from: string;
  /** A file of the same folder, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  /** It leaves no trace at run time. */
  readonly isTypeOnly: boolean;
  /** What stands between the braces, or before `from`. */
  readonly names: string;
}

const STATEMENT =
  /^(?:import|export)\s+(?<type>type\s+)?(?<names>[^'";]*?)\s*from\s*'(?<static>[^']+)'|^import\s+'(?<bare>[^']+)'|import\(\s*'(?<dynamic>[^']+)'\s*\)/gm;

/** TypeScript files of a folder of the project, generated ones left out. */
export function sourceFiles(folder: string): Map<string, string> {
  const root = join(PROJECT_ROOT, folder);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/^(generated|gql)\//.test(name))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

/** Everything the files import, dynamic imports included. */
export function importsOf(files: ReadonlyMap<string, string>): Import[] {
  return [...files].flatMap(([from, text]) =>
    [...text.matchAll(STATEMENT)].map(({ groups = {} }) => {
      const target = groups.static ?? groups.bare ?? groups.dynamic ?? '';
      const isPackage = !target.startsWith('.');
      const names = groups.names ?? '';
      return {
        from,
        to: isPackage ? target : normalize(join(dirname(from), target)).replace(/\.js$/, '.ts'),
        isPackage,
        isTypeOnly: groups.type !== undefined || hasOnlyTypes(names),
        names,
      };
    }),
  );
}

function hasOnlyTypes(names: string): boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(names)?.[1];
  if (inner === undefined) return false;
  return inner
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '));
}

/** Every file that is loaded with `entry`. */
export function reachable(entry: string, imports: readonly Import[]): Set<string> {
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const found of imports) if (found.from === file && !found.isTypeOnly) open.push(found.to);
  }
  return seen;
}

/** Circles of files that load each other, each told once from its first file on. */
export function cycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isPackage } of imports) {
    if (!isPackage) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.add([...path.slice(start), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return [...found];
}
