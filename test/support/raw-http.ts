import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { refuseLeaks } from './leaks.js';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpQuestion {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in these pieces, chunked unless a content-length is given. */
  readonly body?: readonly (string | Buffer)[];
}

/** One request below fetch: any method, any header, a body in pieces. An answer that comes early is taken. */
export function askHttp(url: string, { method = 'POST', path = '/graphql', headers = {}, body = [] }: HttpQuestion) {
  return new Promise<HttpAnswer>((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { method, headers, agent: false });
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          // The explorer is a page of code; everything else is an answer.
          if (!response.headers['content-type']?.startsWith('text/html')) refuseLeaks(text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        } catch (error) {
          reject(error);
        }
        request.destroy();
      });
    });
    request.on('error', (error) => {
      if (!isAnswered) reject(error); // a server that has answered need not read the rest
    });
    for (const piece of body) request.write(piece);
    request.end();
  });
}

export const JSON_HEADERS = { 'content-type': 'application/json' } as const;

/** A POST of an operation. */
export function askGraphql(url: string, request: object, headers: Readonly<Record<string, string>> = {}) {
  return askHttp(url, { headers: { ...JSON_HEADERS, ...headers }, body: [JSON.stringify(request)] });
}
