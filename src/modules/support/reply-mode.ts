import type { ReplyMode } from '../../generated/prisma/enums.js';
import type { NewCaseDecision } from './case-decision.service.js';
import { groundingOf } from './grounding.js';

const MAX_SHOWN = 3;
const MAX_QUOTE_CHARS = 160;

/** A draft that was just written, with what it cites. */
export interface DraftToJudge {
  readonly body: string;
  readonly frame: readonly string[];
  readonly cited: readonly { readonly title: string; readonly body: string; readonly score: number }[];
}

export interface ReplyModeDecision extends NewCaseDecision {
  readonly outcome: 'SEND' | 'APPROVAL';
  readonly confidence: number;
}

/**
 * Whether a reply may go out by itself. How sure it is: the score of the best article it cites, times the share of its
 * sentences that rest on what it cites. It goes out where the project says SEND, it is sure enough, and every sentence
 * rests on something.
 */
export function decideReply(
  { replyMode, sendThreshold }: { readonly replyMode: ReplyMode; readonly sendThreshold: number },
  { body, frame, cited }: DraftToJudge,
): ReplyModeDecision {
  const sources = cited.map(({ title, body: text }) => `${title}\n${text}`);
  const { share, claims, ungrounded } = groundingOf(body, sources, frame);
  const best = Math.max(0, ...cited.map(({ score }) => score));
  const confidence = Math.round(best * share * 1_000) / 1_000;
  const quoted = ungrounded.slice(0, MAX_SHOWN).map((sentence) => `Rests on nothing: “${cut(sentence)}”`);
  const reasons = [
    cited.length === 0
      ? 'It cites no article.'
      : `It cites ${cited.length} article${cited.length === 1 ? '' : 's'}, the best with a score of ${best.toFixed(2)}.`,
    `${claims - ungrounded.length} of ${claims} sentences that claim something rest on what is cited.`,
    ...quoted,
  ];
  const isFounded = cited.length > 0 && claims > 0 && ungrounded.length === 0;
  const isSure = confidence >= sendThreshold;
  if (replyMode === 'SEND' && !isSure) {
    reasons.push(
      `Its confidence is ${confidence.toFixed(2)}, the project asks for ${sendThreshold.toFixed(2)} to send by itself.`,
    );
  }
  if (replyMode === 'APPROVAL') reasons.push('The project has a person decide on every reply.');
  const outcome = replyMode === 'SEND' && isFounded && isSure ? 'SEND' : 'APPROVAL';
  return { kind: 'REPLY', outcome, confidence, threshold: sendThreshold, reasons };
}

function cut(text: string): string {
  return text.length > MAX_QUOTE_CHARS ? `${text.slice(0, MAX_QUOTE_CHARS)}…` : text;
}
