/** How many articles are kept for a case. */
export const MATCH_LIMIT = 5;

/**
 * Whether an article counts as found; a case is UNMATCHED when none does.
 * @param floor the project's own, 0.25 by default. Measured on issues of one repository against articles made from its
 * own issues (right article, half of the words misspelt: nine in ten score above 0.28) and on issues of another
 * repository (nine in ten score below 0.20, bare titles below 0.26).
 */
export function isMatch({ score }: { readonly score: number }, floor: number): boolean {
  return score >= floor;
}
