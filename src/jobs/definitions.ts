import { PruneHistory } from '../modules/operations/prune-history.job.js';
import type { AnyJobDefinition } from './define-job.js';

export type JobCatalog = readonly AnyJobDefinition[];

/** Every kind of job there is, one line each. Producers and operators need no more; handlers are in `handlers.ts`. */
export const JOB_DEFINITIONS: JobCatalog = [PruneHistory];

export function findDefinition(definitions: JobCatalog, kind: string): AnyJobDefinition | undefined {
  return definitions.find((definition) => definition.kind === kind);
}
