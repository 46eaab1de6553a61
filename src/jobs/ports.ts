import type { z } from 'zod';
import type { TenantDb } from '../db/tenant.js';
import type { StreamEvent, Topic } from '../realtime/topic.js';

/** The live streams, as far as jobs write to them. */
export interface EventAppender {
  /** Appends events, those of one topic in their order; a dedupe id is appended once only. Rejects when not all were taken. */
  appendMany(
    tenantId: string,
    appends: readonly { readonly topic: Topic; readonly event: StreamEvent; readonly dedupeId?: string | undefined }[],
  ): Promise<void>;
}

/** Hints between processes; losing one costs time, never truth. */
export interface SignalChannel {
  publishNamed(name: string, body: unknown): Promise<void>;
  listen<Body>(
    signal: { readonly name: string; readonly body: z.ZodType<Body> },
    handler: (body: Body) => void,
  ): { stop(): void };
}

/** The handle of each tenant. */
export interface TenantDirectory {
  for(tenantId: string): TenantDb;
}

/** Which tenants have work; see `UnscopedOperations`. */
export interface WorkFinder {
  outboxTenants(overdueMs: number): Promise<string[]>;
  silentJobTenants(silentForMs: number): Promise<string[]>;
  dueScheduleTenants(): Promise<string[]>;
  dueTimerTenants(): Promise<string[]>;
  /** Adds changes of counts to their sums, when enough have piled up; returns how many. */
  foldJobDeltas(): Promise<number>;
}
