import type { AnyJobDefinition, AnyJobHandler } from './define-job.js';
import type { JobCatalog } from './definitions.js';

const KIND = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/** The handlers of this process, one for each kind of job. */
export interface JobRegistry {
  readonly definitions: readonly AnyJobDefinition[];
  readonly handlers: readonly AnyJobHandler[];
  find(kind: string): AnyJobHandler | undefined;
}

/**
 * Brings definitions and handlers together.
 * @throws when a definition has no handler or two, a handler no definition, or a definition contradicts itself
 */
export function jobRegistry(handlers: readonly AnyJobHandler[], definitions: JobCatalog): JobRegistry {
  const faults = [
    ...definitions.flatMap((definition) => faultsOf(definition, handlers)),
    ...duplicates(definitions.map(({ kind }) => kind)).map((kind) => `${kind} is defined twice`),
    ...handlers
      .filter(({ definition }) => !definitions.some(({ kind }) => kind === definition.kind))
      .map(({ definition }) => `${definition.kind} has a handler but is not among the definitions`),
  ];
  if (faults.length > 0) throw new Error(`The jobs cannot be run: ${faults.join('; ')}.`);
  const byKind = new Map(handlers.map((handler) => [handler.definition.kind, handler]));
  return { definitions: handlers.map(({ definition }) => definition), handlers, find: (kind) => byKind.get(kind) };
}

function faultsOf(definition: AnyJobDefinition, handlers: readonly AnyJobHandler[]): string[] {
  const { kind, retry, concurrency, tenantWindow, timeoutMs } = definition;
  const own = handlers.filter((handler) => handler.definition.kind === kind);
  const faults: string[] = [];
  if (own.length !== 1) faults.push(`${kind} has ${own.length === 0 ? 'no handler' : `${own.length} handlers`}`);
  if (!KIND.test(kind)) faults.push(`${kind} is not named module.verb-noun`);
  if (own[0]?.onGiveUp && definition.cancelsAtOnce) faults.push(`${kind} has an onGiveUp and cannot cancel at once`);
  const numbers = { attempts: retry.attempts, concurrency, tenantWindow, timeoutMs };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 1) faults.push(`${kind}: ${name} must be a whole number of at least 1`);
  }
  return faults;
}

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
