import { register } from 'node:module';

/**
 * Turns OpenTelemetry on. Must run before anything it watches is imported, so the entry points call it first.
 * Spans go to `OTEL_EXPORTER_OTLP_ENDPOINT`; without it nothing is loaded.
 * @returns how to send what is left and stop
 */
export async function startTracing(
  environment: Readonly<Record<string, string | undefined>>,
  processName: string,
): Promise<() => Promise<void>> {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT) return async () => {};
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const [
    { NodeSDK },
    { OTLPTraceExporter },
    { HttpInstrumentation },
    { PgInstrumentation },
    { IORedisInstrumentation },
  ] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-pg'),
    import('@opentelemetry/instrumentation-ioredis'),
  ]);
  const sdk = new NodeSDK({
    serviceName: `switchyard-${processName}`,
    traceExporter: new OTLPTraceExporter(),
    instrumentations: [new HttpInstrumentation(), new PgInstrumentation(), new IORedisInstrumentation()],
  });
  sdk.start();
  return () => sdk.shutdown();
}
