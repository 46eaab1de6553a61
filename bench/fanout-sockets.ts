import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT = 0x81;
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/**
 * Many WebSocket clients that cost next to nothing: they count frames by their lengths and look inside none, so that
 * what is measured is the server and not the client.
 */
export class FrameCounters {
  readonly sockets: Socket[] = [];
  /** Frames each socket has received since the last reset. */
  counts = new Uint32Array(0);
  total = 0;
  onTotal: (() => void) | undefined;

  /** Opens sockets that say `hello` once connected; resolves when each has received `greeting` frames. */
  async open(port: number, path: string, count: number, hello: (index: number) => string[], greeting: number) {
    this.counts = new Uint32Array(count);
    this.total = 0;
    for (let index = 0; index < count; index += 1) this.#open(port, path, index, hello(index));
    await this.reached(count * greeting);
    this.reset();
  }

  reset(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  reached(total: number): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.total < total) return;
        this.onTotal = undefined;
        resolve();
      };
      this.onTotal = check;
      check();
    });
  }

  close(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }

  #open(port: number, path: string, index: number, hello: readonly string[]): void {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: bench\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: ${key}\r\nsec-websocket-version: 13\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
    );
    let isOpen = false;
    let rest = Buffer.alloc(0);
    let acknowledged = 0;
    socket.on('data', (chunk) => {
      let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      if (!isOpen) {
        const end = data.indexOf('\r\n\r\n');
        if (end < 0) {
          rest = data;
          return;
        }
        isOpen = true;
        data = data.subarray(end + 4);
        if (hello[0]) socket.write(maskedFrame(hello[0]));
      }
      let at = 0;
      for (;;) {
        const length = frameLength(data, at);
        if (length === 0 || at + length > data.length) break;
        const isText = data[at] === TEXT;
        at += length;
        if (!isText) {
          socket.write(PONG); // the only other thing a server says is a ping
          continue;
        }
        // What follows an answer to `hello`: the protocol wants them one after the other.
        acknowledged += 1;
        const next = hello[acknowledged];
        if (next) socket.write(maskedFrame(next));
        this.counts[index] = (this.counts[index] ?? 0) + 1;
        this.total += 1;
      }
      rest = at < data.length ? Buffer.from(data.subarray(at)) : Buffer.alloc(0);
      this.onTotal?.();
    });
    socket.on('error', () => {});
    this.sockets.push(socket);
  }
}

/** Bytes of the frame that begins at `at`; 0 when its head is not complete. */
function frameLength(data: Buffer, at: number): number {
  if (data.length < at + 2) return 0;
  const short = (data[at + 1] ?? 0) & 0x7f;
  if (short < 126) return short + 2;
  if (short === 126) return data.length < at + 4 ? 0 : data.readUInt16BE(at + 2) + 4;
  return data.length < at + 10 ? 0 : data.readUInt32BE(at + 6) + 10;
}

function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]); // a mask of zeros changes nothing
}
