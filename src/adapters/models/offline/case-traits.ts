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
const BREAKS =
  /\b(?:crash\w*|segfault\w*|hang(?:s|ing)?|freez\w+|fail(?:s|ed|ing|ure)?|errors?|exception|broken|breaks?|bugs?|wrong(?:ly)?|incorrect\w*|unexpected\w*|inconsistent\w*|regression|(?:does|do|is|did)(?: not|n't|nt)|cannot|can't|unable|no longer|stopped|stuck|lost|missing)\b/i;
const WANTS =
  /\b(?:add|support|allow|option|ability|enable|feature|enhancement|request|proposal|suggestion|implement|improve|introduce|expose)\b/i;
const TITLE_ASKS = /^\W*(?:how|why|what|is|can|does|where|which|when|should|are|do)\b/i;

/** Counts are bucketed by powers of two, since exact values do not matter. What is absent is no trait. */
function bucket(key: string, count: number, one: string, many: string): CaseTrait[] {
  const step = Math.round(Math.log2(1 + count));
  const rounded = Math.max(1, Math.round(count));
  return step === 0 ? [] : [{ key: `${key}:${step}`, meaning: rounded === 1 ? `one ${one}` : `${rounded} ${many}` }];
}

/** Shape of a case, apart from its vocabulary. */
export function traitsOf(structure: CaseStructure, titleWords: number): CaseTrait[] {
  const prose = structure.prose.join('\n');
  const traits = [
    ...bucket('length', structure.bodyChars / 50, 'line of text', 'lines of text'),
    ...bucket('prose', prose.length / 50, 'line of prose', 'lines of prose'),
    ...bucket('machine', structure.machine.length, 'line of code or log', 'lines of code or log'),
    ...bucket('code', structure.codeBlocks, 'code block', 'code blocks'),
    ...bucket('image', structure.images, 'picture', 'pictures'),
    ...bucket('checked', structure.checkedBoxes, 'ticked box', 'ticked boxes'),
    ...bucket('unchecked', structure.openBoxes, 'box left open', 'boxes left open'),
    ...bucket('title', titleWords, 'word in the title', 'words in the title'),
    ...bucket('hints', structure.hints.length, 'form instruction', 'form instructions'),
    ...bucket('headings', structure.headings.length, 'heading or form field', 'headings or form fields'),
    ...bucket('questions', prose.split('?').length - 1, 'question mark', 'question marks'),
  ];
  const text = `${structure.title}\n${prose}`;
  if (/\?\s*$/.test(structure.title)) traits.push({ key: 'title-asks', meaning: 'a title that ends as a question' });
  if (TITLE_ASKS.test(structure.title))
    traits.push({ key: 'title-opens-asking', meaning: 'a title that opens as a question' });
  if (ASKS.test(prose)) traits.push({ key: 'asks', meaning: 'a request for advice' });
  if (WISHES.test(text)) traits.push({ key: 'wishes', meaning: 'a wish for something new' });
  if (BREAKS.test(structure.title)) traits.push({ key: 'title-breaks', meaning: 'a title that tells of a failure' });
  if (BREAKS.test(prose)) traits.push({ key: 'breaks', meaning: 'talk of a failure' });
  if (WANTS.test(structure.title)) traits.push({ key: 'title-wants', meaning: 'a title that asks for a change' });
  if (FAILS.test(structure.machine.join('\n')))
    traits.push({ key: 'fails', meaning: 'an error in the quoted output or code' });
  return traits;
}
