// Completes package-lock.json after a change of dependencies. A registry that does not carry some packages for other
// platforms makes npm leave them out of the lock file, and then `npm ci` refuses that file. This adds them as what they
// are, optional packages for another system, so that the file works on every machine. Run: node tools/fix-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'wasi',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const packages = lock.packages;

/** Where Node would find `name` for the package at `from`, as a path of the lock file. */
function resolve(from, name) {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder}/node_modules/${name}`]) return `${folder}/node_modules/${name}`;
  }
  return packages[`node_modules/${name}`] && `node_modules/${name}`;
}

/** The entry that npm would have written, as far as the name tells. */
function stub(name, version, isDev) {
  const words = name.replace('windows', 'win32').split(/[-/@.]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) =>
    words.some((word) => word === processor || (processor === 'arm' && /^armv\d$/.test(word))),
  );
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : [];
  if (os.length === 0 && !cpu.includes('wasm32')) return undefined;
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(isDev && { dev: true }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}

let added = 0;
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const found = resolve(path, name);
    if (found && (packages[found].version === range || !EXACT.test(range))) continue;
    const version = EXACT.test(range) ? range : /^\^?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(range)?.[1];
    const entry = version && stub(name, version, dev);
    if (!entry) continue;
    packages[`${found ? `${path}/` : ''}node_modules/${name}`] = entry;
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);
