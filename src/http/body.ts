import type { IncomingMessage } from 'node:http';
import { HttpError } from './request.js';

const BODY_TIMEOUT_MS = 10_000;

/**
 * Reads a JSON body. The limit counts bytes as they arrive, whatever Content-Length says.
 * @throws HttpError 413 too large, 408 too slow, 415 compressed or not JSON, 400 not parsable (without an echo)
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HttpError(415, 'Send the request as application/json.', { 'accept-post': 'application/json' });
  }
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1];
  if (charset && !/^utf-?8$/i.test(charset)) throw new HttpError(415, 'Send the request in UTF-8.');
  if (request.headers['content-encoding'] && request.headers['content-encoding'] !== 'identity') {
    throw new HttpError(415, 'Send the request uncompressed.');
  }
  const text = await readBytes(request, maxBytes);
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
}

/**
 * Reads a body as it came. The limit counts bytes as they arrive, whatever Content-Length says.
 * @param hold asked before bytes are kept; false: there is no room for them now
 * @throws HttpError 413 too large, 408 too slow, 400 cut short, 503 no room
 */
export function readBytes(
  request: IncomingMessage,
  maxBytes: number,
  hold: (bytes: number) => boolean = () => true,
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => settle(() => reject(new HttpError(408, 'The body took too long.'))),
      BODY_TIMEOUT_MS,
    );
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onError);
      finish();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBytes) settle(() => reject(tooLarge(maxBytes)));
      else if (!hold(chunk.length)) settle(() => reject(noRoom()));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const onError = (): void => settle(() => reject(new HttpError(400, 'The body ended early.')));
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onError);
  });
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The body is larger than ${maxBytes} bytes.`, { connection: 'close' });
}

function noRoom(): HttpError {
  const headers = { connection: 'close', 'retry-after': '1' };
  return new HttpError(503, 'Too much is coming in at the moment.', headers, { code: 'SERVICE_UNAVAILABLE' });
}
