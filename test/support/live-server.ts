import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import { pino } from 'pino';
import { accessEnd } from '../../src/auth/access-end.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { ALL_PROJECTS } from '../../src/db/project-scope.js';
import type { GraphqlGate } from '../../src/graphql/operation.js';
import { AccessWatch } from '../../src/http/access-watch.js';
import { Admission, type AdmissionLimits } from '../../src/http/admission.js';
import { readJson } from '../../src/http/body.js';
import type { ConnectionObserver } from '../../src/http/connection-observer.js';
import type { IdentitySource } from '../../src/http/live-identity.js';
import { type CallerParts, callerOf } from '../../src/http/request.js';
import { SseHandler, type SseLimits } from '../../src/http/sse.js';
import { WebSocketEndpoint } from '../../src/http/websocket/endpoint.js';
import type { WebSocketLimits } from '../../src/http/websocket/limits.js';
import { ControlChannel } from '../../src/realtime/control-channel.js';
import { LiveHub, type LiveHubParts } from '../../src/realtime/live-hub.js';
import { StreamLog } from '../../src/realtime/stream-log.js';
import { Journals } from './journals.js';
import { createTestGate } from './live-schema.js';

const silent = pino({ level: 'silent' });

/** The live part of one process on a Redis: its connections, its log, its hub. */
export function startLive(
  redisUrl: string,
  options: {
    prefix?: string;
    retention?: { maxLength: number; ttlMs: number };
    redis?: RedisOptions;
    hub?: Partial<LiveHubParts>;
  } = {},
) {
  const prefix = options.prefix ?? `live-${randomBytes(5).toString('hex')}:`;
  const retryStrategy = () => 50;
  const redis = new Redis(redisUrl, { retryStrategy, maxRetriesPerRequest: 1, ...options.redis });
  const subscriber = new Redis(redisUrl, { retryStrategy, maxRetriesPerRequest: null });
  for (const connection of [redis, subscriber]) connection.on('error', () => {}); // outages are what some tests are about
  const { retention } = options;
  const log = new StreamLog(redis, prefix, retention && (() => retention));
  const hints = new ControlChannel({ subscriber, publisher: redis, prefix, log: silent });
  const hub = new LiveHub({ log, hints, logger: silent, ...options.hub });
  return {
    prefix,
    redis,
    subscriber,
    log,
    hints,
    hub,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await hints[Symbol.asyncDispose]();
      redis.disconnect();
    },
  };
}

export type Live = ReturnType<typeof startLive>;

/** Somebody signed in; two of the same rights share executions. */
export function testViewer(label: string, fields: Partial<Viewer> = {}): Viewer {
  return {
    kind: 'USER',
    tenantId: '00000000-0000-7000-8000-000000000001',
    userId: label,
    role: 'OPERATOR',
    permissions: new Set(),
    projects: ALL_PROJECTS,
    isProjectRefused: false,
    sessionId: label,
    apiKeyId: null,
    requestsPerMinute: null,
    label,
    expiresAt: null,
    ...fields,
  };
}

/** Lets everybody pass until it is shut; then they wait in it. */
export class Turnstile {
  waiting = 0;
  #opening: Promise<void> | undefined;
  #open = () => {};

  shut(): void {
    this.#opening = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#opening = undefined;
    this.#open();
  }

  async pass(): Promise<void> {
    if (!this.#opening) return;
    this.waiting += 1;
    await this.#opening;
    this.waiting -= 1;
  }
}

/** A gateway in small: WebSocket and event streams over the test schema. Tokens are the keys of `viewers`. */
export async function startLiveServer(
  live: Live,
  options: {
    journals?: Journals;
    webSocket?: Partial<WebSocketLimits>;
    sse?: Partial<SseLimits>;
    admission?: Partial<AdmissionLimits>;
    isAllowedOrigin?: (request: IncomingMessage) => boolean;
  } = {},
) {
  const journals = options.journals ?? new Journals(live.log);
  const viewers = new Map<string, Viewer>();
  const executions = { events: 0 };
  const [atGate, atIdentity] = [new Turnstile(), new Turnstile()];
  const inner = createTestGate(live.hub, journals, executions);
  const gate: GraphqlGate = {
    async prepare(params, caller) {
      await atGate.pass();
      return inner.prepare(params, caller);
    },
  };
  const away = { is: false };
  const answered = { streams: 0 };
  const identity: IdentitySource = {
    async authenticate({ bearer }) {
      await atIdentity.pass();
      if (away.is || bearer === 'outage') throw new Error('the database is away');
      return viewers.get(String(bearer)) ?? null;
    },
    whyEnded: async () => accessEnd('SESSION_ENDED'),
  };
  const caller: CallerParts = { identity, trustProxy: false };
  const admission = new Admission(options.admission);
  const told: string[] = [];
  const observer: ConnectionObserver = {
    ended: (transport, why) => told.push(`${transport} ended: ${why}`),
    refused: (transport, why) => told.push(`${transport} refused: ${why}`),
    expelled: (why) => told.push(`expelled: ${why}`),
    handedOver: (how) => told.push(`handed over: ${how}`),
  };
  const parts = { gate, hub: live.hub, log: silent, admission, observer };
  const sockets = new WebSocketEndpoint({
    ...parts,
    path: '/graphql',
    caller,
    isAllowedOrigin: options.isAllowedOrigin ?? (() => true),
    limits: options.webSocket ?? {},
  });
  const sse = new SseHandler({ ...parts, caller, limits: options.sse ?? {} });
  const watch = new AccessWatch([sockets, sse]);
  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://test');
      const params =
        request.method === 'GET'
          ? { query: url.searchParams.get('query'), variables: JSON.parse(url.searchParams.get('variables') ?? '{}') }
          : await readJson(request, 100_000);
      const asking = await callerOf(caller, { request, transport: 'SSE', requestId: 'request', response });
      await sse.answer(params as { query: string }, asking, request, response);
      answered.streams += 1;
    } catch (error) {
      response.writeHead((error as { status?: number }).status ?? 500).end();
    }
  });
  server.on('upgrade', sockets.handleUpgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    journals,
    viewers,
    executions,
    /** Where operations wait to be looked at, and where questions who somebody is wait for their answer. */
    atGate,
    atIdentity,
    /** Event streams whose request has been dealt with, whether they are under way or over. */
    answered,
    /** Set while it cannot be said who anybody is. */
    away,
    watch,
    /** What an operator is told of, by the metrics. */
    told,
    sockets,
    sse,
    port,
    webSocketUrl: `ws://127.0.0.1:${port}/graphql`,
    httpUrl: `http://127.0.0.1:${port}/graphql`,
    /** Connections to its port of which it has not seen the end. */
    openSockets: () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]();
      await sse[Symbol.asyncDispose]();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Waits until something holds; the deadline is for when it never does. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 20_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
