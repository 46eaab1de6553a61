/** A raw mail of headers and text, as a provider posts it. */
export function rawMail(headers: Readonly<Record<string, string | undefined>>, body = 'It does not work.'): string {
  const all = {
    from: 'Ada Lovelace <ada@customer.test>',
    to: 'support@desk.test',
    subject: 'The printer',
    date: 'Sat, 21 Nov 2026 10:00:00 +0000',
    'mime-version': '1.0',
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `${lines.join('\r\n')}\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}\r\n`;
}

/** A mail of several parts, each with its headers. */
export function multipart(
  type: string,
  headers: Readonly<Record<string, string | undefined>>,
  ...parts: readonly (readonly [string, string])[]
): string {
  const body = parts.map(([head, text]) => `--border\r\n${head}\r\n\r\n${text}\r\n`).join('');
  return rawMail({ ...headers, 'content-type': `multipart/${type}; boundary=border` }, `${body}--border--`);
}

/** A header of a raw mail in one line; empty when there is none. */
export function headerOf(raw: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(raw.replace(/\r\n[ \t]/g, ' '))?.[1]?.trim() ?? '';
}
