import { describe, expect, it } from 'vitest';
import { MAX_RENDERED_CHARS, renderArticle } from '../../../src/modules/support/article-html.js';

/** Every element of the HTML with its attributes, as a browser's tokenizer would find them. */
function elements(html: string): string[] {
  return html.match(/<[a-z!/?][^>]*>/gi) ?? [];
}

/** What the renderer may write. Anything else came out of the text. */
const HARMLESS =
  /^<\/?(?:p|h[1-6]|ul|ol|li|blockquote|pre|hr|br|em|strong|s|table|thead|tbody|tr)>$|^<ol start="\d+">$|^<t[hd](?: style="text-align:(?:left|right|center)")?>$|^<\/t[hd]>$|^<code(?: class="language-[^"<>]*")?>$|^<\/code>$|^<a href="(?:https?:\/\/|mailto:|[#?/.]|[^":]*)[^"<>]*"(?: title="[^"<>]*")? rel="noopener noreferrer nofollow ugc">$|^<\/a>$|^<img src="(?:https?:\/\/|[/.?]|[^":]*)[^"<>]*" alt="[^"<>]*"(?: title="[^"<>]*")? loading="lazy" referrerpolicy="no-referrer">$/;

function expectHarmless(html: string): void {
  expect(elements(html).filter((element) => !HARMLESS.test(element))).toEqual([]);
}

describe('the HTML of an article', () => {
  it('has what Markdown says', () => {
    const html = renderArticle(
      '# Reset\n\nChoose *Forgot*, **now**.\n\n1. `a < b`\n2. [Page](https://x.test/a?b=1&c=2 "T")',
    );
    expect(html).toContain('<h1>Reset</h1>');
    expect(html).toContain('<em>Forgot</em>, <strong>now</strong>');
    expect(html).toContain('<code>a &lt; b</code>');
    expect(html).toContain(
      '<a href="https://x.test/a?b=1&amp;c=2" title="T" rel="noopener noreferrer nofollow ugc">Page</a>',
    );
    expectHarmless(html);
  });

  it.each([
    ['relative', '[a](../other.md#part)', '../other.md#part'],
    ['of the page', '[a](#part)', '#part'],
    ['by mail', '[a](mailto:help@x.test)', 'mailto:help@x.test'],
    ['with a colon in its query', '[a](page?at=10:30)', 'page?at=10:30'],
  ])('keeps a link that is %s', (_kind, markdown, href) => {
    expect(renderArticle(markdown)).toContain(`href="${href}"`);
  });

  const HOSTILE = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    'text <b onmouseover=alert(1)>b</b>',
    '<!--><script>alert(1)</script>-->',
    '<a href="javascript:alert(1)">a</a>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](java\tscript:alert(1))',
    '[a](<java\u0000script:alert(1)>)',
    '[a](&#106;avascript:alert(1))',
    '[a](&#x6A&#x61;vascript&colon;alert(1))',
    '[a](javascript&#58;alert(1))',
    '[a](%6aavascript:alert(1))',
    '[a](javascript%3Aalert(1))',
    '[a](\u00a0javascript:alert(1))',
    '[a](\u0001javascript:alert(1))',
    '[a](vbscript:x)',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '[a](data:image/png;base64,AAAA)',
    '![a](data:image/svg+xml;base64,PHN2Zz4=)',
    '![a](javascript:alert(1))',
    '![a](x" onerror="alert(1))',
    '![a" onerror="alert(1)](https://x.test/i.png)',
    '[a](https://x.test "t" onclick="alert(1)")',
    '[a](https://x.test \'" onclick="alert(1)\')',
    '[a](https://x.test/"onmouseover="alert(1))',
    '<javascript:alert(1)>',
    '<data:text/html,x>',
    '<file:///etc/passwd>',
    '[a][b]\n\n[b]: javascript:alert(1)',
    '![a][b]\n\n[b]: data:text/html,x',
    '[![a](javascript:alert(1))](javascript:alert(2))',
    '[x [y](javascript:alert(1))](https://x.test)',
    '> - [a](javascript:alert(1))\n>   <script>alert(1)</script>',
    '```"><script>alert(1)</script>\ncode </code></pre><script>alert(1)</script>\n```',
    '`</code><script>alert(1)</script>`',
    '|<script>|a|\n|-|:-:|\n|<img src=x onerror=y>|[a](javascript:x)|',
    '# <script>alert(1)</script> [a](javascript:x)',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '\\<script>alert(1)\\</script>',
    '[a](blob:https://x.test/1)',
    '[a](filesystem:x)',
    '[a](ftp://x.test)',
  ];
  it.each(HOSTILE)('lets nothing run out of %j', (markdown) => {
    const html = renderArticle(markdown);
    expectHarmless(html);
    expect(html.replace(/<[^>]*>/g, '')).not.toContain('<');
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      expect(address?.replaceAll(/%[01][0-9a-f]/gi, '')).not.toMatch(
        /^\W*(?:javascript|vbscript|data|file|blob|filesystem|ftp)\W*:/i,
      );
    }
  });

  it('lets nothing run out of any two of them together, one in the other', () => {
    for (const outer of HOSTILE) {
      for (const inner of HOSTILE) {
        expectHarmless(renderArticle(`${outer}\n${inner}`));
        expectHarmless(renderArticle(outer.replace(/a|alert/, inner)));
      }
    }
  });

  it('is cut where a text is longer than is rendered, at the end of a line', () => {
    const line = `${'word '.repeat(20)}\n`;
    const html = renderArticle(line.repeat(5_000));
    expect(html.length).toBeLessThan(MAX_RENDERED_CHARS * 1.1);
    expect(html.trimEnd()).toMatch(/word\s*<\/p>\n<p>…<\/p>$/);
    expectHarmless(renderArticle(`${'a'.repeat(MAX_RENDERED_CHARS - 3)}<script>alert(1)</script>`));
  });
});
