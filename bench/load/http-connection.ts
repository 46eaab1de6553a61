import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection that sends prepared bytes and reads one answer at a time. It parses no more of HTTP than
 * every side here sends (a Content-Length), so that the load costs a small part of what is measured.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #size = 0;
  #expected = -1;
  #settle: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(closed()));
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new HttpConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a whole request and resolves with the whole answer, head and body. */
  exchange(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(closed());
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#expected < 0) this.#readHead();
    if (this.#expected < 0 || this.#size < this.#expected) return;
    const answer = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received);
    this.#received = [];
    this.#size = 0;
    this.#expected = -1;
    this.#settle?.resolve(answer);
  }

  #readHead(): void {
    const start = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received);
    const end = start.indexOf(HEAD_END);
    if (end < 0) return;
    const length = /content-length: (\d+)/i.exec(start.toString('latin1', 0, end))?.[1];
    if (length === undefined) {
      this.#settle?.reject(new Error('An answer without Content-Length'));
      this.#socket.destroy();
      return;
    }
    this.#expected = end + HEAD_END.length + Number(length);
  }
}

function closed(): Error {
  return new Error('The server closed a connection');
}

/** The body of an answer. */
export function bodyOf(answer: Buffer): string {
  return answer.toString('utf8', answer.indexOf(HEAD_END) + HEAD_END.length);
}
