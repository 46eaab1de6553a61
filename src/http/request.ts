import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookies } from '../auth/cookies.js';
import type { PresentedCredentials } from '../auth/identity-gate.js';
import { looksLikeApiKey } from '../auth/secrets.js';
import type { Client } from '../graphql/context.js';
import type { Application } from '../graphql/documents/trusted-documents.js';
import type { OperationCaller } from '../graphql/operation.js';
import type { IdentitySource } from './live-identity.js';
import { addressOf, type ProxyTrust } from './proxy-trust.js';
import { setRateLimitHeaders } from './rate-limits.js';

const REQUEST_ID = /^[\w-]{8,64}$/;
const CLIENT_NAME = /^[\w.@/+-]{1,64}$/;
const CREDENTIALS = /^(authorization|token|access_?token|x-api-key|api_?key)$/i;

/** What a client of a socket says about itself when it connects. */
export type ConnectionParams = Readonly<Record<string, unknown>>;

/** A request that cannot be served, with the status it deserves. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What the error says besides its message. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.extensions = extensions;
  }
}

/** The caller's own request id when it has the form of one, else a new one. It goes into logs, jobs and answers. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * What a request presents, from its headers and, on a socket, from what the client said when it connected.
 * Never from the address: that ends up in logs.
 */
export function presentedBy(
  headers: IncomingMessage['headers'],
  connection: ConnectionParams = {},
): PresentedCredentials {
  const authorization = textOf(connection, 'authorization') ?? headers.authorization;
  const token = textOf(connection, 'token', 'accesstoken', 'access_token');
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? token;
  const apiKey = textOf(connection, 'x-api-key', 'apikey', 'api_key') ?? single(headers['x-api-key']);
  const isKey = bearer !== undefined && looksLikeApiKey(bearer);
  return {
    cookie: readCookies(headers.cookie).access,
    bearer: isKey ? undefined : bearer,
    apiKey: isKey ? bearer : apiKey,
    project: textOf(connection, 'projectid', 'x-project-id') ?? single(headers['x-project-id']),
  };
}

export interface CallerParts {
  readonly identity: IdentitySource;
  readonly trustProxy: ProxyTrust;
}

/** What a request presents, and from where. */
export function presentedIn(
  { trustProxy }: Pick<CallerParts, 'trustProxy'>,
  request: IncomingMessage,
  params?: ConnectionParams,
): PresentedCredentials {
  return { ...presentedBy(request.headers, params), address: addressOf(request, trustProxy) };
}

/** How an operation came in. */
export interface Arrival {
  /** The request; for a socket, the one that opened it. */
  readonly request: IncomingMessage;
  readonly transport: Client['transport'];
  readonly requestId: string;
  /** What a socket's client said when it connected, or with the operation; counts like headers. */
  readonly params?: ConnectionParams;
  /** Where a cookie can be set; nowhere on an open socket. */
  readonly response?: ServerResponse;
}

/**
 * Works out who an operation is from: the one way for HTTP, WebSocket and SSE. Rejects only when the database cannot
 * say.
 */
export async function callerOf(
  { identity, trustProxy }: CallerParts,
  { request, transport, requestId, params, response }: Arrival,
): Promise<OperationCaller> {
  const viewer = await identity.authenticate(presentedIn({ trustProxy }, request, params));
  return { viewer, requestId, client: clientOf(trustProxy, { request, transport, params, response }) };
}

/** The caller of a request of which nothing but the address is looked at. */
export function anonymousOf({ trustProxy }: Pick<CallerParts, 'trustProxy'>, arrival: Arrival): OperationCaller {
  return { viewer: null, requestId: arrival.requestId, client: clientOf(trustProxy, arrival) };
}

type Origin = { readonly [Name in keyof Omit<Arrival, 'requestId'>]: Arrival[Name] | undefined } & Pick<
  Arrival,
  'request' | 'transport'
>;

function clientOf(trustProxy: ProxyTrust, { request, transport, params, response }: Origin): Client {
  const { headers } = request;
  return {
    address: addressOf(request, trustProxy),
    userAgent: headers['user-agent'] ?? null,
    application: applicationIn(headers, params),
    transport,
    // It is used up by its use, so it is looked at only where its successor can be set.
    refreshToken: response ? (readCookies(headers.cookie).refresh ?? null) : null,
    setCookie: (cookie) => {
      if (response && !response.headersSent) response.appendHeader('set-cookie', cookie);
    },
    tellLimit: (window) => response && setRateLimitHeaders(response, window),
  };
}

/** Whether it narrows what is asked to a project. */
export function namesProject(params: ConnectionParams): boolean {
  return Object.keys(params).some((name) => /^(projectid|x-project-id)$/i.test(name));
}

/** Whether what a socket's client said claims to be somebody. */
export function claimsIdentity(params: ConnectionParams): boolean {
  return Object.keys(params).some((name) => CREDENTIALS.test(name));
}

/** What a client calls itself; it goes into logs, so it must look like a name. */
function applicationIn(headers: IncomingMessage['headers'], params: ConnectionParams = {}): Application | null {
  const name = textOf(params, 'graphql-client-name') ?? single(headers['graphql-client-name']);
  const version = textOf(params, 'graphql-client-version') ?? single(headers['graphql-client-version']);
  if (name === undefined || !CLIENT_NAME.test(name)) return null;
  return { name, version: version !== undefined && CLIENT_NAME.test(version) ? version : null };
}

function textOf(record: Readonly<Record<string, unknown>>, ...names: string[]): string | undefined {
  const entry = Object.entries(record).find(
    ([key, value]) => typeof value === 'string' && names.includes(key.toLowerCase()),
  );
  return entry?.[1] as string | undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
