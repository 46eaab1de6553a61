/** The bytes of one HTTP request. A body makes it a POST of JSON. */
export function httpRequest(path: string, headers: Readonly<Record<string, string>>, body?: unknown): Buffer {
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const lines = [
    `${content ? 'POST' : 'GET'} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'accept: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(content ? ['content-type: application/json', `content-length: ${content.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), content ?? Buffer.alloc(0)]);
}
