import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type AppChild, childEnvironment, startChild } from './support/child-process.js';

const children: AppChild[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill('SIGKILL');
    await child.exit;
  }
});

function start(name: 'gateway' | 'worker', env: Readonly<Record<string, string>>): AppChild {
  const child = startChild(name, env);
  children.push(child);
  return child;
}
const isReady = ({ msg }: { msg: string }) => msg === 'ready';

describe('a process', () => {
  it('names every variable at fault, prints no value, and ends with 1', async () => {
    const env = await childEnvironment({ PORT: 'canary-port', ACCESS_TOKEN_SECRET: 'canary-secret' });
    const { REDIS_URL: _, ...incomplete } = env;
    const gateway = start('gateway', incomplete);
    expect(await gateway.exit).toBe(1);
    expect(gateway.errors()).toMatch(/REDIS_URL is missing/);
    expect(gateway.errors()).toMatch(/PORT/);
    expect(gateway.errors()).toMatch(/ACCESS_TOKEN_SECRET/);
    expect(gateway.errors()).not.toMatch(/canary/);
  });

  it('says in one sentence that its port is taken', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = (other.address() as AddressInfo).port;
    const gateway = start('gateway', await childEnvironment({ PORT: String(port) }));
    expect(await gateway.exit).toBe(1);
    expect(gateway.errors()).toBe(`switchyard gateway: Port ${port} is taken; set PORT to another one.\n`);
    other.close();
  });

  it('refuses a database role that row security does not bind', async () => {
    const env = await childEnvironment();
    const gateway = start('gateway', { ...env, DATABASE_URL: env.MIGRATION_DATABASE_URL ?? '' });
    expect(await gateway.exit).toBe(1);
    expect(gateway.errors()).toMatch(/row security does not bind/);
  });

  it('drains on SIGTERM: not ready first, sockets told to come back, exit code 0', async () => {
    const gateway = start('gateway', await childEnvironment());
    const { port } = await gateway.line(isReady);
    const closed = new Promise<number>((resolve) => {
      const client = createClient({
        url: `ws://127.0.0.1:${port}/graphql`,
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        onNonLazyError: () => {},
        on: {
          connected: () => gateway.process.kill('SIGTERM'),
          closed: (event) => {
            resolve((event as { code: number }).code);
            void client.dispose();
          },
        },
      });
    });
    await gateway.line(({ msg }) => msg === 'draining');
    expect([1001, 1012]).toContain(await closed);
    expect(await gateway.exit).toBe(0);
  });

  it.each(['gateway', 'worker'] as const)('ends the %s when nobody reads its log any more', async (role) => {
    const child = start(role, await childEnvironment());
    await child.line(isReady);
    child.process.stdout?.destroy();
    child.process.stderr?.destroy();
    child.process.kill('SIGTERM');
    expect(await child.exit).toBe(0);
  });

  it('stops the worker in order', async () => {
    const worker = start('worker', await childEnvironment());
    await worker.line(isReady);
    worker.process.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
  });
});
