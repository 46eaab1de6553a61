import type { Logger } from 'pino';
import { rowRightsOf } from '../auth/policies.js';
import type { Viewer } from '../auth/viewer.js';
import type { TenantDb } from '../db/tenant.js';
import type { TenantHandles } from '../db/tenant-handles.js';
import type { Client, Context } from './context.js';
import type { Deadline } from './deadline.js';
import type { OperationCaller } from './operation.js';
import type { Services } from './services.js';

/** The tenant that does not exist: its handle sees nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface ContextParts {
  readonly tenants: TenantHandles;
  readonly services: Services;
  readonly log: Logger;
}

/** Builds the context of an operation: identity → tenant and what of it → scoped database. The same for every transport. */
export function contextFactory(parts: ContextParts): (caller: OperationCaller, deadline: Deadline) => Context {
  return (caller, deadline) => new OperationContext(parts, caller, deadline);
}

class OperationContext implements Context {
  viewer: Viewer | null;
  readonly client: Client;
  readonly requestId: string;
  readonly #parts: ContextParts;
  readonly #deadline: Deadline;
  #db: TenantDb;
  #log: Logger | undefined;

  constructor(parts: ContextParts, { viewer, client, requestId }: OperationCaller, deadline: Deadline) {
    this.#parts = parts;
    this.#deadline = deadline;
    this.viewer = viewer;
    this.#db = handleOf(parts, viewer);
    this.client = client;
    this.requestId = requestId;
  }

  /** Nothing begins behind the deadline: a resolver that asks for the database then is told so. */
  get db(): TenantDb {
    this.#deadline.check();
    return this.#db;
  }

  get auditDb(): TenantDb {
    return this.#db;
  }

  get services(): Services {
    this.#deadline.check();
    return this.#parts.services;
  }

  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Made when first used: most operations write no line of their own. */
  get log(): Logger {
    const { requestId, viewer } = this;
    this.#log ??= this.#parts.log.child({ requestId, tenantId: viewer?.tenantId, userId: viewer?.userId });
    return this.#log;
  }

  readonly become = (viewer: Viewer): void => {
    this.viewer = viewer;
    this.#db = handleOf(this.#parts, viewer);
  };
}

/** The tenant, and of it what the viewer may see. */
function handleOf({ tenants }: ContextParts, viewer: Viewer | null): TenantDb {
  return viewer ? tenants.for(viewer.tenantId, rowRightsOf(viewer)) : tenants.for(NOBODY);
}
