import type { CaseStructure } from './case-structure.js';

/** A yes/no property of a case; `meaning` completes the sentence "it has …". */
export interface CaseTrait {
  readonly key: string;
  readonly meaning: string;
}

const ASKS =
  /\b(?:how (?:do|can|to|should)|is there (?:a|any) way|is it possible|why (?:is|does|do|are)|does anyone|please help|any (?:idea|help|advice)|what (?:is|are) the)\b/i;
const WISHES =
  /\b(?:would be (?:nice|great|good|useful|helpful)|feature request|please (?:add|support|consider)|proposal|(?:i'd|i would|we would|we'd) like|allow(?:ing)? (?:us|users?|me)|it should be possible)\b/i;
const FAILS = /error|exception|traceback|segfault|segmentation|panic|assert|undefined reference|fatal/i;
const TITLE_ASKS = /^\W*(?:how|why|what|is|can|does|where|which|when|should|are|do)\b/i;

/** Counts are bucketed by powers of two: 0, 1, 2–4, 5–10, … so that rare exact values do not matter. */
function bucket(key: string, count: number, meaning: string): CaseTrait {
  const step = Math.round(Math.log2(1 + count));
  return { key: `${key}:${step}`, meaning: `${meaning} (${count < 1 ? 'none' : Math.round(count)})` };
}

/** Shape of a case, apart from its vocabulary. */
export function traitsOf(structure: CaseStructure, titleWords: number): CaseTrait[] {
  const prose = structure.prose.join('\n');
  const traits = [
    bucket('length', structure.bodyChars / 50, 'its length in lines of text'),
    bucket('prose', prose.length / 50, 'its lines of prose'),
    bucket('machine', structure.machine.length, 'its lines of code or log'),
    bucket('code', structure.codeBlocks, 'its code blocks'),
    bucket('image', structure.images, 'its pictures'),
    bucket('checked', structure.checkedBoxes, 'its ticked boxes'),
    bucket('unchecked', structure.openBoxes, 'its boxes left open'),
    bucket('title', titleWords, 'the number of words in its title'),
    bucket('hints', structure.hints.length, 'form instructions left in'),
    bucket('headings', structure.headings.length, 'its headings and form fields'),
    bucket('questions', prose.split('?').length - 1, 'its question marks'),
  ];
  const text = `${structure.title}\n${prose}`;
  if (/\?\s*$/.test(structure.title)) traits.push({ key: 'title-asks', meaning: 'a title that ends as a question' });
  if (TITLE_ASKS.test(structure.title))
    traits.push({ key: 'title-opens-asking', meaning: 'a title that opens as a question' });
  if (ASKS.test(prose)) traits.push({ key: 'asks', meaning: 'a request for advice' });
  if (WISHES.test(text)) traits.push({ key: 'wishes', meaning: 'a wish for something new' });
  if (FAILS.test(structure.machine.join('\n')))
    traits.push({ key: 'fails', meaning: 'an error in the quoted output or code' });
  return traits;
}
