import { z } from 'zod';

/** The body of a request that opens a case, the same for every side. */
export const NewCaseBody = z.object({
  projectId: z.uuid(),
  subject: z.string().trim().min(1).max(300),
  body: z.string().min(1).max(100_000),
  customer: z.object({ email: z.email().max(320), name: z.string().trim().max(200) }),
});
export type NewCaseBody = z.infer<typeof NewCaseBody>;
