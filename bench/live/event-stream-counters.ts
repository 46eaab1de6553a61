import { connect, type Socket } from 'node:net';

const LINE_FEED = 0x0a;

/** Many readers of server-sent events that count events by the empty line at their end and look inside none. */
export class EventStreamCounters {
  readonly sockets: Socket[] = [];
  counts = new Uint32Array(0);
  total = 0;
  onTotal: (() => void) | undefined;

  /** Opens the streams; resolves when each has received `greeting` events. */
  async open(port: number, path: string, count: number, greeting: number): Promise<void> {
    this.counts = new Uint32Array(count);
    for (let index = 0; index < count; index += 1) this.#open(port, path, index);
    await this.reached(count * greeting);
    this.reset();
  }

  reset(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  reached(total: number): Promise<void> {
    return new Promise((resolve) => {
      this.onTotal = () => {
        if (this.total < total) return;
        this.onTotal = undefined;
        resolve();
      };
      this.onTotal();
    });
  }

  close(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }

  #open(port: number, path: string, index: number): void {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.write(`GET ${path} HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n\r\n`);
    let last = 0;
    socket.on('data', (chunk) => {
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
        if ((at === 0 ? last : chunk[at - 1]) !== LINE_FEED) continue;
        this.counts[index] = (this.counts[index] ?? 0) + 1;
        this.total += 1;
      }
      last = chunk[chunk.length - 1] ?? 0;
      this.onTotal?.();
    });
    socket.on('error', () => {});
    this.sockets.push(socket);
  }
}
