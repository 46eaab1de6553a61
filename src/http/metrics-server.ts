import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** Prometheus' page on an address of its own, which is not for the public. `refresh` fills the gauges first. */
export function createMetricsServer(registry: Registry, refresh: () => Promise<void>): Server {
  return createServer((request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    refresh()
      .catch(() => {}) // what could be read is shown; a scrape must not fail because a backing service is away
      .then(() => registry.metrics())
      .then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
  });
}
