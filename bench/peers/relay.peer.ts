import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { portOf, runPeer } from './peer.js';

/*
 * The least that can fan out: every message of one Redis channel goes to every open connection as it is, as a frame
 * to each WebSocket and as an event to each event stream. Nobody signs in, nothing is kept, nothing can be resumed.
 */

await runPeer(async ({ redisUrl, redisPrefix }) => {
  const sockets = new Set<WebSocket>();
  const streams = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('event: hello\ndata:\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.send('{"type":"connection_ack"}');
  });
  const subscriber = new Redis(redisUrl);
  await subscriber.subscribe(`${redisPrefix}relay`);
  subscriber.on('message', (_channel, message) => {
    for (const socket of sockets) socket.send(message);
    for (const stream of streams) stream.write(`event: next\ndata: ${message}\n\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    stop: async () => {
      subscriber.disconnect();
      server.closeAllConnections();
    },
  };
});
