import { request } from 'undici';
import { refuseLeaks } from './leaks.js';

/** What came back from an operation that is only text here. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  /** The body as it came. */
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly RawError[] | undefined;
}

export interface RawError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface RawRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** Posts an operation as text. Not by `fetch`, whose streams cost more than the answers: the walks ask ten thousands. */
export async function postRaw(
  url: string,
  operation: RawRequest,
  given: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const response = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...given },
    body: JSON.stringify(operation),
  });
  const text = await response.body.text();
  refuseLeaks(text);
  const { data, errors } = JSON.parse(text) as Pick<RawAnswer, 'data' | 'errors'>;
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return { status: response.statusCode, headers, cookies: headers.getSetCookie(), text, data, errors };
}

/** The codes of an answer's errors. */
export function codesOf({ errors }: Pick<RawAnswer, 'errors'>): unknown[] {
  return (errors ?? []).map(({ extensions }) => extensions.code);
}

/** The text at a path such as `caseOpen.case.id`. */
export function textAt({ data, text }: Pick<RawAnswer, 'data' | 'text'>, path: string): string {
  let found = data;
  for (const key of path.split('.')) found = (found as Record<string, unknown> | null | undefined)?.[key];
  if (typeof found !== 'string') throw new Error(`There is no text at ${path} of ${text}`);
  return found;
}

/** The Cookie header that a browser would send after these Set-Cookie headers. */
export function cookieHeader(cookies: readonly string[]): string {
  return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
}
