import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TypedDocumentString } from '../../test/gql/graphql.js';
import { CommandError, describeError } from '../command.js';
import { ToolSignIn } from './documents.js';
import type { GatewayOptions } from './gateway-options.js';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const TRIES = 5;
const FIRST_PAUSE_MS = 500;
/** Answers that are worth asking again for: too many requests, or the gateway is being restarted. */
const PASSING_CODES: ReadonlySet<string> = new Set(['RATE_LIMITED', 'SERVICE_UNAVAILABLE']);

/** A signed-in client of a gateway, near or far: operations over HTTP, subscriptions over WebSocket. */
export class GatewayClient implements AsyncDisposable {
  readonly #options: GatewayOptions;
  readonly #sockets: Client;
  #token = '';

  private constructor(options: GatewayOptions) {
    this.#options = options;
    const url = new URL('graphql', options.url);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#sockets = createClient({
      url: url.href,
      webSocketImpl: WebSocket,
      retryAttempts: TRIES,
      connectionParams: () => ({ authorization: `Bearer ${this.#token}` }),
    });
  }

  /** @throws CommandError when the gateway cannot be reached or does not let us in */
  static async signIn(options: GatewayOptions): Promise<GatewayClient> {
    const client = new GatewayClient(options);
    await client.#signIn();
    return client;
  }

  /** What it is signed in with now. */
  get token(): string {
    return this.#token;
  }

  /**
   * Runs an operation. Signs in again when the access token has run out, and waits when it is told to.
   * @throws CommandError with what the gateway says
   */
  async run<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    for (let tried = 1; ; tried += 1) {
      const { data, errors } = await this.#post(document, variables);
      if (data && !errors?.length) return data;
      const code = errors?.[0]?.extensions?.code ?? '';
      const isExpired = code === 'UNAUTHENTICATED' && 'password' in this.#options.credentials;
      if (tried === TRIES || !(isExpired || PASSING_CODES.has(code))) {
        throw new CommandError(`The gateway says: ${errors?.[0]?.message ?? 'nothing'}`);
      }
      if (isExpired) await this.#signIn();
      else await pause(FIRST_PAUSE_MS * 2 ** tried);
    }
  }

  /**
   * Follows a subscription to its end, also across lost connections.
   * @throws CommandError when the gateway refuses it
   */
  async *follow<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): AsyncGenerator<Data> {
    const query = document.toString();
    try {
      const results = this.#sockets.iterate<Data>({ query, variables: variables as Record<string, unknown> });
      for await (const { data, errors } of results) {
        if (errors?.length) throw new CommandError(`The gateway says: ${errors[0]?.message}`);
        if (data) yield data;
      }
    } catch (error) {
      throw error instanceof CommandError ? error : new CommandError(`The connection was lost: ${reasonOf(error)}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sockets.dispose();
  }

  async #signIn(): Promise<void> {
    const { credentials } = this.#options;
    if ('token' in credentials) {
      this.#token = credentials.token;
      return;
    }
    const { data, errors } = await this.#post(ToolSignIn, { input: credentials });
    const failed = errors?.[0] ?? data?.signIn.userErrors[0];
    if (failed || !data?.signIn.accessToken) throw new CommandError(`Sign-in failed: ${failed?.message ?? 'no token'}`);
    this.#token = data.signIn.accessToken;
  }

  async #post<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> {
    const url = new URL('graphql', this.#options.url);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
    };
    const body = JSON.stringify({ query: document.toString(), variables });
    const response = await fetch(url, { method: 'POST', headers, body }).catch((error: unknown) => {
      throw new CommandError(`The gateway at ${this.#options.url} cannot be reached: ${reasonOf(error)}`);
    });
    return response.json().then(
      (answer) => answer as Answer<Data>,
      () => {
        throw new CommandError(`${url.href} is not a gateway: it answered ${response.status} without GraphQL.`);
      },
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error) return describeError(error.cause instanceof Error ? error.cause : error);
  // A closed socket comes as an event, a refused operation as a list of errors.
  const [first = error] = Array.isArray(error) ? (error as unknown[]) : [];
  const { reason, message } = (first ?? {}) as { reason?: string; message?: string };
  return reason || message || 'no reason was given';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
