import { z } from 'zod';

/** What a bulk action keeps of who asked for it, and when. */
export const BULK_ORIGIN = {
  /** What came later is left alone. */
  before: z.iso.datetime(),
  actor: z.object({
    kind: z.enum(['USER', 'API_KEY', 'RUNNER', 'SYSTEM']),
    id: z.uuid().nullable(),
    label: z.string(),
  }),
  requestId: z.string().nullable(),
  /** Which rows whoever asked sees (`RowRights.text`): the action meets those and no others. */
  rights: z.string(),
};

/** How many items were looked at, with how many it was done, and with how many it was not possible. */
export const BulkResult = z.object({ processed: z.int(), done: z.int(), skipped: z.int() });
