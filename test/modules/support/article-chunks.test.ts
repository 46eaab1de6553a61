import { describe, expect, it } from 'vitest';
import { chunkArticle, MAX_CHUNK_CHARS } from '../../../src/modules/support/article-chunks.js';

const paragraph = (about: string, sentences = 6) =>
  Array.from({ length: sentences }, (_, index) => `Sentence ${index} tells of ${about} and what follows.`).join(' ');
const article = (parts: readonly string[]) => ({ title: 'Guide', body: parts.join('\n\n') });
const PARTS = Array.from({ length: 60 }, (_, index) =>
  index % 15 === 0 ? `## Part ${index / 15}` : paragraph(`topic ${index}`),
);
const hashes = (parts: readonly string[]) => chunkArticle(article(parts)).map(({ hash }) => hash);

describe('the chunks of an article', () => {
  it('follow its headings and blocks, and leave nothing out', () => {
    const body = [
      'Before all.',
      '# Setup',
      'Install it.',
      '## *Linux*',
      'Run:\n\n```sh\n# no heading\nmake\n```',
      '- one\n- two\n\n  more of two',
      'Windows\n-------',
      '| a | b |\n|---|---|\n| 1 | 2 |',
    ].join('\n\n');
    const chunks = chunkArticle({ title: 'T', body });
    expect(chunks.map(({ heading }) => heading)).toEqual(['', 'Setup', 'Setup › Linux', 'Setup › Windows']);
    expect(chunks.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
    expect(chunks[2]?.text).toBe('Run:\n\n```sh\n# no heading\nmake\n```\n\n- one\n- two\n\n  more of two');
    expect(chunks[3]?.text).toContain('| 1 | 2 |');
  });

  it('are of bounded size, whatever stands in it', () => {
    const odd = [
      'x'.repeat(30_000),
      '🚉'.repeat(9_000),
      paragraph('length', 900),
      `- ${'item '.repeat(3_000)}`,
      '> '.repeat(4_000),
    ];
    for (const body of [...odd, odd.join('\n\n'), PARTS.join('\n\n')]) {
      for (const { text, heading } of chunkArticle({ title: 'T', body })) {
        expect(text.length).toBeLessThanOrEqual(MAX_CHUNK_CHARS);
        expect(text.trim()).not.toBe('');
        expect(heading.length).toBeLessThanOrEqual(300);
        expect(!/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(text)).toBe(true);
      }
    }
    const words = (text: string) => text.match(/\w+/g) ?? [];
    const long = paragraph('length', 900);
    expect(
      words(
        chunkArticle({ title: 'T', body: long })
          .map(({ text }) => text)
          .join(' '),
      ),
    ).toEqual(words(long));
  });

  it('say something also where there are headings alone', () => {
    expect(chunkArticle({ title: 'T', body: '# Only this' })).toMatchObject([{ position: 0, text: '# Only this' }]);
  });

  it('are the same every time', () => {
    expect(chunkArticle(article(PARTS))).toEqual(chunkArticle(article(PARTS)));
    expect(new Set(hashes(PARTS)).size).toBe(hashes(PARTS).length);
    expect(hashes(PARTS).length).toBeGreaterThan(12);
  });

  it('change around an edit and nowhere else, wherever it is', () => {
    const before = hashes(PARTS);
    for (let at = 1; at < PARTS.length; at += 1) {
      const edits = [
        PARTS.with(at, `${PARTS[at]} And one more.`),
        PARTS.toSpliced(at, 0, paragraph('news')),
        PARTS.toSpliced(at, 1),
      ];
      for (const edited of edits) {
        const fresh = hashes(edited).filter((hash) => !before.includes(hash));
        // A heading that is taken away joins two sections: the second changes as a whole.
        expect([at, fresh.length]).toEqual([at, at % 15 === 0 ? expect.any(Number) : expect.closeTo(2, -1)]);
        if (at % 15 !== 0) expect(fresh.length).toBeLessThanOrEqual(5);
      }
    }
  });

  it('change with the title, which is embedded with each', () => {
    const other = chunkArticle({ ...article(PARTS), title: 'Another' }).map(({ hash }) => hash);
    expect(other.filter((hash) => hashes(PARTS).includes(hash))).toEqual([]);
  });

  it('take a moment for the longest article, however hostile', () => {
    const size = 500_000;
    for (const unit of ['[', '> ', '- ', '#\n', '`', '|a', 'a. ', '<a ', '&', '\n', '1. \n']) {
      const chunks = chunkArticle({ title: 'T', body: unit.repeat(size / unit.length) });
      expect(chunks.length).toBeLessThan(2_000);
    }
  });
});
