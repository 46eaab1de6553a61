import type { Logger } from 'pino';
import { runDueSchedules } from '../modules/operations/schedule.service.js';
import type { TenantDirectory, WorkFinder } from './ports.js';
import type { JobRegistry } from './registry.js';

export interface SchedulesParts {
  readonly tenants: TenantDirectory;
  readonly finder: WorkFinder;
  readonly registry: JobRegistry;
  readonly log: Logger;
}

/** Enqueues the recurring jobs that are due, each in its tenant's own scope. Any number of workers may do so at once. */
export async function runSchedules({ tenants, finder, registry, log }: SchedulesParts): Promise<void> {
  for (const tenantId of await finder.dueScheduleTenants()) {
    try {
      const { jobs, unknownKinds } = await runDueSchedules(tenants.for(tenantId), registry.definitions);
      if (jobs.length > 0) log.debug({ tenantId, kinds: jobs.map(({ kind }) => kind) }, 'scheduled jobs enqueued');
      if (unknownKinds.length > 0) log.warn({ tenantId, kinds: unknownKinds }, 'schedules name kinds nobody handles');
    } catch (error) {
      log.warn({ err: error, tenantId }, 'schedules could not be run');
    }
  }
}
