import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { startLive, startLiveServer } from '../test/support/live-server.js';

/*
 * The server side of the fan-out probe, in a process of its own: `hub` is Switchyard's WebSocket endpoint on its hub,
 * `relay` the least that can be done: every message of a Redis channel goes to every socket as it is.
 */

const [side, redisUrl = '', prefix = ''] = process.argv.slice(2);

async function startRelay(): Promise<number> {
  const subscriber = new Redis(redisUrl);
  const sockets = new Set<WebSocket>();
  const server = createServer();
  const endpoint = new WebSocketServer({ server, perMessageDeflate: false });
  endpoint.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.send('{"type":"connection_ack"}');
    socket.send('{"type":"next"}');
  });
  await subscriber.subscribe(`${prefix}relay`);
  subscriber.on('message', (_channel, message) => {
    for (const socket of sockets) socket.send(message);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function startHub(): Promise<number> {
  const live = startLive(redisUrl, { prefix });
  return (await startLiveServer(live)).port;
}

const port = side === 'relay' ? await startRelay() : await startHub();
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ rss: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000 });
});
process.once('disconnect', () => process.exit());
process.send?.({ port });
