/** A client of one event stream: keeps the results it hears. */
export class EventStreamClient {
  readonly results: { readonly data?: unknown; readonly errors?: unknown }[] = [];
  /** Resolves with the status once the head is there. */
  readonly opened: Promise<number>;
  /** Resolves with the first result, or the end if there is none. */
  readonly first: Promise<void>;
  /** Resolves when the connection has ended, however it did. */
  readonly ended: Promise<void>;
  /** Whether the server said that nothing follows. */
  isComplete = false;
  readonly #stop = new AbortController();
  #onFirst = () => {};

  constructor(url: string, request: object, headers: Readonly<Record<string, string>> = {}) {
    const response = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(request),
      signal: this.#stop.signal,
    });
    this.opened = response.then(({ status }) => status);
    this.ended = response.then((answer) => this.#read(answer)).catch(() => {});
    const heard = new Promise<void>((resolve) => {
      this.#onFirst = resolve;
    });
    this.first = Promise.race([heard, this.ended]);
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    if (block.startsWith('event: complete')) this.isComplete = true;
    const data = /^data: ?(.+)$/m.exec(block)?.[1];
    if (!data) return;
    this.results.push(JSON.parse(data));
    this.#onFirst();
  }
}
