import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a service that can be cut. */
export interface TcpProxy extends AsyncDisposable {
  /** The service's URL by way of the proxy. */
  readonly url: string;
  /** Ends every connection and takes no new one, as a service does that is stopped. */
  cut(): void;
  /** Keeps every connection and lets nothing through, as a service does that hangs. */
  freeze(): void;
  /** As it should be. */
  mend(): void;
}

/** Stands between a client and the service at `target`. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  let mode: 'OPEN' | 'CUT' | 'FROZEN' = 'OPEN';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (mode === 'CUT') {
      client.destroy();
      return;
    }
    const service = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(from);
      if (mode === 'FROZEN') from.pause();
      from.on('error', () => {});
      from.on('data', (chunk) => to.write(chunk));
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    cut: () => {
      mode = 'CUT';
      destroyAll();
    },
    freeze: () => {
      mode = 'FROZEN';
      for (const socket of sockets) socket.pause();
    },
    mend: () => {
      mode = 'OPEN';
      for (const socket of sockets) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      destroyAll();
      server.close();
    },
  };
}
