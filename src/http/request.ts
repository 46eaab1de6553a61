import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookies } from '../auth/cookies.js';
import type { IdentityGate, PresentedCredentials } from '../auth/identity-gate.js';
import { looksLikeApiKey } from '../auth/secrets.js';
import type { Client } from '../graphql/context.js';
import type { OperationCaller } from '../graphql/operation.js';

const REQUEST_ID = /^[\w-]{8,64}$/;

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

/** The network address of the caller; the last forwarded one where the proxy in front is trusted. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last || request.socket.remoteAddress || 'unknown';
}

/**
 * What a request presents, from its headers and, on a socket, from what the client said when it connected.
 * Never from the address: that ends up in logs.
 */
export function presentedBy(
  headers: IncomingMessage['headers'],
  connection: Readonly<Record<string, unknown>> = {},
): PresentedCredentials {
  const authorization = textOf(connection, 'authorization') ?? headers.authorization;
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? textOf(connection, 'token', 'accesstoken');
  const apiKey = textOf(connection, 'x-api-key', 'apikey') ?? single(headers['x-api-key']);
  const isKey = bearer !== undefined && looksLikeApiKey(bearer);
  return {
    cookie: readCookies(headers.cookie).access,
    bearer: isKey ? undefined : bearer,
    apiKey: isKey ? bearer : apiKey,
  };
}

export interface CallerParts {
  readonly identity: IdentityGate;
  readonly trustProxy: boolean;
}

/** Works out who a request is from. Rejects only when the database cannot say. */
export async function callerOf(
  parts: CallerParts,
  request: IncomingMessage,
  transport: Client['transport'],
  requestId: string,
  response?: ServerResponse,
): Promise<OperationCaller> {
  const address = addressOf(request, parts.trustProxy);
  return {
    viewer: await parts.identity.authenticate({ ...presentedBy(request.headers), address }),
    requestId,
    client: {
      address,
      userAgent: request.headers['user-agent'] ?? null,
      transport,
      refreshToken: readCookies(request.headers.cookie).refresh ?? null,
      setCookie: (cookie) => {
        if (response && !response.headersSent) response.appendHeader('set-cookie', cookie);
      },
    },
  };
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
