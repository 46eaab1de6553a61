import { setImmediate } from 'node:timers/promises';
import type { ReplyChunk, ReplyRequest } from '../../../ports.js';
import { type ChosenPassage, choosePassages } from './passage-choice.js';

const MAX_NAME_CHARS = 80;
const MAX_SUBJECT_CHARS = 120;

/** One line without markup, so that a customer's name or subject cannot change the form of the reply. */
function oneLine(text: string, limit: number): string {
  const plain = text
    .replace(/[<>[\]*_`#|\\]/g, '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  const units = [...plain];
  return units.length > limit ? `${units.slice(0, limit).join('').trimEnd()}…` : plain;
}

function opening({ customerName, subject }: ReplyRequest): string {
  const name = oneLine(customerName ?? '', MAX_NAME_CHARS);
  const about = oneLine(subject, MAX_SUBJECT_CHARS);
  return `Hello${name === '' ? '' : ` ${name}`},\n\nThank you for your message${about === '' ? '' : ` about “${about}”`}.`;
}

const NOTHING_FOUND =
  'We looked through our knowledge base and found no article that answers it, so we would rather not guess. A member of our team will read your message and reply to you.';

const INTRODUCTION = 'This is what our knowledge base says on it:';

const CLOSING =
  'The passages above are quoted from our articles and were chosen for your message automatically. If they do not solve the problem, or your situation differs, please reply with what you tried and what happened; a member of our team will then look into it.';

/** The parts of a reply in order; joined they are its body. */
function compose(request: ReplyRequest, chosen: readonly ChosenPassage[]): { parts: string[]; citations: string[] } {
  if (chosen.length === 0) return { parts: [`${opening(request)}\n\n`, NOTHING_FOUND], citations: [] };
  const citations = [...new Set(chosen.map(({ source }) => source.id))];
  const marker = (id: string): string => `[${citations.indexOf(id) + 1}]`;
  const parts = [`${opening(request)} ${INTRODUCTION}\n\n`];
  let lead = '';
  for (const { source, passage } of chosen) {
    const title = oneLine(source.title, MAX_SUBJECT_CHARS);
    const heading = oneLine(passage.heading, MAX_SUBJECT_CHARS);
    const own = heading === '' || heading === title ? title : `${title}: ${heading}`;
    const line = `**${own}** ${marker(source.id)}`;
    parts.push(`${line === lead ? '' : `${line}\n\n`}${passage.text}\n\n`);
    lead = line;
  }
  const titles = new Map(chosen.map(({ source }) => [source.id, oneLine(source.title, MAX_SUBJECT_CHARS)]));
  parts.push(`${CLOSING}\n\n`, `Sources:\n\n${citations.map((id) => `- ${marker(id)} ${titles.get(id)}`).join('\n')}`);
  return { parts, citations };
}

/**
 * Streams an extractive reply: greeting, the best passages word for word under their title and number, closing, list
 * of sources. When no article fits it says so and cites nothing.
 */
export async function* streamReply(request: ReplyRequest, signal?: AbortSignal): AsyncGenerator<ReplyChunk> {
  signal?.throwIfAborted();
  const { parts, citations } = compose(request, await choosePassages(request, signal));
  for (const part of parts) {
    for (const [text] of part.matchAll(/\s*(?:\S+\s*){1,8}/g)) {
      signal?.throwIfAborted();
      yield { kind: 'delta', text };
      await setImmediate();
    }
  }
  signal?.throwIfAborted();
  const frame = [opening(request), INTRODUCTION, NOTHING_FOUND, CLOSING, 'Sources:'];
  yield { kind: 'final', body: parts.join(''), citations, frame };
}
