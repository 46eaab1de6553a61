import type { CaseText } from '../../../ports.js';

const MAX_BODY_CHARS = 15_000;
const MAX_LINE_CHARS = 400;
/** Form answers that say nothing. */
const NO_ANSWER = /^(?:_?no response_?|n\/?a|none|no|yes|-+|\.+|same|as above|not applicable|<!--.*)$/i;

/** What a report of a failure says, by what is asked for in such reports. Lines without markup. */
export interface CaseReport {
  /** The title without tags such as `[Bug]`. */
  readonly title: string;
  readonly steps: readonly string[];
  readonly expected: string | null;
  readonly observed: string | null;
  /** Versions, systems, devices. */
  readonly environment: readonly string[];
  /** The line in which a machine says what went wrong. */
  readonly error: string | null;
}

type Part = 'steps' | 'expected' | 'observed' | 'environment' | 'other';

const PART_OF_HEADING: readonly (readonly [Part, RegExp])[] = [
  ['expected', /\bexpect(?:ed|ation)?\b|\bshould happen\b/i],
  ['steps', /\brepro\w*|\bsteps?\b|\bhow to (?:see|get)\b/i],
  [
    'observed',
    /\b(?:actual|current|observed|describe the (?:bug|problem|issue)|what (?:happen|went wrong)\w*|problem|bug description|description)\b/i,
  ],
  ['environment', /\b(?:version|environment|platform|operating system|\bos\b|browser|device|system info\w*|setup)\b/i],
];
const HEADING = /^\s{0,3}(?:#{1,6}\s+(.{1,120})|(?:\*\*|__)([^*_].{0,100}?)(?:\*\*|__)\s*:?\s*(.*))$/;
const LABEL = /^\s*(?:[-*+•]\s+)?(?:\*\*)?([A-Za-z][^:`*]{1,60}?)(?:\*\*)?\s*:\s*(.*)$/;
const ITEM = /^\s*(?:\d{1,2}[.)]|[-*+•])\s+(\S.*)$/;
const ERROR_LINE =
  /^.*?\b((?:[A-Z][\w.]*(?:Error|Exception|Panic|Fault)|error|fatal|panic|exception)(?:\[\w+\])?\s*:\s*\S.{3,})$/i;
const TRACE = /^\s*(?:Traceback \(|File "|at \S+.*[:(]\d|#\d+ )/;
const CHECKBOX = /^\s*[-*+]\s+\[[ xX]?\]/;
const SHOULD = /\b(?:should(?:n't| not)?|expect(?:ed)?|supposed to|ought to)\b/i;
const FAILS =
  /\b(?:crash\w*|fail\w*|error\w*|wrong|broken|breaks?|does(?: not|n't)|do(?: not|n't)|did(?: not|n't)|cannot|can't|unable|no longer|never|hangs?|freez\w+|lost|missing|instead|nothing|unexpected\w*|incorrect\w*|throws?|raises?)\b/i;

/** Takes a report apart by its headings, labels and lists, or by what its sentences say where it has none. */
export function readReport({ title, body }: CaseText): CaseReport {
  const parts: Record<Part, string[]> = { steps: [], expected: [], observed: [], environment: [], other: [] };
  const items: string[] = [];
  let error: string | null = null;
  let part: Part = 'other';
  let fenced = false;
  let headed = '';
  const text = body.slice(0, MAX_BODY_CHARS).replace(/<!--[\s\S]*?(?:-->|$)|<details>[\s\S]*?(?:<\/details>|$)/g, ' ');
  const lines = text.split(/\r?\n/);
  for (const whole of lines) {
    const line = whole.slice(0, MAX_LINE_CHARS);
    if (/^\s{0,3}(?:```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    if (line.trim() === '' || CHECKBOX.test(line)) continue;
    const heading = fenced ? null : HEADING.exec(line);
    const shown = heading ? undefined : ERROR_LINE.exec(line)?.[1];
    // The last line of a trace says most; the first one found in prose will do.
    if (shown && (fenced || error === null)) error = plain(shown);
    if (fenced || TRACE.test(line)) continue;
    const label = heading ? null : LABEL.exec(line);
    const named = partNamed(heading?.[1] ?? heading?.[2] ?? label?.[1]);
    if (heading || named) part = named ?? 'other';
    if (heading) headed = plain(heading[1] ?? heading[2] ?? '');
    const rest = heading ? (heading[3] ?? '') : named ? (label?.[2] ?? '') : line;
    const item = ITEM.exec(rest)?.[1];
    const said = plain(item ?? rest);
    if (said === '' || NO_ANSWER.test(said)) continue;
    parts[part].push(part !== 'environment' ? said : label ? plain(line) : headed === '' ? said : `${headed}: ${said}`);
    if (item && part === 'other' && /^\s*\d/.test(rest)) items.push(said);
    if (label && named && part !== 'steps' && part !== 'other') part = 'other';
  }
  const sentences = [...parts.observed, ...parts.other].flatMap((said) => said.split(/(?<=[.!?])\s+/));
  const cleaned = plainTitle(title);
  return {
    title: cleaned,
    steps: (parts.steps.length > 0 ? parts.steps : items).slice(0, 8),
    expected: parts.expected[0] ?? sentences.find((said) => SHOULD.test(said)) ?? null,
    observed: sentences.find((said) => FAILS.test(said) && !SHOULD.test(said)) ?? parts.observed[0] ?? null,
    environment: parts.environment.slice(0, 4),
    error: error ?? ERROR_LINE.exec(cleaned)?.[1] ?? null,
  };
}

function partNamed(heading: string | undefined): Part | undefined {
  if (heading === undefined) return undefined;
  return PART_OF_HEADING.find(([, pattern]) => pattern.test(heading))?.[0];
}

/** A line without markup and links to pictures. */
function plain(text: string): string {
  return text
    .replace(/!\[[^\]]*\]\([^)]*\)|<img[^>]*>/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[\s>#*_+•-]+|[*_\s]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The title without what forms and mail programs put before it. */
function plainTitle(title: string): string {
  const words = title.replace(/^(?:\s*(?:\[[^\]]{1,40}\]|(?:re|fwd?|bug|issue|feature|question)\s*:))+\s*:?\s*/i, '');
  return plain(words === '' ? title : words).slice(0, 300);
}
