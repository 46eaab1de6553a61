import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import { publicError } from '../graphql/errors.js';
import type { GraphqlGate, OperationCaller, OperationParams, Preparation } from '../graphql/operation.js';
import { readJson } from './body.js';
import { HttpError } from './request.js';

/*
 * GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): POST and GET, both result types.
 * Only JSON is taken, so a form or a link on another site can make nobody's browser run a mutation.
 */

const RESULT_TYPE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** Characters of an answer. */
const SHORT = 1_024;

type ResultType = typeof RESULT_TYPE | typeof JSON_TYPE;

/** What a request asks for, before anybody looked at the document. */
export async function readParams(
  request: IncomingMessage,
  url: URL,
  { maxBodyBytes, maxBatch }: { readonly maxBodyBytes: number; readonly maxBatch: number },
): Promise<OperationParams | readonly OperationParams[]> {
  if (request.method === 'GET') return queryParams(url.searchParams);
  if (request.method !== 'POST') throw new HttpError(405, 'Use POST, or GET for a query.', { allow: 'GET, POST' });
  const body = await readJson(request, maxBodyBytes);
  if (Array.isArray(body)) return batchParams(body, maxBatch);
  return objectParams(body);
}

export function isBatch(params: OperationParams | readonly OperationParams[]): params is readonly OperationParams[] {
  return Array.isArray(params);
}

function batchParams(entries: readonly unknown[], maxBatch: number): readonly OperationParams[] {
  if (entries.length === 0) throw new HttpError(400, 'A batch must hold an operation.');
  if (entries.length > maxBatch || maxBatch === 1) {
    const words = maxBatch === 1 ? 'batches are not taken, send one operation a request' : `${maxBatch} are allowed`;
    throw new HttpError(
      400,
      `The request is a batch of ${entries.length} operations; ${words}.`,
      {},
      {
        code: 'COST_LIMIT_EXCEEDED',
        limit: { name: 'BATCH', requested: entries.length, maximum: maxBatch },
      },
    );
  }
  return entries.map(objectParams);
}

function objectParams(body: unknown): OperationParams {
  if (typeof body !== 'object' || body === null) throw new HttpError(400, 'The body must be a JSON object.');
  return checkParams(body as Record<string, unknown>);
}

/** Runs a query or mutation and writes its answer. */
export async function answerOperation(
  gate: GraphqlGate,
  params: OperationParams,
  caller: OperationCaller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = resultType(request.headers.accept);
  const preparation = await gate.prepare(params, caller);
  if (preparation.kind === 'refused') {
    write(response, type, refusalOf(preparation));
    return;
  }
  const { operation } = preparation;
  if (operation.type === 'subscription') {
    throw new HttpError(406, 'Subscriptions are answered over WebSocket, or as text/event-stream.');
  }
  if (request.method === 'GET' && operation.type !== 'query') {
    const node = getOperationAST(operation.document, operation.operationName);
    throw new HttpError(405, `A ${node?.operation ?? 'mutation'} must be sent with POST.`, { allow: 'POST' });
  }
  write(response, type, await operation.execute());
}

/** Runs the operations of a batch one after the other; each is measured, limited and answered by itself. */
export async function answerBatch(
  gate: GraphqlGate,
  batch: readonly OperationParams[],
  caller: OperationCaller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (resultType(request.headers.accept) !== JSON_TYPE)
    throw new HttpError(406, `Batches are answered as ${JSON_TYPE}.`);
  const results: ExecutionResult[] = [];
  for (const params of batch) {
    const preparation = await gate.prepare(params, caller);
    if (preparation.kind === 'refused') results.push(refusalOf(preparation));
    else if (preparation.operation.type !== 'subscription') results.push(await preparation.operation.execute());
    else results.push({ errors: [publicError('BAD_USER_INPUT', 'A batch holds queries and mutations only.')] });
  }
  const body = JSON.stringify(results);
  response.writeHead(200, { 'content-type': `${JSON_TYPE}; charset=utf-8` }).end(body);
}

/** The media type of the answer. @throws HttpError 406 when the client takes neither */
export function resultType(accept: string | undefined): ResultType {
  if (accept === undefined || accept === '*/*') return JSON_TYPE;
  for (const range of accept.toLowerCase().split(',')) {
    const name = range.split(';', 1)[0]?.trim();
    if (name === RESULT_TYPE) return RESULT_TYPE;
    if (name === JSON_TYPE || name === '*/*' || name === 'application/*') return JSON_TYPE;
  }
  throw new HttpError(406, `Accept ${RESULT_TYPE}, ${JSON_TYPE} or text/event-stream.`);
}

function write(response: ServerResponse, type: ResultType, result: ExecutionResult): void {
  const status = statusOf(type, result);
  if (status === 429 || status === 503) response.setHeader('retry-after', retryAfter(result.errors));
  const text = JSON.stringify(result);
  // A short string leaves in one piece with the head; a long one would be copied there once more than a buffer is.
  const body = text.length < SHORT ? text : Buffer.from(text);
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': length }).end(body);
}

/** A request that never ran is the caller's fault, except where it is ours; one that ran is answered with 200. */
function statusOf(type: ResultType, { data, errors }: ExecutionResult): number {
  if (!errors || errors.length === 0) return 200;
  const codes = errors.map((error) => error.extensions.code);
  if (data === undefined || data === null) {
    if (codes.includes('RATE_LIMITED')) return 429;
    if (codes.every((code) => code === 'SERVICE_UNAVAILABLE' || code === 'EXECUTION_TIMEOUT')) return 503;
  }
  if (data !== undefined) return 200;
  const isDocumentFault = codes.some((code) => typeof code === 'string' && /^(GRAPHQL|PERSISTED_QUERY)_/.test(code));
  return type === JSON_TYPE && isDocumentFault ? 200 : 400;
}

/** What is answered to an operation that was not run. */
export function refusalOf({ errors, extensions }: Extract<Preparation, { kind: 'refused' }>): ExecutionResult {
  return extensions ? { errors, extensions: { ...extensions } } : { errors };
}

function retryAfter(errors: readonly GraphQLError[] | undefined): string {
  const seconds = errors?.map((error) => Number(error.extensions.retryAfterSeconds)).find((value) => value > 0);
  return String(seconds ?? 1);
}

function queryParams(search: URLSearchParams): OperationParams {
  return checkParams({
    query: search.get('query') ?? undefined,
    operationName: search.get('operationName') ?? undefined,
    variables: parsed(search.get('variables'), 'variables'),
    extensions: parsed(search.get('extensions'), 'extensions'),
    documentId: search.get('documentId') ?? undefined,
  });
}

function parsed(text: string | null, name: string): unknown {
  if (text === null || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, `\`${name}\` is not valid JSON.`);
  }
}

function checkParams(given: Record<string, unknown>): OperationParams {
  const { query, operationName, variables, extensions, documentId } = given;
  if (documentId !== undefined && documentId !== null && typeof documentId !== 'string') {
    throw new HttpError(400, '`documentId` must be a string.');
  }
  const isNamed = Boolean(documentId) || (extensions as { persistedQuery?: unknown } | undefined)?.persistedQuery;
  const isMissing = query === undefined || query === null || query === '';
  if (isMissing ? !isNamed : typeof query !== 'string' || query.trim() === '') {
    throw new HttpError(400, 'Send a `query`: the text of a GraphQL document.');
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new HttpError(400, '`operationName` must be a string.');
  }
  return {
    query: (query as string | null | undefined) ?? '',
    documentId,
    operationName,
    variables: objectOrNothing(variables, 'variables'),
    extensions: objectOrNothing(extensions, 'extensions'),
  };
}

function objectOrNothing(value: unknown, name: string): Readonly<Record<string, unknown>> | null | undefined {
  if (value === undefined || value === null) return value;
  if (typeof value !== 'object' || Array.isArray(value)) throw new HttpError(400, `\`${name}\` must be an object.`);
  return value as Readonly<Record<string, unknown>>;
}
