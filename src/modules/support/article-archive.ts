import { buffer as readAll } from 'node:stream/consumers';
import yauzl, { type Entry } from 'yauzl';
import { type ArticleFile, isArticlePath } from './article-file.js';

export interface ArchiveLimits {
  /** Bytes of the archive itself. */
  readonly bytes: number;
  readonly entries: number;
  /** Bytes of one file, and of all together, once they are unpacked. */
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** How many times larger a file may become; small ones are exempt. */
  readonly ratio: number;
}

/** What one request may bring. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  bytes: 700_000,
  entries: 2_000,
  fileBytes: 2_000_000,
  totalBytes: 50_000_000,
  ratio: 100,
};

const MAX_PATH_CHARS = 500;
const EXEMPT_FROM_RATIO_BYTES = 100_000;
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** An archive that is not taken, with a sentence for whoever sent it. */
export class ArchiveRefused extends Error {
  override name = 'ArchiveRefused';
}

/**
 * The Markdown files of a zip archive, in its order; everything else is left out. Sizes are checked before anything is
 * unpacked, as the archive declares them, and once more while it is.
 * @throws ArchiveRefused when it is no such archive, or beyond a limit
 */
export async function* readArchive(
  archive: Buffer,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): AsyncGenerator<ArticleFile> {
  try {
    for (const entry of await checkArchive(archive, limits)) {
      const zip = await open(archive);
      const content = await readAll(await zip.openReadStreamPromise(entry));
      yield { path: entry.fileName, text: content.toString('utf8') };
    }
  } catch (error) {
    throw refusal(error);
  }
}

/**
 * Its Markdown files, after a look at all that it declares; unpacks nothing.
 * @throws ArchiveRefused
 */
export async function checkArchive(archive: Buffer, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Entry[]> {
  if (archive.length > limits.bytes) throw new ArchiveRefused(`The archive is larger than ${limits.bytes} bytes.`);
  const found = new Map<string, Entry>();
  try {
    const zip = await open(archive);
    if (zip.entryCount > limits.entries) throw new ArchiveRefused(`The archive has more than ${limits.entries} files.`);
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, limits);
      total += entry.uncompressedSize;
      if (total > limits.totalBytes) throw new ArchiveRefused(`Unpacked, it has more than ${limits.totalBytes} bytes.`);
      if (!isArticlePath(entry.fileName)) continue;
      if (found.has(entry.fileName)) throw new ArchiveRefused(`It has two files ${shown(entry.fileName)}.`);
      found.set(entry.fileName, entry);
    }
  } catch (error) {
    throw refusal(error);
  }
  if (found.size === 0) throw new ArchiveRefused('There are no Markdown files in it.');
  return [...found.values()];
}

function checkEntry(entry: Entry, { fileBytes, ratio }: ArchiveLimits): void {
  const { fileName, uncompressedSize, compressedSize, externalFileAttributes } = entry;
  const name = shown(fileName);
  if (fileName.length > MAX_PATH_CHARS)
    throw new ArchiveRefused(`The path ${name} is longer than ${MAX_PATH_CHARS} characters.`);
  if (entry.isEncrypted()) throw new ArchiveRefused(`The file ${name} is encrypted.`);
  if (((externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK)
    throw new ArchiveRefused(`The file ${name} is a link.`);
  if (uncompressedSize > fileBytes) throw new ArchiveRefused(`Unpacked, ${name} is larger than ${fileBytes} bytes.`);
  if (uncompressedSize > EXEMPT_FROM_RATIO_BYTES && uncompressedSize > ratio * compressedSize) {
    throw new ArchiveRefused(`The file ${name} is packed more than ${ratio} times.`);
  }
}

/** Names are checked on the way: absolute paths and those with `..` are refused, what is unpacked is as long as declared. */
function open(archive: Buffer) {
  return yauzl.fromBufferPromise(archive, { lazyEntries: true, validateEntrySizes: true, strictFileNames: false });
}

function refusal(error: unknown): Error {
  if (error instanceof ArchiveRefused) return error;
  const told = error instanceof Error ? error.message : 'it cannot be read';
  return new ArchiveRefused(`The archive is no zip file, or is damaged: ${shown(told)}.`);
}

function shown(text: string): string {
  return `“${text.replaceAll(/[\p{C}]/gu, '').slice(0, 80)}”`;
}
