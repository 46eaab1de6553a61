import type { CaseText, TriageSeverity, TriageType } from '../../../ports.js';
import { readStructure } from './case-structure.js';

/** One reading of the case: what it looks for, what it is worth, how it is put in words. */
interface SeverityRule {
  readonly pattern: RegExp;
  readonly points: number;
  readonly reason: string;
}

/**
 * Points add up; each rule counts once; a report of a failure starts
 * with 1 point. 7 or more with a grave rule is CRITICAL, 5 HIGH, 2 MEDIUM. A word under a negation
 * ("no crash", "does not crash") does not count.
 */
const RULES: readonly SeverityRule[] = [
  {
    pattern:
      /\b(?:data loss|los(?:t|es?|ing) (?:all |my |our |the |some )*(?:data|files?|work|funds?|coins?|money|messages?|orders?)|corrupt(?:s|ed|ion)?|wiped|overwrit(?:es|ten) (?:my|our|the) (?:data|files?))\b/i,
    points: 7,
    reason: 'data is lost or corrupted',
  },
  {
    pattern:
      /\b(?:security (?:hole|issue|flaw|bug|problem|vulnerabilit\w+)|vulnerabilit(?:y|ies)|cve-\d{4}|exploit(?:s|ed|able)?|remote code execution|rce|sql injection|xss|csrf|leak(?:s|ed|ing)? (?:of )?(?:the |my |our |user |customer |private )*(?:passwords?|tokens?|keys?|credentials?|secrets?|personal data|data)|unauthori[sz]ed access|data breach)\b/i,
    points: 7,
    reason: 'security is at stake',
  },
  {
    pattern:
      /\b(?:production (?:is |was |has been |went )?(?:down|broken|stopped|out)|complete(?:ly)? (?:outage|down|unusable)|outage|site is down|service is down|(?:all|every) (?:customers?|users?|clients?) (?:\w+ ){0,3}(?:cannot|can't|unable|locked|affected)|nobody can)\b/i,
    points: 6,
    reason: 'production or all users are affected',
  },
  {
    pattern:
      /\b(?:charged (?:twice|double)|double[- ]charg\w+|wrong (?:amount|invoice|balance)|overcharg\w+|payments? fail\w*)\b/i,
    points: 4,
    reason: 'money is wrong',
  },
  {
    pattern:
      /\b(?:crash(?:es|ed|ing)?|segfault\w*|segmentation fault|core dump(?:ed)?|kernel panic|panics?|aborts?|aborted|terminates? unexpectedly|quit unexpectedly|double free|use[- ]after[- ]free|heap[- ]buffer[- ]overflow|out of memory|oom)\b/i,
    points: 4,
    reason: 'something crashes',
  },
  {
    pattern:
      /\b(?:hangs?|hung|freez(?:es?|ing)|frozen|deadlock\w*|infinite loop|unresponsive|not responding|never (?:finishes|ends|returns|completes)|stuck)\b/i,
    points: 3,
    reason: 'something hangs',
  },
  {
    pattern:
      /\b(?:regression|used to work|worked (?:fine |well |before)|no longer works?|stopped working|broke(?:n)? (?:after|since|in)|since (?:the )?(?:last )?(?:update|upgrade))\b/i,
    points: 2,
    reason: 'it worked before',
  },
  {
    pattern:
      /\b(?:block(?:s|ed|er|ing) (?:us|me|our|my|the release)|blocker|showstopper|urgent(?:ly)?|asap|as soon as possible|critical|deadline|emergency)\b/i,
    points: 2,
    reason: 'the customer is held up',
  },
  {
    pattern:
      /\b(?:cannot|can't|can not|unable to|impossible to|fails? to) (?:log ?in|sign ?in|start|boot|open|install|build|compile|connect|save|pay|check ?out|load|run|launch|import|upload|send)\b/i,
    points: 2,
    reason: 'a basic action fails',
  },
  {
    pattern:
      /\b(?:exception|traceback|stack trace|fatal|assertion failed|unhandled|undefined behaviou?r|memory leak|leaks? memory|race condition|overflow)\b/i,
    points: 2,
    reason: 'a serious error is shown',
  },
  {
    pattern:
      /\b(?:wrong|incorrect|invalid|inconsistent|unexpected) (?:\w+ ){0,2}(?:results?|outputs?|values?|behaviou?r|data|numbers?|totals?)\b|\b(?:doesn't|does not|don't|do not|didn't|isn't|not) work(?:ing)?\b|\berrors?\b|\bfail(?:s|ed|ing|ure)?\b/i,
    points: 1,
    reason: 'something does not do what it should',
  },
  {
    pattern:
      /\b(?:every time|always|100 ?%|consistently|many (?:users|customers|people)|several (?:users|customers|people)|all (?:of )?(?:our|my) (?:users|customers|servers|machines))\b/i,
    points: 1,
    reason: 'it is frequent or widespread',
  },
  {
    pattern:
      /(?<!\b(?:any|no|is there a|a known) )\bwork(?:ed|s)? ?around\b|\b(?:(?:for now|meanwhile|temporarily) (?:i|we) (?:use|do|can)|can be avoided)\b/i,
    points: -2,
    reason: 'there is a way around it',
  },
  {
    pattern:
      /\b(?:typos?|spelling|cosmetic|misaligned|alignment|wording|documentation|docs|minor|trivial|nitpick|tooltip|padding|colou?rs? of)\b/i,
    points: -2,
    reason: 'it is about looks or wording',
  },
  {
    pattern: /\b(?:low priority|not urgent|no rush|no hurry|nice to have|would be nice|just wondering|curious)\b/i,
    points: -2,
    reason: 'the customer is in no hurry',
  },
];

const NEGATION =
  /\b(?:no|not|never|without|doesn't|does not|didn't|did not|won't|isn't|neither|nor|any)\s+(?:\w+\s+){0,1}$/i;
/** A wish or a question may mention a crash; it is rarely as pressing as a report of one. */
const SHARE_OF_TYPE: Record<TriageType, number> = { BUG: 1, QUESTION: 0.6, FEATURE: 0.4 };
/** Loss, danger or a standstill: without one of these a case is at most HIGH. */
const GRAVE_POINTS = 6;
const MAX_SCAN_CHARS = 8_000;

export interface SeverityVerdict {
  readonly severity: TriageSeverity;
  readonly points: number;
  /** Rules that applied, strongest first, as `reason (+points)`. */
  readonly reasons: readonly string[];
}

function applies(rule: SeverityRule, text: string): boolean {
  for (const match of text.matchAll(new RegExp(rule.pattern, 'gi'))) {
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    if (rule.points < 0 || !NEGATION.test(before)) return true;
  }
  return false;
}

/** Scores how much a case hurts by a fixed list of rules; `type` is what triage took it for. */
export function severityOf(text: CaseText, type: TriageType): SeverityVerdict {
  const structure = readStructure(text.title, text.body);
  const scanned = `${structure.title}\n${structure.prose.join('\n')}`.slice(0, MAX_SCAN_CHARS);
  const hits = RULES.filter((rule) => applies(rule, scanned));
  const raw = hits.reduce((sum, { points }) => sum + points, type === 'BUG' ? 1 : 0);
  const points = raw > 0 ? raw * SHARE_OF_TYPE[type] : raw;
  const grave = hits.some((rule) => rule.points >= GRAVE_POINTS);
  const severity = points >= 7 && grave ? 'CRITICAL' : points >= 5 ? 'HIGH' : points >= 2 ? 'MEDIUM' : 'LOW';
  const reasons = hits
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map(({ reason, points: worth }) => `${reason} (${worth > 0 ? '+' : '−'}${Math.abs(worth)})`);
  return { severity, points, reasons };
}
