import type { ChangeProposal, ChangeRequestMatter } from '../../../ports.js';
import type { Surface } from './change-surfaces.js';

interface RiskRule {
  readonly pattern: RegExp;
  readonly points: number;
  /** Completes "… because". */
  readonly reason: string;
}

/** What a mistake in the change would cost. Points add up: 5 or more is HIGH, 3 MEDIUM. */
const RULES: readonly RiskRule[] = [
  {
    pattern: /\b(?:auth\w*|log ?in|sign[- ]?in|sso|password\w*|permission\w*|access token|session)\b/i,
    points: 2,
    reason: 'it touches sign-in or permissions',
  },
  {
    pattern: /\b(?:payment\w*|invoic\w+|billing|charge[ds]?|refund\w*|checkout|price[sd]?|subscription fee)\b/i,
    points: 2,
    reason: 'it touches money',
  },
  {
    pattern:
      /\b(?:database|migration\w*|schema|sql|delet(?:e|es|ed|ing)|data loss|corrupt\w*|backup\w*|overwrit\w+)\b/i,
    points: 2,
    reason: 'it touches stored data',
  },
  {
    pattern:
      /\b(?:security|encrypt\w*|certificate\w*|tls|ssl|xss|csrf|injection|vulnerab\w+|leak(?:s|ed|ing)? (?:token|key|secret)\w*)\b/i,
    points: 2,
    reason: 'it touches security',
  },
  {
    pattern: /\b(?:concurren\w+|race condition|deadlock\w*|threads?|mutex|lock(?:s|ed|ing)|async\w*|parallel)\b/i,
    points: 1,
    reason: 'it touches what happens at the same time',
  },
  {
    pattern: /\b(?:public api|backwards?[- ]compat\w*|breaking change|protocol|abi)\b/i,
    points: 1,
    reason: 'others depend on how it behaves',
  },
];

const POINTS_OF_SEVERITY = { LOW: 0, MEDIUM: 1, HIGH: 2, CRITICAL: 3 } as const;
const WIDE = 5;

/** How risky the change is, by what it touches, how much it hurts and how far it reaches. */
export function riskOf(
  matter: ChangeRequestMatter,
  surfaces: readonly Surface[],
): Pick<ChangeProposal, 'riskLevel' | 'riskReason'> {
  const text = `${matter.title}\n${surfaces.map(({ name }) => name).join('\n')}\n${proseOf(matter.body)}`;
  const reasons: string[] = [];
  let points: number = POINTS_OF_SEVERITY[matter.severity];
  if (points > 0) reasons.push(`the case is of severity ${matter.severity}`);
  for (const rule of RULES) {
    if (!rule.pattern.test(text)) continue;
    points += rule.points;
    reasons.push(`${rule.reason} (“${rule.pattern.exec(text)?.[0].toLowerCase()}”)`);
  }
  if (surfaces.length >= WIDE) {
    points += 1;
    reasons.push(`${surfaces.length} surfaces are named`);
  }
  if (matter.neighbours.length > 1) {
    points += 1;
    reasons.push(`${matter.neighbours.length} other cases are much alike, so many depend on it`);
  }
  const isLocated = surfaces.some(({ kind }) => kind !== 'word' && kind !== 'neighbour');
  if (!isLocated) {
    points += 1;
    reasons.push('the report names no place in the product');
  }
  const riskLevel = points >= 5 ? 'HIGH' : points >= 3 ? 'MEDIUM' : 'LOW';
  const because = reasons.length === 0 ? 'nothing in the report points at harm' : reasons.join('; ');
  return { riskLevel, riskReason: `${riskLevel} because ${because}.` };
}

/** Without code and output, in which words mean something else. */
function proseOf(body: string): string {
  return body.slice(0, 8_000).replace(/```[\s\S]*?(?:```|$)|<details>[\s\S]*?(?:<\/details>|$)/g, ' ');
}
