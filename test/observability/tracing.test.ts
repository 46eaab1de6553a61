import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type AppChild, childEnvironment, startChild } from '../support/child-process.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
}

let child: AppChild | undefined;
afterEach(async () => {
  child?.process.kill('SIGTERM');
  await child?.exit;
});

/** A collector that speaks OTLP over HTTP with JSON bodies. */
async function startCollector() {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as {
      resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
    };
    spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { spans, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('sends spans of operations and of the database calls under them, and ties log lines to them', async () => {
  const collector = await startCollector();
  child = startChild(
    'gateway',
    await childEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' }),
  );
  const { port } = await child.line(({ msg }) => msg === 'ready');
  const query = `mutation Traced { signIn(input: { email: "a@b.test", password: "none" }) { userErrors { code } } }`;
  await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

  await expect
    .poll(() => collector.spans.map(({ name }) => name), { timeout: 15_000 })
    .toContain('graphql mutation Traced');
  const line = await child.line(({ msg, operation }) => msg === 'operation' && operation === 'Traced');
  expect(line.requestId).toEqual(expect.any(String));
  const { traceId } = collector.spans.find(({ name }) => name === 'graphql mutation Traced') as Span;
  expect(line.traceId).toBe(traceId);
  await expect
    .poll(() => collector.spans.filter((span) => span.traceId === traceId).map(({ name }) => name), { timeout: 15_000 })
    .toEqual(expect.arrayContaining([expect.stringMatching(/^pg/)]));
  collector.server.close();
});
