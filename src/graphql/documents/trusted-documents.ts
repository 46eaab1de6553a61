import type { TrustedDocumentRow } from '../../db/trusted-document-rows.js';

/** What a client says that it is. */
export interface Application {
  readonly name: string;
  readonly version: string | null;
}

export interface TrustedDocumentSource {
  find(by: 'hash' | 'normalHash', value: string): Promise<readonly TrustedDocumentRow[]>;
}

/** How long an answer of the database is good, which is how long a retired document may still be run. */
const FRESH_MS = 10_000;
const MAX_REMEMBERED = 2_000;

interface Remembered {
  rows: readonly TrustedDocumentRow[] | undefined;
  askedAt: number;
  asking: Promise<readonly TrustedDocumentRow[]> | undefined;
}

/** The published documents, asked once in ten seconds each; so are hashes that nobody published. */
export class TrustedDocuments {
  readonly #source: TrustedDocumentSource;
  readonly #remembered = new Map<string, Remembered>();

  constructor(source: TrustedDocumentSource) {
    this.#source = source;
  }

  /**
   * The text of a published document. A client that says who it is gets those of its own, and of its version where it
   * says that, too.
   * @returns undefined when there is none. Rejects when the database cannot say and never could
   */
  async text(by: 'hash' | 'normalHash', value: string, application: Application | null): Promise<string | undefined> {
    const rows = await this.#rows(by, value);
    return rows.find(
      ({ clientName, clientVersion }) =>
        application === null ||
        (clientName === application.name && (application.version === null || clientVersion === application.version)),
    )?.text;
  }

  async #rows(by: 'hash' | 'normalHash', value: string): Promise<readonly TrustedDocumentRow[]> {
    const key = `${by} ${value}`;
    const known = this.#remembered.get(key) ?? { rows: undefined, askedAt: 0, asking: undefined };
    // Last used, last dropped.
    this.#remembered.delete(key);
    this.#remembered.set(key, known);
    if (this.#remembered.size > MAX_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value as string);
    if (known.rows && Date.now() - known.askedAt < FRESH_MS) return known.rows;
    known.asking ??= this.#source.find(by, value).finally(() => {
      known.asking = undefined;
    });
    try {
      known.rows = await known.asking;
      known.askedAt = Date.now();
    } catch (error) {
      if (!known.rows) throw error; // while the database is away, what was trusted last stays so
    }
    return known.rows;
  }
}
