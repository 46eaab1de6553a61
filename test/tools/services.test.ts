import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/db/provision.js';
import { openDataDir } from '../../tools/services/data-dir.js';
import { findFreePort, rememberedPort } from '../../tools/services/ports.js';
import { startPostgres } from '../../tools/services/postgres-server.js';
import { isAlive, type RunningService } from '../../tools/services/processes.js';
import { loadSecrets } from '../../tools/services/secrets.js';
import { startServices } from '../../tools/services/services.js';
import { superviseService } from '../../tools/services/supervised-service.js';

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'switchyard-data-'));
  await chmod(path, 0o755); // PostgreSQL may run under another account
  try {
    await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

const postgresPid = async (path: string) =>
  Number((await readFile(join(path, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

const answers = (url: string) =>
  openSession(url).then(
    async (session) => {
      await session[Symbol.asyncDispose]();
      return true;
    },
    () => false,
  );

/** A service that has already ended. */
const mortal = (sentence: string): RunningService => ({
  name: 'It',
  pid: 0,
  exited: Promise.resolve(sentence),
  complaint: async () => '',
  stop: async () => {},
  [Symbol.asyncDispose]: async () => {},
});

const start = async (path: string, say: (line: string) => void = () => {}) => {
  const dataDir = await openDataDir(path);
  const services = await startServices({ dataDir, env: {}, say });
  return {
    ...services,
    [Symbol.asyncDispose]: async () => {
      await services[Symbol.asyncDispose]();
      await dataDir[Symbol.asyncDispose]();
    },
  };
};

describe('the data folder', () => {
  it('belongs to one running copy at a time', () =>
    inFolder(async (path) => {
      const first = await openDataDir(path);
      await expect(openDataDir(path)).rejects.toThrow(`Another copy (process ${process.pid}) already runs on ${path}`);
      await first[Symbol.asyncDispose]();
      await using _second = await openDataDir(path);
    }));

  it('is free again after its holder was killed, even when its process id is used anew', () =>
    inFolder(async (path) => {
      await writeFile(join(path, 'lock'), JSON.stringify({ pid: process.pid, started: 'earlier' }));
      await using _dataDir = await openDataDir(path);
    }));

  it('says what to do when it cannot be written', () =>
    inFolder(async (path) => {
      await writeFile(join(path, 'file'), '');
      await expect(openDataDir(join(path, 'file', 'below'))).rejects.toThrow('cannot be used');
    }));

  it('keeps secrets that only the owner can read, and makes them once', () =>
    inFolder(async (path) => {
      const secrets = await loadSecrets(path);
      expect((await stat(join(path, 'secrets.json'))).mode & 0o777).toBe(0o600);
      expect(await loadSecrets(path)).toEqual(secrets);
      expect(Buffer.from(secrets.accessTokenSecret, 'base64').length).toBeGreaterThanOrEqual(32);
    }));

  it('keeps a port while it is free and moves on when it is taken', () =>
    inFolder(async (path) => {
      const port = await rememberedPort(path, 'redis');
      expect(await rememberedPort(path, 'redis')).toBe(port);
      const squatter = createServer();
      await new Promise<void>((listening) => squatter.listen(port, '127.0.0.1', listening));
      expect(await rememberedPort(path, 'redis')).not.toBe(port);
      await new Promise((closed) => squatter.close(closed));
    }));
});

describe('the local services', () => {
  it('keep their data and their addresses across a restart', () =>
    inFolder(async (path) => {
      const first = await start(path);
      {
        await using owner = await openSession(first.migrationDatabaseUrl!);
        await owner.client.query(`CREATE TABLE kept AS SELECT 'here' AS word; GRANT SELECT ON kept TO switchyard_app`);
        const redis = new Redis(first.redisUrl);
        await redis.set('kept', 'here');
        expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
        await redis.quit();
      }
      await first[Symbol.asyncDispose]();

      await using second = await start(path);
      expect(second.databaseUrl).toBe(first.databaseUrl);
      await using app = await openSession(second.databaseUrl);
      expect((await app.client.query('SELECT word FROM kept')).rows).toEqual([{ word: 'here' }]);
      const redis = new Redis(second.redisUrl);
      expect(await redis.get('kept')).toBe('here');
      await redis.quit();
    }));

  it('are started again when they end by themselves, with their data at their addresses', () =>
    inFolder(async (path) => {
      const said: string[] = [];
      await using services = await start(path, (line) => said.push(line));
      const redis = new Redis(services.redisUrl);
      redis.on('error', () => {});
      await redis.set('kept', 'here');
      process.kill(Number(await readFile(join(path, 'redis/redis.pid'), 'utf8')), 'SIGKILL');
      process.kill(await postgresPid(path), 'SIGKILL');

      await expect.poll(() => answers(services.databaseUrl), { timeout: 30_000 }).toBe(true);
      await expect.poll(() => redis.get('kept').catch(() => undefined), { timeout: 30_000 }).toBe('here');
      expect(
        said.filter((line) => /^(PostgreSQL|Redis) ended by SIGKILL .* It is started again\.$/.test(line)),
      ).toHaveLength(2);
      redis.disconnect();
    }));

  it('are given up when they keep ending', async () => {
    const said: string[] = [];
    const service = await superviseService(
      async () => mortal('It ended.'),
      (line) => said.push(line),
    );
    expect(await service.exited).toBe('It ended.');
    expect(said.length).toBeGreaterThan(1);
    expect(new Set(said)).toEqual(new Set(['It ended. It is started again.']));
  });

  it('that could not even start say why, and are not tried again', async () => {
    let starts = 0;
    const failing = superviseService(
      () => {
        starts += 1;
        return Promise.reject(new Error('There is no such program.'));
      },
      () => {},
    );
    await expect(failing).rejects.toThrow('There is no such program.');
    expect(starts).toBe(1);
  });

  it('clear away a PostgreSQL that outlived its parent', () =>
    inFolder(async (path) => {
      await (await openDataDir(path))[Symbol.asyncDispose]();
      const { postgresPassword: password } = await loadSecrets(path);
      await using first = await startPostgres({
        dataDir: path,
        password,
        port: await rememberedPort(path, 'postgres'),
      });
      const pid = await postgresPid(path);
      expect(isAlive(pid)).toBe(true);

      await using second = await start(path);

      expect(isAlive(pid)).toBe(false);
      expect(await first.exited).toContain('PostgreSQL ended');
      expect(second.redisUrl).not.toBe('');
    }));

  it('are not started when the environment names others', () =>
    inFolder(async (path) => {
      await using dataDir = await openDataDir(path);
      const port = await findFreePort();
      const env = {
        DATABASE_URL: process.env.DATABASE_URL,
        MIGRATION_DATABASE_URL: process.env.MIGRATION_DATABASE_URL,
        REDIS_URL: process.env.REDIS_URL,
      };
      await using services = await startServices({ dataDir, env, say: () => {} });
      expect(services).toMatchObject({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL });
      await expect(
        startServices({ dataDir, env: { ...env, REDIS_URL: `redis://127.0.0.1:${port}` }, say: () => {} }),
      ).rejects.toThrow(`REDIS_URL (127.0.0.1:${port}) cannot be used`);
    }));
});
