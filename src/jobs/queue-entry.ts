import { z } from 'zod';

/**
 * What lies in a queue: no payload and no rights, only where to look. The worker reads the job under the tenant's row
 * security, so an entry that names another tenant's job finds nothing.
 */
export const QueueEntry = z.object({
  tenantId: z.uuid().lowercase(),
  jobId: z.uuid().lowercase(),
  /** The job's `handedOverAt` in ms. Only the entry of a job's present turn may start it. */
  turn: z.number().int().positive(),
});
export type QueueEntry = z.infer<typeof QueueEntry>;

/** The same turn of the same job is one entry, however often it is handed over. */
export function entryIdOf({ jobId, turn }: QueueEntry): string {
  return `${jobId}-${turn}`;
}
