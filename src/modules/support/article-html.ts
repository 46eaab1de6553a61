import MarkdownIt from 'markdown-it';

/** Longer texts are rendered up to here: rendering takes the process's only thread, hostile Markdown tenfold. */
export const MAX_RENDERED_CHARS = 60_000;

/** Where a link of an article may lead: to a page, a mail address, or a place relative to it. Nothing that runs or embeds. */
const ALLOWED_LINK = /^(?:https?:\/\/|mailto:|[#?/.]|[^:]*$|[^:/?#]*[/?#])/i;
/** Blanks and control characters, which browsers leave out of addresses before they read them. */
const IGNORED = /[\p{C}\p{Z}]/gu;

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.validateLink = (url) => ALLOWED_LINK.test(readAsBrowser(url));

markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow ugc');
  return renderer.renderToken(tokens, index, options);
};

const image = markdown.renderer.rules.image;
markdown.renderer.rules.image = (tokens, index, options, env, renderer) => {
  tokens[index]?.attrSet('loading', 'lazy');
  tokens[index]?.attrSet('referrerpolicy', 'no-referrer');
  return image?.(tokens, index, options, env, renderer) ?? '';
};

/**
 * The HTML of a Markdown text, safe to put into a page: HTML in the text is shown as text, and links and images lead to
 * http(s), mail or relative addresses only. Texts above MAX_RENDERED_CHARS are cut at the end of a line.
 */
export function renderArticle(body: string): string {
  if (body.length <= MAX_RENDERED_CHARS) return markdown.render(body);
  const cut = body.lastIndexOf('\n', MAX_RENDERED_CHARS);
  return markdown.render(`${body.slice(0, cut > 0 ? cut : MAX_RENDERED_CHARS)}\n\n…`);
}

function readAsBrowser(url: string): string {
  const plain = url.replace(IGNORED, '');
  try {
    return decodeURIComponent(plain).replace(IGNORED, '');
  } catch {
    return plain;
  }
}
