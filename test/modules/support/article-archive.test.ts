import { describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS, ArchiveRefused, readArchive } from '../../../src/modules/support/article-archive.js';
import { type ZipFile, zipOf } from '../../support/zip.js';

const read = async (files: readonly ZipFile[] | Buffer, limits = ARCHIVE_LIMITS) => {
  const found = [];
  for await (const file of readArchive(Buffer.isBuffer(files) ? files : zipOf(files), limits)) found.push(file);
  return found;
};
const GOOD = { name: 'a.md', text: '# A' };

describe('an archive', () => {
  it('gives its Markdown files, and leaves out the rest', async () => {
    const left = ['b.txt', 'img/c.png', '.git/d.md', '__MACOSX/e.md', 'node_modules/x/f.md', 'dir/'];
    const files = [
      GOOD,
      { name: 'deep/ü b.MD', text: 'B ü', isStored: true },
      ...left.map((name) => ({ name, text: name.endsWith('/') ? '' : 'x' })),
    ];
    expect(await read(files)).toEqual([
      { path: 'a.md', text: '# A' },
      { path: 'deep/ü b.MD', text: 'B ü' },
    ]);
  });

  it.each<[string, readonly ZipFile[] | Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['no zip', Buffer.from('# Markdown')],
    ['half a zip', zipOf([GOOD, { ...GOOD, name: 'b.md' }]).subarray(30)],
    ['no Markdown', [{ name: 'a.txt', text: 'x' }]],
    ['a way out', [GOOD, { name: '../evil.md', text: 'x' }]],
    ['a way out in the middle', [GOOD, { name: 'a/../../evil.md', text: 'x' }]],
    ['a way out of Windows', [GOOD, { name: '..\\evil.md', text: 'x' }]],
    ['an absolute path', [GOOD, { name: '/etc/evil.md', text: 'x' }]],
    ['a drive', [GOOD, { name: 'C:\\evil.md', text: 'x' }]],
    ['a link', [GOOD, { name: 'b.md', text: '/etc/passwd', mode: 0o120777 }]],
    ['an encrypted file', [{ ...GOOD, isEncrypted: true }]],
    ['a path that never ends', [{ ...GOOD, name: `${'x/'.repeat(300)}a.md` }]],
    ['the same path twice', [GOOD, GOOD]],
    ['too many files', Array.from({ length: 2_001 }, (_, index) => ({ name: `${index}.txt` }))],
    ['a file that is too large', [{ name: 'a.md', text: Buffer.alloc(2_000_001, 'ab c') }]],
    ['a bomb', [{ name: 'a.md', text: Buffer.alloc(1_999_999, 'a') }]],
    ['a bomb that hides its size', [{ name: 'a.md', text: Buffer.alloc(1_999_999, 'a'), declaredSize: 10 }]],
    ['less than it says', [{ name: 'a.md', text: 'short', declaredSize: 99 }]],
  ])('with %s is refused', async (_what, files) => {
    await expect(read(files)).rejects.toBeInstanceOf(ArchiveRefused);
  });

  it('is bounded in all it holds together, and in itself', async () => {
    const files = [1, 2, 3].map((index) => ({ name: `${index}.md`, text: 'words '.repeat(100) }));
    await expect(read(files, { ...ARCHIVE_LIMITS, totalBytes: 1_500 })).rejects.toThrow('more than 1500 bytes');
    await expect(read(files, { ...ARCHIVE_LIMITS, bytes: 100 })).rejects.toThrow('larger than 100 bytes');
    expect(await read(files)).toHaveLength(3);
  });

  it('is told of in words without its control characters', async () => {
    await expect(read([{ name: '../\u001b[31mevil.md' }])).rejects.toThrow(/^[^\p{C}]+$/u);
  });
});
