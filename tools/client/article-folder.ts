import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { toUSVString } from 'node:util';
import type { KbImportRowInput } from '../../test/gql/graphql.js';
import { CommandError, describeError } from '../command.js';

const MARKDOWN: ReadonlySet<string> = new Set(['.md', '.markdown', '.mdx']);
const MAX_TITLE = 300;
const MAX_BODY = 500_000;

/** The Markdown files in a folder and below, sorted. @throws CommandError */
export async function listArticles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CommandError(`There is no folder ${folder}.`);
    if (code === 'ENOTDIR') throw new CommandError(`${folder} is a file; name the folder it is in.`);
    throw new CommandError(`${folder} cannot be read: ${describeError(error)}`);
  });
  const files = entries
    .filter((entry) => entry.isFile() && MARKDOWN.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(folder, file)
          .split(sep)
          .some((part) => part.startsWith('.') || part === 'node_modules'),
    );
  if (files.length === 0) throw new CommandError(`There are no Markdown files in ${folder}.`);
  return files.sort();
}

/** Reads articles. The path below the folder is the source; the title is the front matter's, the first heading, or the name. */
export async function* readArticles(folder: string, files: readonly string[]): AsyncGenerator<KbImportRowInput> {
  for (const file of files) {
    const text = toUSVString((await readFile(file, 'utf8')).replaceAll('\0', ''));
    const { body, title } = parseArticle(text);
    const name = basename(file, extname(file)).replace(/[-_]+/g, ' ');
    if (body.trim() === '') continue;
    yield {
      sourceKey: relative(folder, file).split(sep).join('/').slice(-500),
      title: (title ?? name).trim().slice(0, MAX_TITLE) || name,
      body: body.slice(0, MAX_BODY),
    };
  }
}

const FRONT_MATTER = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n/;

function parseArticle(text: string): { readonly title: string | undefined; readonly body: string } {
  const front = FRONT_MATTER.exec(text);
  const body = front ? text.slice(front[0].length) : text.replace(/^\uFEFF/, '');
  const named = front?.[1] && /^title:[ \t]*(.+?)[ \t]*$/m.exec(front[1])?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  const heading = /^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(body)?.[1];
  return { title: named || heading, body };
}
