import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/db/provision.js';
import { openDataDir } from '../../tools/services/data-dir.js';
import { findFreePort, rememberedPort } from '../../tools/services/ports.js';
import { isAlive } from '../../tools/services/processes.js';
import { loadSecrets } from '../../tools/services/secrets.js';
import { startServices } from '../../tools/services/services.js';

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'switchyard-data-'));
  await chmod(path, 0o755); // PostgreSQL may run under another account
  try {
    await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

const start = async (path: string) => {
  const dataDir = await openDataDir(path);
  const services = await startServices({ dataDir, env: {}, say: () => {} });
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

  it('clears away a PostgreSQL that outlived its parent', () =>
    inFolder(async (path) => {
      await using first = await start(path);
      const pid = Number((await readFile(join(path, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
      expect(isAlive(pid)).toBe(true);
      await rm(join(path, 'lock')); // as if the process that holds it were gone

      await using second = await start(path);

      expect(isAlive(pid)).toBe(false);
      expect(await first.ended).toContain('PostgreSQL ended');
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
