import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAuditReport } from '../tools/check/audit.js';
import { inProject } from '../tools/project.js';
import { buildInto } from '../tools/run/build-into.js';
import { childEnvironment } from './support/child-process.js';
import { askGraphql } from './support/raw-http.js';

const read = (file: string) => readFile(inProject(file), 'utf8');

describe('what is shipped', () => {
  it('is pinned: one version of each dependency, with the hash of what was fetched', async () => {
    const exact = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;
    const { dependencies, devDependencies } = JSON.parse(await read('package.json'));
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !exact.test(version),
    );
    expect(loose).toEqual([]);
    const lock = JSON.parse(await read('package-lock.json'));
    expect(lock.lockfileVersion).toBe(3);
    expect(lock.packages[''].dependencies).toEqual(dependencies);
    const entries = Object.entries<{ version?: string; integrity?: string; optional?: boolean; os?: string[] }>(
      lock.packages,
    );
    expect(entries.length).toBeGreaterThan(300);
    for (const [path, { version, integrity, optional, os }] of entries) {
      if (path === '') continue;
      expect([path, exact.test(version ?? '')]).toEqual([path, true]);
      // Packages for other platforms, which are never fetched here, have no hash.
      if (!(optional && os)) expect([path, integrity?.startsWith('sha512-')]).toEqual([path, true]);
    }
  });

  it('is installed from the lock, without scripts, and runs as an ordinary user', async () => {
    const dockerfile = await read('Dockerfile');
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).not.toMatch(/^USER root$|--chown=node|chmod/m);
    expect(last).toMatch(/^ENV NODE_ENV=production$/m);
    for (const install of dockerfile.match(/npm (ci|install|i)\b.*/g) ?? [])
      expect(install).toMatch(/^npm ci .*--ignore-scripts/);
    expect(dockerfile).not.toMatch(/^(ARG|ENV) .*(SECRET|PASSWORD|KEY|TOKEN)/m);
  });

  it('has nothing to write to, no rights, and no way to get any', async () => {
    const compose = await read('docker-compose.yml');
    const base = /x-switchyard: &switchyard\n((?: {2}.*\n)+)/.exec(compose)?.[1] ?? '';
    expect(base).toMatch(/^ {2}read_only: true$/m);
    expect(base).toMatch(/^ {2}tmpfs: \[\/tmp\]$/m);
    expect(base).toMatch(/^ {2}cap_drop: \[ALL\]$/m);
    expect(base).toMatch(/^ {2}security_opt: \["no-new-privileges:true"\]$/m);
    const services = compose
      .split(/^ {2}(?=\w[\w-]*:\n)/m)
      .filter((service) => /^(migrate|gateway|worker):/.test(service));
    expect(services).toHaveLength(3);
    for (const service of services) {
      expect(service).toContain('<<: *switchyard');
      expect(service).not.toMatch(/privileged|cap_add|read_only: false|user: root|network_mode/);
    }
    // Metrics stay inside: only the gateway's own port is published.
    const published = compose.match(/^ {4}ports:.*$/gm) ?? [];
    expect(published).toHaveLength(1);
    expect(published[0]).toMatch(/:4000"\]$/);
  });

  it('is told apart from what nobody has looked at, when the registry is asked for advisories', () => {
    const report = (high: number, critical: number) =>
      JSON.stringify({
        metadata: { vulnerabilities: { info: 0, low: 2, moderate: 1, high, critical, total: 3 + high } },
      });
    expect(readAuditReport(report(0, 0))).toEqual({ kind: 'clean' });
    expect(readAuditReport(report(2, 1))).toEqual({ kind: 'vulnerable', found: '1 critical and 2 high advisories' });
    const refused = JSON.stringify({ message: '405 Method Not Allowed - POST https://registry', method: 'POST' });
    expect(readAuditReport(refused)).toEqual({
      kind: 'unknown',
      reason: '405 Method Not Allowed - POST https://registry',
    });
    expect(readAuditReport('npm: not found')).toEqual({ kind: 'unknown', reason: 'npm: not found' });
  });
});

describe('the built gateway', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchyard-image-'));
    await buildInto(join(folder, 'dist'), { isChecked: false }); // `npm run check` looks at types
    for (const name of ['package.json', 'schema.graphql']) await cp(inProject(name), join(folder, name));
    await cp(inProject('prisma/migrations'), join(folder, 'prisma/migrations'), { recursive: true });
    await symlink(inProject('node_modules'), join(folder, 'node_modules'));
    for (const name of ['', ...(await files())]) await chmod(join(folder, name), 0o555);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function files(): Promise<string[]> {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => !name.startsWith('node_modules')).sort();
  }

  it('runs in a folder that it cannot write to, as a user who may do nothing else, and leaves no file', async () => {
    const before = await files();
    const isRoot = process.getuid?.() === 0;
    const nobody = 65_534;
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.gateway.js'], {
      cwd: folder,
      env: {
        ...(await childEnvironment()),
        NODE_ENV: 'production',
        HOME: '/nonexistent',
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot && { uid: nobody, gid: nobody }),
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    try {
      const port = () => /"port":(\d+)/.exec(output)?.[1];
      await vi.waitUntil(() => port() !== undefined || child.exitCode !== null, { timeout: 60_000 });
      expect([child.exitCode, errors]).toEqual([null, '']);
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => undefined);
      if (isRoot && status) expect(status).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
      const url = `http://127.0.0.1:${port()}`;
      await vi.waitUntil(async () => (await fetch(`${url}/readyz`)).ok, { timeout: 20_000 });
      const { text } = await askGraphql(url, { query: '{ __typename }' });
      expect(JSON.parse(text)).toMatchObject({ data: { __typename: 'Query' } });
      const signUp =
        'mutation { signUp(input: { tenantName: "T", tenantSlug: "t", email: "a@b.test", password: "correct horse", name: "A" }) { viewer { role } } }';
      expect((await askGraphql(url, { query: signUp })).text).toContain('"OWNER"');
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)));
    }
    expect(child.exitCode).toBe(0);
    expect(await files()).toEqual(before);
  }, 120_000);
});
