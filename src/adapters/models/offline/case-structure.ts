/** Cuts long input: openings say most, endings often hold the error. Bounds the time of every later step. */
const HEAD_CHARS = 12_000;
const TAIL_CHARS = 3_000;
const MAX_TITLE_CHARS = 400;
const MAX_LINE_CHARS = 1_500;
/** An answer longer than this is prose, not a choice made in a form. */
const MAX_CHOICE_CHARS = 40;

/** A support case taken apart: what people wrote, what a form asked, what a machine printed. */
export interface CaseStructure {
  readonly title: string;
  /** The body as it was written, markup included; cut when it is long. */
  readonly text: string;
  /** Sentences in the customer's own words, one entry a line. */
  readonly prose: readonly string[];
  /** Lines of code blocks, logs and stack traces. */
  readonly machine: readonly string[];
  /** Headings and form labels, without markup. */
  readonly headings: readonly string[];
  /** Text of HTML comments: instructions of the form that the customer left in. */
  readonly hints: readonly string[];
  /** Short answers under or beside a heading, such as `Issue type` → `Bug`. */
  readonly choices: readonly (readonly [label: string, answer: string])[];
  readonly checkedBoxes: number;
  readonly openBoxes: number;
  readonly codeBlocks: number;
  readonly images: number;
  readonly bodyChars: number;
}

const FENCE = /^\s{0,3}(?:```|~~~)/;
const HEADING = /^\s{0,3}#{1,6}\s+(\S.*)$/;
const BOLD_LABEL = /^\s{0,3}(?:\*\*|__)([^*_].{1,120}?)(?:\*\*|__)\s*:?\s*(.*)$/;
const BULLET_LABEL = /^\s*(?:[-*+•]\s+)?([A-Za-z][^:`]{1,70}?)\s*:\s*(\S.*)?$/;
const CHECKBOX = /^\s*[-*+]\s+\[([ xX]?)\]\s+(.*)$/;
const IMAGE = /!\[[^\]]{0,200}\]\(|<img\b/;
/** Lines that machines print: stack frames, compiler notes, log stamps, memory addresses, prompts. */
const MACHINE_LINE =
  /^\s*(?:at \S.*[:(]\d|File ".{1,200}", line \d|#\d+\s+0x|\[?\d{4}-\d\d-\d\d[T ]\d\d:|\[\s*\d+\.\d+\]|\$ |>>> |0x[0-9a-f]{4}|(?:E|W|I)\d{4} |make(?:\[\d+\])?:|-- |\[\s*\d+%\])/;

function clip(body: string): string {
  if (body.length <= HEAD_CHARS + TAIL_CHARS) return body;
  return `${body.slice(0, HEAD_CHARS)}\n${body.slice(-TAIL_CHARS)}`;
}

/** Moves the text of HTML comments into `hints`; an unclosed comment runs to the end. */
function splitComments(text: string, hints: string[]): string {
  let rest = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<!--', at);
    if (open < 0) return rest + text.slice(at);
    const close = text.indexOf('-->', open + 4);
    const end = close < 0 ? text.length : close;
    rest += `${text.slice(at, open)} `;
    for (const line of text.slice(open + 4, end).split('\n')) {
      const hint = line.replace(/^[\s\-!]+|[\s\-!]+$/g, '');
      if (hint.length > 2) hints.push(hint);
    }
    at = close < 0 ? text.length : close + 3;
  }
  return rest;
}

function plainLabel(text: string): string {
  return text
    .replace(/[*_`#]+/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s:?.]+$/, '')
    .trim()
    .toLowerCase()
    .slice(0, 100);
}

/** Takes a case apart line by line, in time linear in its (clipped) length. */
export function readStructure(title: string, body: string): CaseStructure {
  const hints: string[] = [];
  const prose: string[] = [];
  const machine: string[] = [];
  const headings: string[] = [];
  const choices: [string, string][] = [];
  let checkedBoxes = 0;
  let openBoxes = 0;
  let codeBlocks = 0;
  let images = 0;
  let fenced = false;
  let label = '';
  const text = clip(body.replace(/\r\n?/g, '\n').replaceAll('\0', ' '));
  const lines = splitComments(text, hints).split('\n');
  for (const whole of lines) {
    const line = whole.length > MAX_LINE_CHARS ? whole.slice(0, MAX_LINE_CHARS) : whole;
    if (FENCE.test(line)) {
      if (!fenced) codeBlocks += 1;
      fenced = !fenced && !/```.*```\s*$/.test(line);
      label = '';
      continue;
    }
    if (fenced || MACHINE_LINE.test(line)) {
      machine.push(line);
      continue;
    }
    const plain = line.trim();
    if (plain === '') continue;
    if (IMAGE.test(line)) images += 1;
    const box = CHECKBOX.exec(line);
    if (box) {
      if (box[1] === 'x' || box[1] === 'X') checkedBoxes += 1;
      else openBoxes += 1;
      headings.push(`box ${plainLabel(box[2] ?? '')}`);
      continue;
    }
    const heading = HEADING.exec(line) ?? BOLD_LABEL.exec(line);
    if (heading) {
      label = plainLabel(heading[1] ?? '');
      headings.push(label);
      const answer = plainLabel(heading[2] ?? '');
      if (answer !== '') {
        if (answer.length <= MAX_CHOICE_CHARS) choices.push([label, answer]);
        prose.push(heading[2] ?? '');
      }
      continue;
    }
    const field = BULLET_LABEL.exec(line);
    if (field) {
      headings.push(`field ${plainLabel(field[1] ?? '')}`);
      const answer = plainLabel(field[2] ?? '');
      if (answer !== '' && answer.length <= MAX_CHOICE_CHARS) choices.push([plainLabel(field[1] ?? ''), answer]);
    } else if (label !== '' && plain.length <= MAX_CHOICE_CHARS) {
      choices.push([label, plainLabel(plain)]);
    }
    label = '';
    prose.push(plain);
  }
  return {
    title: title.replaceAll('\0', ' ').trim().slice(0, MAX_TITLE_CHARS),
    text,
    prose,
    machine,
    headings,
    hints,
    choices,
    checkedBoxes,
    openBoxes,
    codeBlocks,
    images,
    bodyChars: body.length,
  };
}
