import { type DocumentNode, GraphQLError } from 'graphql';
import { publicError } from '../errors.js';
import type { OperationCaller, OperationParams } from '../operation.js';
import { documentHash, hashIn, normalHash } from './document-hash.js';
import type { RegisteredQueries } from './registered-queries.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** OFF: any text. LOG: any text, and a line about those that nobody published. SAFELIST: published ones. ONLY: by hash. */
export const DOCUMENT_MODES = ['OFF', 'LOG', 'SAFELIST', 'ONLY'] as const;
export type DocumentMode = (typeof DOCUMENT_MODES)[number];

export interface DocumentSourceParts {
  readonly mode: DocumentMode;
  readonly trusted: TrustedDocuments;
  readonly registered: RegisteredQueries;
  /** Whether the explorer may send texts in every mode: where there is one, outside of production. */
  readonly allowsExplorer: boolean;
  /** Is told in mode LOG of documents that nobody published. */
  readonly onUnknown: (document: { hash: string; operation: string | null }, caller: OperationCaller) => void;
}

/** The name under which the explorer introduces itself. */
export const EXPLORER = 'graphiql';
const MAX_NORMALISED = 500;
/** Characters of the longest text that can be published; what is longer is not even looked at. */
const MAX_PUBLISHED = 100_000;

/** A document that was named by its hash. */
interface Named {
  readonly hash: string;
  readonly isRegisterable: boolean;
}

/** Finds the text that a request means, and refuses texts that the mode does not take. */
export class DocumentSource {
  readonly #parts: DocumentSourceParts;
  /** By the hash of the text, so that what is kept is small however long the texts are. */
  readonly #normalHashes = new Map<string, string>();

  constructor(parts: DocumentSourceParts) {
    this.#parts = parts;
  }

  /** @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, PERSISTED_DOCUMENT_REQUIRED */
  textOf(params: OperationParams, caller: OperationCaller): string | Promise<string> {
    const named = namedIn(params);
    if (!named && this.#parts.mode === 'OFF') return params.query;
    return this.#lookUp(params, named, caller);
  }

  /** Keeps a document that was sent together with its hash, so that the hash is enough the next time. */
  async register(params: OperationParams, document: DocumentNode, { viewer }: OperationCaller): Promise<void> {
    const { mode, registered } = this.#parts;
    if (params.extensions?.persistedQuery === undefined || params.query === '' || !viewer) return;
    if (mode !== 'OFF' && mode !== 'LOG') return;
    const named = namedIn(params);
    if (named?.isRegisterable) await registered.register(viewer.tenantId, named.hash, params.query, document);
  }

  async #lookUp(params: OperationParams, named: Named | undefined, caller: OperationCaller): Promise<string> {
    const { query } = params;
    const { mode, trusted, registered } = this.#parts;
    if (named) {
      if (query !== '' && documentHash(query) !== named.hash) {
        throw publicError('BAD_USER_INPUT', 'The hash is not that of the document.');
      }
      const text = await trusted.text('hash', named.hash, caller.client.application ?? null);
      if (text !== undefined) return text;
      if (query === '') {
        const takesTexts = mode === 'OFF' || mode === 'LOG';
        const known =
          takesTexts && named.isRegisterable && caller.viewer
            ? await registered.find(caller.viewer.tenantId, named.hash)
            : undefined;
        if (known === undefined) throw notFound(mode);
        return this.#checked(known, params, caller);
      }
    }
    return this.#checked(query, params, caller);
  }

  /** A text that came as such, or that was registered: nobody published it by that hash. */
  async #checked(text: string, params: OperationParams, caller: OperationCaller): Promise<string> {
    const { mode, trusted, onUnknown } = this.#parts;
    if (mode === 'OFF' || this.#isExplorer(params, caller)) return text;
    if (mode === 'ONLY') {
      const message = 'Only published documents are run here: send the hash of one instead of its text.';
      throw publicError('PERSISTED_DOCUMENT_REQUIRED', message);
    }
    const hash = text.length > MAX_PUBLISHED ? null : this.#normalHashOf(text);
    if (hash === undefined) return text;
    const application = caller.client.application ?? null;
    if (hash !== null && (await trusted.text('normalHash', hash, application)) !== undefined) return text;
    if (mode === 'SAFELIST') {
      throw publicError('PERSISTED_DOCUMENT_REQUIRED', 'Only published documents are run here; this is none of them.');
    }
    const operation = params.operationName ?? /\b(?:query|mutation|subscription)\s+(\w{1,80})/.exec(text)?.[1] ?? null;
    onUnknown({ hash: documentHash(text), operation: operation?.slice(0, 80) ?? null }, caller);
    return text;
  }

  #isExplorer({ extensions }: OperationParams, { client }: OperationCaller): boolean {
    if (!this.#parts.allowsExplorer) return false;
    // On a socket the explorer sends its headers with each operation.
    const headers = extensions?.headers as Record<string, unknown> | null | undefined;
    return client.application?.name === EXPLORER || headers?.['graphql-client-name'] === EXPLORER;
  }

  /** Undefined for a text that is no GraphQL: whoever parses it says what is wrong with it. */
  #normalHashOf(text: string): string | undefined {
    const key = documentHash(text);
    const known = this.#normalHashes.get(key);
    if (known !== undefined) return known;
    try {
      const hash = normalHash(text);
      this.#normalHashes.set(key, hash);
      if (this.#normalHashes.size > MAX_NORMALISED) {
        this.#normalHashes.delete(this.#normalHashes.keys().next().value as string);
      }
      return hash;
    } catch (error) {
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }
}

/** The hash in a request: Apollo's `extensions.persistedQuery`, or `documentId`. */
function namedIn({ extensions, documentId }: OperationParams): Named | undefined {
  const given = extensions?.persistedQuery;
  if (given === undefined || given === null) return documentId ? namedBy(documentId, false) : undefined;
  const { version, sha256Hash } = given as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1 || typeof sha256Hash !== 'string') {
    throw notSupported();
  }
  return namedBy(sha256Hash, true);
}

function namedBy(id: string, isRegisterable: boolean): Named {
  const hash = hashIn(id);
  if (hash === undefined) throw publicError('BAD_USER_INPUT', 'A document is named by its SHA-256 hash in hex.');
  return { hash, isRegisterable };
}

/** Apollo's clients send the text after the first, and hashes no more after the second; they look at the message. */
function notFound(mode: DocumentMode): GraphQLError {
  return mode === 'ONLY' ? notSupported() : publicError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

function notSupported(): GraphQLError {
  return publicError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
}
