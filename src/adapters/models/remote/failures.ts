import type { FinishReason } from 'ai';
import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  NoOutputGeneratedError,
  TypeValidationError,
} from 'ai';
import { ModelCallFailed, type ModelFailureReason, type TokenCount } from '../../../ports.js';

const SENTENCES: Readonly<Record<ModelFailureReason, string>> = {
  RATE_LIMITED: 'The model provider asks for fewer requests.',
  UNAVAILABLE: 'The model provider cannot be reached, failed, or has no such model.',
  TIMED_OUT: 'The model did not answer in time.',
  UNAUTHORIZED: 'The model provider does not accept the key, or nothing is paid for.',
  REJECTED: 'The model provider does not serve this request.',
  DECLINED: 'The model declined to answer.',
  ANSWER_INVALID: 'The model answered something else than was asked for.',
  ANSWER_CUT: "The model's answer ended in the middle.",
};

/** Makes a failure whose message quotes nothing of what went over the wire. */
export function failure(
  reason: ModelFailureReason,
  details: { cause?: unknown; retryAfterMs?: number | null; tokens?: TokenCount } = {},
): ModelCallFailed {
  return new ModelCallFailed(reason, SENTENCES[reason], details);
}

/** Says what an error of a call means. */
export function failureOf(error: unknown): ModelCallFailed {
  if (error instanceof ModelCallFailed) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return failure('TIMED_OUT', { cause: error });
  if (APICallError.isInstance(error)) {
    const retryAfterMs = retryAfterOf(error.responseHeaders);
    return failure(reasonOf(error), { cause: error, retryAfterMs });
  }
  const isNonsense = [JSONParseError, TypeValidationError, InvalidResponseDataError].some((kind) =>
    kind.isInstance(error),
  );
  if (isNonsense) return failure('ANSWER_INVALID', { cause: error });
  if (EmptyResponseBodyError.isInstance(error) || NoOutputGeneratedError.isInstance(error))
    return failure('ANSWER_CUT', { cause: error });
  return failure('UNAVAILABLE', { cause: error });
}

function reasonOf({ statusCode, cause }: APICallError): ModelFailureReason {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'TIMED_OUT';
  if (statusCode === undefined) return 'UNAVAILABLE';
  if (statusCode < 400) return 'ANSWER_INVALID'; // the maker's library could not read the answer
  if (statusCode === 401 || statusCode === 402 || statusCode === 403) return 'UNAUTHORIZED';
  // The model is not there (any more); another one may be.
  if (statusCode === 404 || statusCode === 410) return 'UNAVAILABLE';
  if (statusCode === 408 || statusCode === 504) return 'TIMED_OUT';
  if (statusCode === 429 || statusCode === 529) return 'RATE_LIMITED';
  return statusCode >= 500 ? 'UNAVAILABLE' : 'REJECTED';
}

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now. */
function retryAfterOf(headers: Readonly<Record<string, string>> | undefined): number | null {
  const text = headers?.['retry-after'];
  if (!text) return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Why an answer that ended this way is none; null when it is whole. */
export function unfinished(reason: FinishReason): ModelFailureReason | null {
  if (reason === 'stop' || reason === 'tool-calls') return null;
  return reason === 'content-filter' ? 'DECLINED' : 'ANSWER_CUT';
}
