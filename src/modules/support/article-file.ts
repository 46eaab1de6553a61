import { basename, extname } from 'node:path/posix';
import { toUSVString } from 'node:util';
import type { ImportedArticle } from './import-articles.job.js';

/** A Markdown file; the path is below the folder or archive that is imported, with slashes. */
export interface ArticleFile {
  readonly path: string;
  readonly text: string;
}

const MARKDOWN: ReadonlySet<string> = new Set(['.md', '.markdown', '.mdx']);
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '__MACOSX']);
const MAX_TITLE = 300;
const MAX_BODY = 500_000;
const MAX_KEY = 500;

/** Whether a path is that of an article: Markdown, and not in a hidden folder. */
export function isArticlePath(path: string): boolean {
  if (!MARKDOWN.has(extname(path).toLowerCase())) return false;
  return !path.split('/').some((part) => part.startsWith('.') || LEFT_OUT.has(part));
}

/**
 * The article in a file. Its path is the source; its title the front matter's, the first heading, or the name.
 * @returns null when the file is empty
 */
export function articleOf({ path, text }: ArticleFile): ImportedArticle | null {
  const { body, title } = parseArticle(toUSVString(text.replaceAll('\0', '')));
  if (body.trim() === '') return null;
  const name = basename(path, extname(path)).replace(/[-_]+/g, ' ');
  return {
    sourceKey: path.slice(-MAX_KEY),
    title: toUSVString((title ?? name).trim().slice(0, MAX_TITLE)) || name.slice(0, MAX_TITLE) || 'Untitled',
    body: toUSVString(body.slice(0, MAX_BODY)),
  };
}

const FRONT_MATTER = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n/;

function parseArticle(text: string): { readonly title: string | undefined; readonly body: string } {
  const front = FRONT_MATTER.exec(text);
  const body = front ? text.slice(front[0].length) : text.replace(/^\uFEFF/, '');
  const named = front?.[1] && /^title:[ \t]*(.+?)[ \t]*$/m.exec(front[1])?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  const heading = /^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(body)?.[1];
  return { title: named || heading, body };
}
