import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { EXPLORER } from '../../graphql/documents/document-source.js';

/** The explorer: one page with everything in it, so that it works without internet. */
export class GraphiqlPage {
  #page: { readonly body: Buffer; readonly policy: string } | undefined;

  answer(response: ServerResponse): void {
    this.#page ??= render();
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': this.#page.policy,
        'content-length': this.#page.body.length,
      })
      .end(this.#page.body);
  }
}

function render(): { body: Buffer; policy: string } {
  const examples = readFileSync(new URL('./examples.graphql', import.meta.url), 'utf8');
  const html = renderGraphiQL({
    title: 'Switchyard',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    credentials: 'same-origin',
    defaultTabs: examples.split(/\n(?=# \d)/).map((query) => ({ query })),
    shouldPersistHeaders: false,
    additionalHeaders: { 'graphql-client-name': EXPLORER },
  });
  return { body: Buffer.from(html), policy: policyFor(html) };
}

/** Only the page's own inline scripts run; nothing is fetched from anywhere else. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-eval' blob: ${hashes.join(' ')}`,
    "worker-src 'self' blob: data:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
