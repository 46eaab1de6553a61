import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { maskError } from '../graphql/errors.js';
import { asRequest, type GraphqlGate } from '../graphql/operation.js';
import type { Metrics } from '../observability/metrics.js';
import { answerDownload, DOWNLOAD_PATH, type OpenDownload } from './downloads.js';
import type { GraphiqlPage } from './graphiql/page.js';
import { answerBatch, answerOperation, isBatch, readParams } from './graphql-http.js';
import type { Health } from './health.js';
import { HOOK_PATH, type HookHandler } from './hooks.js';
import type { RateLimits } from './rate-limits.js';
import { anonymousOf, type CallerParts, callerOf, HttpError, requestIdOf } from './request.js';
import { handleCors, setSecurityHeaders } from './security.js';
import type { SseHandler } from './sse.js';

export interface HttpParts {
  readonly gate: GraphqlGate;
  readonly caller: CallerParts;
  readonly health: Health;
  /** Null where the explorer is not offered. */
  readonly graphiql: GraphiqlPage | null;
  readonly sse: SseHandler;
  readonly downloads: OpenDownload;
  /** Null where nothing is taken in. */
  readonly hooks: HookHandler | null;
  readonly handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly allowedOrigins: readonly string[];
  readonly maxBodyBytes: number;
  readonly patience?: Partial<Patience>;
  /** Operations that one request may hold; 1 turns batches off. */
  readonly maxBatch: number;
  readonly rateLimits: RateLimits;
  readonly metrics: Metrics;
  readonly log: Logger;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
}

type Route = (parts: HttpParts, exchange: Exchange) => Promise<void> | void;

/** Everything the gateway answers; all else is 404. */
const ROUTES: Readonly<Record<string, Route>> = {
  '/graphql': graphql,
  '/graphiql': ({ graphiql }, { request, response }) => {
    if (!graphiql) throw new HttpError(404, 'There is nothing here.');
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpError(405, 'Use GET.', { allow: 'GET' });
    graphiql.answer(response);
  },
  '/healthz': ({ health }, { response }) => health.answerAlive(response),
  '/readyz': ({ health }, { response }) => health.answerReady(response),
};

/** Paths whose end names what is asked for. */
const PREFIXES: readonly { readonly path: string; readonly answer: Route }[] = [
  { path: DOWNLOAD_PATH, answer: download },
  { path: HOOK_PATH, answer: hook },
];

/** What nearly every request asks for; read only. */
const GRAPHQL_URL = new URL('/graphql', 'http://gateway');

/** How long slow clients are waited for, in ms. */
export interface Patience {
  /** For the head of a request. */
  readonly headersMs: number;
  /** For all of a request. */
  readonly requestMs: number;
  /** For the next request of a connection. */
  readonly idleMs: number;
  /** For the client to take an answer. */
  readonly answerMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, idleMs: 65_000, answerMs: 30_000 };

/** What Node says of a request that is none. */
const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The gateway's HTTP server: thin, so that a small request costs little. Timeouts cut slow clients. */
export function createHttpServer(parts: HttpParts): Server {
  const patience = { ...PATIENCE, ...parts.patience };
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.idleMs,
      // How often Node looks; with its own half minute a slow head would live that much longer.
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      void handle(parts, request, response);
    },
  );
  server.on('upgrade', parts.handleUpgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = CLIENT_ERRORS[error.code ?? ''] ?? 400;
    if (!socket.writable) return;
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  return server;
}

async function handle(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = requestIdOf(request);
  let route = 'other';
  try {
    setSecurityHeaders(response);
    response.setHeader('x-request-id', requestId);
    if (handleCors(request, response, parts.allowedOrigins)) return;
    const url = pathOf(request);
    const prefix = PREFIXES.find(({ path }) => url.pathname.startsWith(path));
    const answer = prefix?.answer ?? ROUTES[url.pathname];
    if (!answer) throw new HttpError(404, 'There is nothing here.');
    route = prefix?.path ?? url.pathname;
    await answer(parts, { request, response, url, requestId });
  } catch (error) {
    if (route === '/graphql') tellLimit(parts, request, response, requestId);
    fail(parts, response, requestId, error);
  } finally {
    parts.metrics.requests.inc({ route, status: String(response.statusCode) });
    cutSlowReader(response, parts.patience?.answerMs ?? PATIENCE.answerMs);
  }
}

/** An answer that its client does not take would be held in memory for as long as the client likes. */
function cutSlowReader(response: ServerResponse, withinMs: number): void {
  if (!response.writableEnded || response.writableFinished) return;
  const timer = setTimeout(() => response.destroy(), withinMs);
  response.once('close', () => clearTimeout(timer));
}

async function graphql(parts: HttpParts, exchange: Exchange): Promise<void> {
  const { gate, caller, sse, maxBodyBytes, maxBatch, rateLimits } = parts;
  const { request, response, url, requestId } = exchange;
  const params = await readParams(request, url, { maxBodyBytes, maxBatch }).catch(async (error: unknown) => {
    // Looking at what is no request costs, too: it counts as a query of its address.
    await rateLimits.take('QUERY', anonymousOf(caller, { request, transport: 'HTTP', requestId, response }));
    throw error;
  });
  const isStream = request.headers.accept?.includes('text/event-stream') ?? false;
  const asker = { request, transport: isStream ? 'SSE' : 'HTTP', requestId, response } as const;
  if (isStream && !isBatch(params)) {
    await sse.answer(params, await asRequest(() => callerOf(caller, asker)), request, response);
    return;
  }
  await asRequest(async () => {
    const who = await callerOf(caller, asker);
    if (isBatch(params)) await answerBatch(gate, params, who, request, response);
    else await answerOperation(gate, params, who, request, response);
  });
}

function download({ downloads }: HttpParts, { request, response, url }: Exchange): Promise<void> {
  return answerDownload(downloads, url.pathname.slice(DOWNLOAD_PATH.length), request, response);
}

async function hook({ hooks, caller }: HttpParts, { request, response, url, requestId }: Exchange): Promise<void> {
  if (!hooks) throw new HttpError(404, 'There is nothing here.');
  const who = anonymousOf(caller, { request, transport: 'HTTP', requestId, response });
  await hooks.answer(url.pathname.slice(HOOK_PATH.length), request, response, who);
}

/** An answer to what was no operation says what is left for queries of its address. */
function tellLimit(parts: HttpParts, request: IncomingMessage, response: ServerResponse, requestId: string): void {
  if (response.hasHeader('ratelimit-limit')) return;
  const caller = anonymousOf(parts.caller, { request, transport: 'HTTP', requestId, response });
  const window = parts.rateLimits.look('QUERY', caller);
  if (window) caller.client.tellLimit?.(window);
}

function fail(parts: HttpParts, response: ServerResponse, requestId: string, error: unknown): void {
  if (response.headersSent) {
    parts.log.warn({ err: error, requestId }, 'an answer was cut short');
    response.destroy();
    return;
  }
  const { status, headers, graphqlError } = asAnswer(error, requestId, parts.log);
  const body = JSON.stringify({ errors: [graphqlError] });
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
}

function asAnswer(error: unknown, requestId: string, log: Logger) {
  if (error instanceof HttpError) {
    const code = error.status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST';
    const extensions = { code, ...error.extensions, requestId };
    return {
      status: error.status,
      headers: error.headers,
      graphqlError: new GraphQLError(error.message, { extensions }),
    };
  }
  const graphqlError = maskError(error, requestId, log);
  const { code, retryAfterSeconds = 1 } = graphqlError.extensions;
  const status = code === 'SERVICE_UNAVAILABLE' ? 503 : code === 'RATE_LIMITED' ? 429 : 500;
  const headers: Record<string, string> = status === 500 ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers, graphqlError };
}

/** The request target as an address. A target that is no path is nobody's business here. */
function pathOf(request: IncomingMessage): URL {
  const target = request.url ?? '/';
  if (target === '/graphql') return GRAPHQL_URL;
  if (!target.startsWith('/') || target.length > 16_384) throw new HttpError(400, 'The address is not acceptable.');
  try {
    return new URL(target, 'http://gateway');
  } catch {
    throw new HttpError(400, 'The address is not acceptable.');
  }
}
