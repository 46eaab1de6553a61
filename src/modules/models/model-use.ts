import type { TenantDb } from '../../db/tenant.js';
import type { ModelPurpose, ModelTier } from '../../generated/prisma/enums.js';
import type { Ports } from '../../ports.js';
import type { Subject } from '../operations/tenant-event.service.js';
import type { Route } from './model-route.service.js';

/** What is needed to ask a model: whose it is, and how models are reached. A job's run is one. */
export interface ModelAccess {
  readonly db: TenantDb;
  readonly ports: Pick<Ports, 'language' | 'modelHealth'>;
  readonly signal?: AbortSignal | undefined;
  /** Of the job that asks. */
  readonly attempt?: number | undefined;
  /** Who is asked, where that is not for the purpose's route to say. */
  readonly route?: Route | undefined;
}

/** What a model is asked for. Written down with every call. */
export interface ModelUse {
  readonly purpose: ModelPurpose;
  readonly tier: ModelTier;
  readonly projectId: string | null;
  readonly subject: Subject | null;
  readonly jobId: string | null;
  readonly requestId: string | null;
}
