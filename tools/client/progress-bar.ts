const WIDTH = 30;

/** Shows how far a command is: a bar that moves on a terminal, a line for every tenth elsewhere. */
export class ProgressBar {
  readonly #total: number;
  readonly #what: string;
  readonly #out: NodeJS.WriteStream;
  #done = 0;
  #shown = -1;

  constructor(total: number, what: string, out: NodeJS.WriteStream = process.stderr) {
    this.#total = total;
    this.#what = what;
    this.#out = out;
    this.#show();
  }

  add(count: number): void {
    this.#done += count;
    this.#show();
  }

  /** Leaves what is shown and goes to the next line. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\n');
  }

  #show(): void {
    const share = this.#total === 0 ? 1 : this.#done / this.#total;
    const percent = Math.floor(share * 100);
    const line = `${String(percent).padStart(3)} %  ${this.#done} of ${this.#total} ${this.#what}`;
    if (this.#out.isTTY) {
      const filled = Math.round(share * WIDTH);
      this.#out.write(`\r[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${line}\x1b[K`);
    } else if (Math.floor(percent / 10) > this.#shown) {
      this.#shown = Math.floor(percent / 10);
      this.#out.write(`${line}\n`);
    }
  }
}
