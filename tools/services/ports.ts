import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.js';

/** Why `port` cannot be bound on `host` right now, as an error code such as EADDRINUSE; undefined when it can. */
export function portProblem(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A port of 127.0.0.1 that nobody uses at this moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The port a service had last time, when it is still free; otherwise a new one, remembered under `dataDir`. */
export async function rememberedPort(dataDir: string, service: string): Promise<number> {
  const file = join(dataDir, 'ports.json');
  const known = await readFile(file, 'utf8').then(parsePorts, () => ({}) as Record<string, number>);
  const before = known[service];
  if (before !== undefined && (await portProblem(before, '127.0.0.1')) === undefined) return before;
  const port = await findFreePort();
  await writePrivateFile(file, `${JSON.stringify({ ...known, [service]: port }, null, 2)}\n`);
  return port;
}

function parsePorts(text: string): Record<string, number> {
  try {
    const ports: unknown = JSON.parse(text);
    if (typeof ports !== 'object' || ports === null) return {};
    return Object.fromEntries(Object.entries(ports).filter(([, port]) => Number.isInteger(port) && port > 0));
  } catch {
    return {}; // a damaged note about ports is not worth a failed start
  }
}
