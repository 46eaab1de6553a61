import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ModelConnection, ModelProtocol } from '../../../src/ports.js';
import { WIRES, type Wire } from './wire.js';

/** What the server does with one request. */
export type Behaviour =
  | { readonly kind: 'answer'; readonly text: string; readonly isCutByLength?: boolean }
  | { readonly kind: 'vectors'; readonly vectors: readonly (readonly number[])[] }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Sends the head of an answer, or nothing at all, and then stays silent. */
  | { readonly kind: 'hang'; readonly afterPieces?: number; readonly text?: string }
  | { readonly kind: 'garbage' }
  /** Breaks the connection after so many pieces of a streamed answer. */
  | { readonly kind: 'cut'; readonly text: string; readonly afterEvents: number }
  | { readonly kind: 'redirect'; readonly to: string };

export interface SeenRequest {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export const INPUT_TOKENS = 11;
export const OUTPUT_TOKENS = 5;

/** A model provider on loopback that speaks the wire protocol of one of the real ones. */
export class FakeModelServer implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  /** Requests whose connection the caller gave up before the answer was whole. */
  abandoned = 0;
  readonly #wire: Wire;
  readonly #protocol: ModelProtocol;
  readonly #queue: Behaviour[] = [];
  readonly #answers: ((request: SeenRequest) => Behaviour) | undefined;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** @param answers decides about requests for which nothing was scripted */
  private constructor(protocol: ModelProtocol, answers?: (request: SeenRequest) => Behaviour) {
    this.#protocol = protocol;
    this.#wire = WIRES[protocol];
    this.#answers = answers;
  }

  static async start(protocol: ModelProtocol, answers?: (request: SeenRequest) => Behaviour): Promise<FakeModelServer> {
    const fake = new FakeModelServer(protocol, answers);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  get connection(): ModelConnection {
    return { protocol: this.#protocol, apiKey: 'fake-key', baseUrl: this.baseUrl, model: 'fake' };
  }

  /** What is to happen with the next requests, in order. */
  script(...behaviours: readonly Behaviour[]): this {
    this.#queue.push(...behaviours);
    return this;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    const path = request.url ?? '';
    const body = (await json(request)) as Record<string, unknown>;
    const seen = { path, key: this.#wire.keyOf(request.headers), body };
    this.seen.push(seen);
    const behaviour = this.#queue.shift() ?? this.#answers?.(seen);
    if (!behaviour) return this.#send(response, 500, this.#wire.error(500));
    switch (behaviour.kind) {
      case 'status':
        return this.#send(response, behaviour.status, this.#wire.error(behaviour.status), behaviour.headers);
      case 'redirect':
        return this.#send(response, 302, {}, { location: behaviour.to });
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html><body>Proxy says hello</body></html>');
        return;
      case 'vectors':
        return this.#send(response, 200, this.#wire.embeddings(behaviour.vectors));
      case 'hang':
        if (behaviour.text !== undefined) this.#stream(response, behaviour.text, behaviour.afterPieces);
        return;
      case 'cut':
        this.#stream(response, behaviour.text, behaviour.afterEvents);
        setTimeout(() => response.destroy(), 20);
        return;
      default: {
        if (this.#wire.isStream(path, body)) {
          this.#stream(response, behaviour.text, undefined, behaviour.isCutByLength);
          response.end();
          return;
        }
        const whole = this.#wire.whole(this.#answerOf(behaviour.text, behaviour.isCutByLength));
        return this.#send(response, 200, whole);
      }
    }
  }

  #answerOf(text: string, isCutByLength = false) {
    const pieces = text.match(/\s*\S+\s*/g) ?? [text];
    return { pieces, inputTokens: INPUT_TOKENS, outputTokens: OUTPUT_TOKENS, isCutByLength };
  }

  #stream(response: ServerResponse, text: string, count?: number, isCutByLength?: boolean): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of this.#wire.events(this.#answerOf(text, isCutByLength)).slice(0, count)) response.write(event);
  }

  #send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
