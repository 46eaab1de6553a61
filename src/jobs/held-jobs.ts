import { type AbortCode, JobAborted } from './failures.js';

/** A job this process works on, from the moment it looks at it. */
export interface HeldJob {
  readonly tenantId: string;
  readonly jobId: string;
  readonly controller: AbortController;
  /** The fencing token; null until the attempt has begun. */
  attempt: number | null;
  /** Why it was told to stop, if it was. */
  abortedFor: AbortCode | null;
}

/** The jobs this process works on. A cancel that arrives while one is being started is not lost. */
export class HeldJobs {
  readonly #held = new Map<string, HeldJob>();

  get size(): number {
    return this.#held.size;
  }

  /** Takes hold of a job; null when this process holds it already. */
  take(tenantId: string, jobId: string): HeldJob | null {
    if (this.#held.has(jobId)) return null;
    const job: HeldJob = { tenantId, jobId, controller: new AbortController(), attempt: null, abortedFor: null };
    this.#held.set(jobId, job);
    return job;
  }

  release(job: HeldJob): void {
    this.#held.delete(job.jobId);
  }

  find(tenantId: string, jobId: string): HeldJob | undefined {
    const job = this.#held.get(jobId);
    return job?.tenantId === tenantId ? job : undefined;
  }

  /** Those whose attempt has begun, by tenant. */
  begun(): Map<string, HeldJob[]> {
    const byTenant = new Map<string, HeldJob[]>();
    for (const job of this.#held.values()) {
      if (job.attempt === null) continue;
      const others = byTenant.get(job.tenantId);
      if (others) others.push(job);
      else byTenant.set(job.tenantId, [job]);
    }
    return byTenant;
  }

  all(): HeldJob[] {
    return [...this.#held.values()];
  }
}

/** Tells a handler to stop. The first reason stands. */
export function abortJob(job: HeldJob, code: AbortCode): void {
  if (job.abortedFor !== null) return;
  job.abortedFor = code;
  job.controller.abort(new JobAborted(code));
}
