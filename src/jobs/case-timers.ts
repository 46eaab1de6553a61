import type { Logger } from 'pino';
import { askForTimers } from '../modules/support/case-timers.service.js';
import type { TenantDirectory, WorkFinder } from './ports.js';
import type { JobRegistry } from './registry.js';

export interface CaseTimersParts {
  readonly tenants: TenantDirectory;
  readonly finder: Pick<WorkFinder, 'dueTimerTenants'>;
  readonly registry: Pick<JobRegistry, 'definitions'>;
  readonly log: Logger;
}

/** Asks, in each tenant where timers of cases ran out, for the job that acts on them. Any number of workers may do so at once. */
export async function runCaseTimers({ tenants, finder, registry, log }: CaseTimersParts): Promise<void> {
  for (const tenantId of await finder.dueTimerTenants()) {
    await askForTimers(tenants.for(tenantId), registry.definitions).catch((error: unknown) => {
      log.warn({ err: error, tenantId }, 'timers of cases could not be run');
    });
  }
}
