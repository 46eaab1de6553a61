import { trace } from '@opentelemetry/api';
import type { ExecutionResult, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import type { OperationCaller } from '../graphql/operation.js';
import type { Metrics } from '../observability/metrics.js';
import type { AbuseLog } from './abuse-log.js';

/** Is told of every operation, for logs, metrics and traces. */
export interface OperationObserver {
  /** Returns what to call with the result. */
  started(operation: OperationDefinitionNode, caller: OperationCaller, cost: number): (result: ExecutionResult) => void;
  /** Is told of an operation that was not run. */
  refused(errors: readonly GraphQLError[], caller: OperationCaller): void;
}

/** One log line, one measurement and, where tracing is on, one span an operation. */
export function createOperationObserver(log: Logger, metrics: Metrics, abuse: AbuseLog): OperationObserver {
  const tracer = trace.getTracer('switchyard');
  // What goes into these lines is listed below and holds no secret; looking for one costs more than writing the line.
  const lines = log.child({}, { redact: [] });
  return {
    refused(errors, caller) {
      for (const { extensions } of errors) {
        metrics.resolverErrors.inc({ code: String(extensions.code) });
        const { limit } = extensions as { limit?: { name: string } };
        if (!limit) continue;
        metrics.limitsExceeded.inc({ limit: limit.name });
        abuse.report(limit.name, caller, { limit });
      }
    },
    started({ name, operation: type }, caller, cost) {
      const { viewer, requestId, client } = caller;
      const startedAt = performance.now();
      const operation = metrics.operationLabel(name?.value);
      const span = tracer.startSpan(`graphql ${type} ${operation}`, { attributes: { 'request.id': requestId } });
      return ({ errors }) => {
        const seconds = (performance.now() - startedAt) / 1000;
        const outcome = errors?.length ? 'error' : 'ok';
        metrics.operations.observe({ operation, type, outcome, transport: client.transport }, seconds);
        const codes = errors?.map(({ extensions }) => String(extensions.code));
        for (const code of codes ?? []) metrics.resolverErrors.inc({ code });
        if (codes?.includes('RATE_LIMITED')) {
          // Only signing in is refused while an operation runs; everything else is refused before.
          metrics.rateLimited.inc({ class: 'AUTH', subject: 'ADDRESS' });
          abuse.report('RATE_AUTH', caller, {});
        }
        if (codes?.includes('EXECUTION_TIMEOUT')) metrics.limitsExceeded.inc({ limit: 'EXECUTION_TIME' });
        span.setAttribute('outcome', outcome).end();
        lines.info(
          {
            requestId,
            tenantId: viewer?.tenantId,
            userId: viewer?.userId,
            apiKeyId: viewer?.apiKeyId ?? undefined,
            client: client.application?.name,
            clientVersion: client.application?.version ?? undefined,
            operation: name?.value.slice(0, 80),
            type,
            transport: client.transport,
            ms: Math.round(seconds * 10_000) / 10,
            cost,
            codes,
          },
          'operation',
        );
      };
    },
  };
}
