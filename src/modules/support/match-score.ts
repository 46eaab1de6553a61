/** How many articles are kept for a case. */
export const MATCH_LIMIT = 5;

/**
 * Below this score an article does not count as found; the case is UNMATCHED when none reaches it. Measured on issues of
 * one repository against articles made from its own issues (right article, half of the words misspelt: nine in ten
 * score above 0.28) and on issues of another repository (nine in ten score below 0.20, bare titles below 0.26).
 */
export const MATCH_FLOOR = 0.25;

/** @param floor the project's own, `MATCH_FLOOR` by default */
export function isMatch({ score }: { readonly score: number }, floor: number): boolean {
  return score >= floor;
}
