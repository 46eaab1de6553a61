import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';

/** A piece of an article that is embedded by itself. */
export interface ArticleChunk {
  readonly position: number;
  /** The headings it stands under, from the outside in, joined by “ › ”; empty above the first. */
  readonly heading: string;
  /** Taken from the article unchanged; MAX_CHUNK_CHARS at most. */
  readonly text: string;
  /** Of all that is embedded: title, heading and text. */
  readonly hash: string;
}

export const MAX_CHUNK_CHARS = 2_000;
/** A chunk ends where its text says so, but not before it is this long. */
const MIN_CHUNK_CHARS = 400;
/** One block in so many ends a chunk. */
const CUT_EVERY = 3;
const MAX_HEADING_CHARS = 300;

/** Blocks alone: what stands within a line is of no interest here, and costs most. */
const blocks = new MarkdownIt({ html: true });
blocks.core.ruler.disable(['inline', 'text_join']);

interface Unit {
  readonly heading: string;
  readonly text: string;
  /** What joins it to the unit before, when both are of one chunk. */
  readonly glue: string;
}

/**
 * Cuts an article into chunks along its headings and blocks. Where a chunk ends depends on the text around that place
 * alone, so that a change moves few ends: chunks whose text it does not touch keep their hashes.
 */
export function chunkArticle({ title, body }: { readonly title: string; readonly body: string }): ArticleChunk[] {
  const chunks: { heading: string; text: string }[] = [];
  let open: { heading: string; text: string } | null = null;
  for (const { heading, text, glue } of unitsOf(body)) {
    if (open && (open.heading !== heading || open.text.length + glue.length + text.length > MAX_CHUNK_CHARS))
      open = null;
    if (open) {
      open.text += glue + text;
    } else {
      open = { heading, text };
      chunks.push(open);
    }
    if (open.text.length >= MIN_CHUNK_CHARS && endsHere(text)) open = null;
  }
  // An article of headings alone says what they say.
  if (chunks.length === 0) chunks.push({ heading: '', text: clip(body.trim(), MAX_CHUNK_CHARS) });
  return chunks.map(({ heading, text }, position) => ({ position, heading, text, hash: hashOf(title, heading, text) }));
}

function hashOf(title: string, heading: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([title, heading, text]))
    .digest('hex')
    .slice(0, 32);
}

/** Whether a chunk ends behind a unit that is long enough: as good as random, and always the same. */
function endsHere(text: string): boolean {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % CUT_EVERY === 0;
}

/** What is never cut: a paragraph, a list, a table or code; of a long one its lines and sentences. */
function* unitsOf(body: string): Generator<Unit> {
  const lines = body.replace(/\r\n?/g, '\n').split('\n');
  const path: string[] = [];
  let isHeading = false;
  for (const { type, level, tag, map, content } of blocks.parse(lines.join('\n'), {})) {
    if (type === 'heading_open' && level === 0) {
      path.length = Number(tag.slice(1)) - 1;
      isHeading = true;
      continue;
    }
    if (isHeading) {
      if (type === 'inline') path.push(content.replaceAll(/[*_`]+/g, '').trim());
      isHeading = type !== 'heading_close';
      continue;
    }
    if (level !== 0 || !map) continue;
    const text = lines.slice(map[0], map[1]).join('\n').trimEnd();
    const heading = clip(path.filter(Boolean).join(' › '), MAX_HEADING_CHARS);
    if (text.trim() !== '') yield* pieces(text, heading);
  }
}

function* pieces(text: string, heading: string): Generator<Unit> {
  if (text.length <= MAX_CHUNK_CHARS) {
    yield { heading, text, glue: '\n\n' };
    return;
  }
  let glue = '\n\n';
  for (const line of text.split('\n')) {
    for (const part of line.length <= MAX_CHUNK_CHARS ? [line] : sentences(line)) {
      if (part.trim() !== '') yield { heading, text: part, glue };
      glue = '';
    }
    glue = '\n';
  }
}

/** A long line by its sentences; one that is too long by itself is cut at a blank, or anywhere. */
function* sentences(line: string): Generator<string> {
  for (const sentence of line.split(/(?<=[.!?]\s)/u)) {
    let rest = sentence;
    while (rest.length > MAX_CHUNK_CHARS) {
      const head = clip(rest, MAX_CHUNK_CHARS);
      const blank = head.lastIndexOf(' ');
      const cut = blank > MAX_CHUNK_CHARS / 2 ? blank : head.length;
      yield rest.slice(0, cut);
      rest = rest.slice(cut);
    }
    yield rest;
  }
}

/** So many characters at most, and no half of a surrogate pair at the end. */
function clip(text: string, max: number): string {
  const cut = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
