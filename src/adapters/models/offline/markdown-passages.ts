/** A part of an article that can stand alone in a reply; `text` is taken from the article unchanged. */
export interface Passage {
  readonly text: string;
  /** The heading it stands under, without markup; empty above the first one. */
  readonly heading: string;
  /** Position in the article, for reading order. */
  readonly position: number;
  /** Steps or code: something the customer can do. */
  readonly actionable: boolean;
}

type BlockKind = 'text' | 'list' | 'code' | 'table';

interface Block {
  readonly kind: BlockKind;
  readonly heading: string;
  readonly lines: string[];
}

const MAX_ARTICLE_CHARS = 40_000;
const MAX_TEXT_CHARS = 420;
const MAX_PASSAGE_CHARS = 1_600;
const FENCE = /^\s{0,3}(```|~~~)/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/;
const SETEXT = /^\s{0,3}(?:=+|-{2,})\s*$/;
const LIST_ITEM = /^\s{0,8}(?:[-*+•]|\d{1,3}[.)])\s+\S/;
const TABLE_ROW = /^\s*\|/;

function withoutFrontMatter(markdown: string): string {
  if (!markdown.startsWith('---\n')) return markdown;
  const end = markdown.indexOf('\n---', 4);
  return end < 0 ? markdown : markdown.slice(markdown.indexOf('\n', end + 1) + 1 || markdown.length);
}

function withoutComments(markdown: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const open = markdown.indexOf('<!--', at);
    if (open < 0) return kept + markdown.slice(at);
    kept += markdown.slice(at, open);
    const close = markdown.indexOf('-->', open + 4);
    if (close < 0) return kept;
    at = close + 3;
  }
}

const plainHeading = (text: string): string =>
  text
    .replace(/[*_`]+/g, '')
    .trim()
    .slice(0, 120);

function kindOf(line: string): BlockKind {
  if (LIST_ITEM.test(line)) return 'list';
  return TABLE_ROW.test(line) ? 'table' : 'text';
}

/** Blocks in reading order. A list keeps its indented lines and the blank lines between its items. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: Block | null = null;
  let fence = '';
  let blank = false;
  const start = (kind: BlockKind, line: string): void => {
    open = { kind, heading, lines: [line] };
    blocks.push(open);
  };
  for (const line of markdown.split('\n')) {
    const block = open as Block | null;
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence !== '') {
      block?.lines.push(line);
      if (mark === fence) {
        fence = '';
        open = null;
      }
      continue;
    }
    if (mark !== '') {
      fence = mark;
      start('code', line);
      continue;
    }
    if (line.trim() === '') {
      blank = true;
      if (block?.kind !== 'list') open = null;
      continue;
    }
    const title = HEADING.exec(line)?.[1];
    if (title !== undefined) {
      heading = plainHeading(title);
      open = null;
    } else if (SETEXT.test(line)) {
      const under = !blank && block?.kind === 'text' && block.lines.length === 1 ? blocks.pop() : undefined;
      if (under) heading = plainHeading(under.lines[0] ?? '');
      open = null;
    } else if (block?.kind === 'list' && (LIST_ITEM.test(line) || /^\s{2,}\S/.test(line) || !blank)) {
      if (blank) block.lines.push('');
      block.lines.push(line);
    } else if (block && block.kind === kindOf(line)) {
      block.lines.push(line);
    } else {
      start(kindOf(line), line);
    }
    blank = false;
  }
  return blocks;
}

/** Cuts a paragraph into runs of whole sentences of at most `MAX_TEXT_CHARS`, where sentences allow. */
function sentenceRuns(text: string): string[] {
  if (text.length <= MAX_TEXT_CHARS) return [text];
  const runs: string[] = [];
  let run = '';
  for (const sentence of text.split(/(?<=[.!?])\s+(?=[\p{Lu}\d"“(])/u)) {
    if (run !== '' && run.length + sentence.length > MAX_TEXT_CHARS) {
      runs.push(run);
      run = '';
    }
    run = run === '' ? sentence : `${run} ${sentence}`;
  }
  return [...runs, run];
}

/** Whole leading lines up to the limit; a code block that is cut is closed again. */
function clipLines(text: string): string {
  if (text.length <= MAX_PASSAGE_CHARS) return text;
  const cut = text.lastIndexOf('\n', MAX_PASSAGE_CHARS);
  const kept = text.slice(0, cut > 0 ? cut : MAX_PASSAGE_CHARS);
  const fences = kept.split('\n').filter((line) => FENCE.test(line)).length;
  return fences % 2 === 1 ? `${kept}\n${FENCE.exec(text)?.[1] ?? '```'}` : kept;
}

/** A paragraph that ends with a colon belongs to the list or table after it. */
function introduces(paragraph: string, next: Block): boolean {
  return next.kind !== 'text' && /:\s*$/.test(paragraph);
}

/**
 * Splits an article into passages: paragraphs (long ones by sentences), whole lists, code blocks and tables; a
 * paragraph stays with the code after it, and with the list or table that it introduces.
 */
export function passagesOf(markdown: string): Passage[] {
  const text = markdown.slice(0, MAX_ARTICLE_CHARS).replace(/\r\n?/g, '\n').replaceAll('\0', '');
  const blocks = blocksOf(withoutComments(withoutFrontMatter(text)));
  const passages: Passage[] = [];
  const add = (body: string, heading: string, actionable: boolean): void => {
    const trimmed = body.replace(/^\n+|\s+$/g, '');
    if (/[\p{L}\p{N}]/u.test(trimmed))
      passages.push({ text: clipLines(trimmed), heading, position: passages.length, actionable });
  };
  for (let i = 0; i < blocks.length; i += 1) {
    const block = blocks[i]!;
    const next = blocks[i + 1];
    const body = block.lines.join('\n');
    const sameSection = next?.heading === block.heading;
    if (block.kind === 'text' && next && sameSection && (next.kind === 'code' || introduces(body, next))) {
      add(`${body}\n\n${next.lines.join('\n')}`, block.heading, next.kind !== 'table');
      i += 1;
    } else if (block.kind === 'text') {
      for (const run of sentenceRuns(body)) add(run, block.heading, false);
    } else {
      add(body, block.heading, block.kind !== 'table');
    }
  }
  return passages;
}
