import { type DocumentNode, GraphQLError, Kind } from 'graphql';

export interface ValidatedDocument {
  readonly document: DocumentNode;
  /** Why it must not be run; empty when it may be. */
  readonly errors: readonly GraphQLError[];
}

export interface DocumentChecks {
  parse(text: string): DocumentNode;
  validate(document: DocumentNode): readonly GraphQLError[];
}

const MAX_DOCUMENTS = 1_000;
/** Characters of all documents together. A tree with its tokens and comments takes up to 50 bytes for each. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

const NO_DOCUMENT: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/** Parses and validates each document text once, as long as it is asked now and then. */
export class ValidatedDocuments {
  readonly #checks: () => DocumentChecks;
  readonly #known = new Map<string, ValidatedDocument>();
  #characters = 0;

  constructor(checks: () => DocumentChecks) {
    this.#checks = checks;
  }

  of(text: string): ValidatedDocument {
    const known = this.#known.get(text);
    if (known) {
      // Last used, last dropped: a flood of documents that nobody asks twice passes by.
      this.#known.delete(text);
      this.#known.set(text, known);
      return known;
    }
    const fresh = this.#check(text);
    this.#remember(text, fresh);
    return fresh;
  }

  #check(text: string): ValidatedDocument {
    const { parse, validate } = this.#checks();
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // A limit says so itself; everything else is a fault of the text.
      const isLimit = error.extensions.limit !== undefined;
      return { document: NO_DOCUMENT, errors: [isLimit ? error : coded(error, 'GRAPHQL_PARSE_FAILED')] };
    }
    return { document, errors: validate(document).map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
  }

  #remember(text: string, document: ValidatedDocument): void {
    if (text.length > MAX_CHARACTERS / 10) return;
    this.#known.set(text, document);
    this.#characters += text.length;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_DOCUMENTS && this.#characters <= MAX_CHARACTERS) return;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

/** Yoga's own extensions say how it would have answered over HTTP; they are not for the caller. */
function coded(error: GraphQLError, code: string): GraphQLError {
  const { nodes, source, positions } = error;
  return new GraphQLError(error.message, { nodes, source, positions, extensions: { code } });
}
