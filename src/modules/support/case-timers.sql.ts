import type { TenantTx } from '../../db/tenant.js';
import type { Case } from '../../generated/prisma/client.js';

/** A case some of whose timers ran out, as it is since then. */
export interface TimedCase extends Case {
  /** Its first answer was due and not given. */
  readonly lacksAnswer: boolean;
  /** Its resolution was due and not there. */
  readonly lacksResolution: boolean;
  /** It was put off until now. */
  readonly wakes: boolean;
}

/**
 * Notes what ran out, for so many cases at most, the longest due first. Each timer once, however many do this at the
 * same moment: a row that somebody else works on is passed over, and one that is done is due no more.
 */
export function takeTimedCases(tx: TenantTx, limit: number): Promise<TimedCase[]> {
  return tx.$queryRaw<TimedCase[]>`
    WITH due AS (
      SELECT c."id", COALESCE(case_first_answer_timer(c) <= now(), false) AS "lacksAnswer",
        COALESCE(case_resolution_timer(c) <= now(), false) AS "lacksResolution",
        COALESCE(c."snoozedUntil" <= now(), false) AS "wakes"
      FROM "Case" c WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."timerAt" <= now()
      ORDER BY c."timerAt", c."id" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "Case" c SET "version" = c."version" + 1, "updatedAt" = now(),
      "firstAnswerBreachedAt" = CASE WHEN due."lacksAnswer" THEN now() ELSE c."firstAnswerBreachedAt" END,
      "resolutionBreachedAt" = CASE WHEN due."lacksResolution" THEN now() ELSE c."resolutionBreachedAt" END,
      "snoozedUntil" = CASE WHEN due."wakes" THEN NULL ELSE c."snoozedUntil" END
    FROM due WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."id" = due."id"
    RETURNING c.*, due."lacksAnswer", due."lacksResolution", due."wakes"`;
}
