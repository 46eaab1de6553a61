/** How many articles are kept for a case. */
export const MATCH_LIMIT = 5;

/** Below this score an article does not count as found; the case is UNMATCHED when none reaches it. */
export const MATCH_FLOOR = 0.3;

/** Share of the words in the score; the rest is the meaning's. */
export const LEXICAL_SHARE = 0.5;

export function isMatch({ score }: { readonly score: number }): boolean {
  return score >= MATCH_FLOOR;
}
