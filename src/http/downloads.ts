import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpError } from './request.js';

/** A file to be sent. */
export interface Download {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Opens what a signed link names; null when the link does not hold or the file is gone. */
export type OpenDownload = (link: string) => Promise<Download | null>;

export const DOWNLOAD_PATH = '/uploads/';

/** Sends a file piece by piece, as fast as the client takes it. */
export async function answerDownload(
  open: OpenDownload,
  link: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') throw new HttpError(405, 'Use GET.', { allow: 'GET' });
  const file = await open(link);
  if (!file) throw new HttpError(403, 'This link does not hold, or holds no longer.');
  response.writeHead(200, {
    'content-type': `${file.contentType}; charset=utf-8`,
    'content-length': file.bytes,
    'content-disposition': `attachment; filename="${file.name.replace(/[^\w.-]/g, '_')}"`,
  });
  await pipeline(Readable.from(file.pieces), response);
}
