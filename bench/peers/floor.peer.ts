import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { insertFloorCase } from './floor-create.js';
import { type FloorRead, READS } from './floor-reads.js';
import { portOf, runPeer } from './peer.js';

/*
 * The least that can answer: node's http server, one hand-written statement whose answer PostgreSQL has already made
 * JSON of. No sign-in, no row security; the tenant is a condition of each statement.
 */

await runPeer(async (settings) => {
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    answer(pool, request).then(
      (json) => {
        const body = Buffer.from(json);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
      },
      (error: unknown) => {
        const body = Buffer.from(String(error));
        response.writeHead(500, { 'content-length': body.length }).end(body);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    stop: async () => {
      server.closeAllConnections();
      await pool.end();
    },
  };
});

async function answer(pool: pg.Pool, request: IncomingMessage): Promise<string> {
  const [, name = '', tenantId = '', id] = (request.url ?? '').split('/');
  if (name === 'trivial') return '{"kind":"Query"}';
  if (name === 'create') return JSON.stringify(await insertFloorCase(pool, tenantId, JSON.parse(await text(request))));
  const read: FloorRead | undefined = READS[name];
  if (!read) throw new Error(`There is no ${name}`);
  const { rows } = await pool.query<{ json: string }>({ ...read, values: id ? [tenantId, id] : [tenantId] });
  return rows[0]!.json;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
