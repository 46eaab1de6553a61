import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ArchiveRefused, checkArchive, readArchive } from '../../src/modules/support/article-archive.js';
import { articleOf, isArticlePath } from '../../src/modules/support/article-file.js';
import type { KbImportRowInput } from '../../test/gql/graphql.js';
import { CommandError, describeError } from '../command.js';

/** The Markdown files in a folder and below, sorted. @throws CommandError */
export async function listArticles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CommandError(`There is no folder ${folder}.`);
    if (code === 'ENOTDIR') throw new CommandError(`${folder} is a file; name the folder it is in.`);
    throw new CommandError(`${folder} cannot be read: ${describeError(error)}`);
  });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => isArticlePath(relative(folder, file).split(sep).join('/')));
  if (files.length === 0) throw new CommandError(`There are no Markdown files in ${folder}.`);
  return files.sort();
}

/** Reads articles. The path below the folder is the source. */
export async function* readArticles(folder: string, files: readonly string[]): AsyncGenerator<KbImportRowInput> {
  for (const file of files) {
    const path = relative(folder, file).split(sep).join('/');
    const article = articleOf({ path, text: await readFile(file, 'utf8') });
    if (article) yield article;
  }
}

/** What a zip may hold that is unpacked here and sent in batches. */
const LIMITS = { bytes: 200_000_000, entries: 20_000, fileBytes: 2_000_000, totalBytes: 500_000_000, ratio: 100 };

/** The Markdown files in a zip. @throws CommandError when it is none, or beyond what is taken */
export async function openArchive(
  file: string,
): Promise<{ count: number; articles: AsyncGenerator<KbImportRowInput> }> {
  const archive = await readFile(file).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${describeError(error)}`);
  });
  try {
    const count = (await checkArchive(archive, LIMITS)).length;
    return { count, articles: articlesIn(archive) };
  } catch (error) {
    if (error instanceof ArchiveRefused) throw new CommandError(error.message);
    throw error;
  }
}

async function* articlesIn(archive: Buffer): AsyncGenerator<KbImportRowInput> {
  for await (const found of readArchive(archive, LIMITS)) {
    const article = articleOf(found);
    if (article) yield article;
  }
}
