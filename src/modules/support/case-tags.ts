import { z } from 'zod';
import { InvalidInput } from '../../errors.js';

export const MAX_TAGS = 20;
const MAX_TAG = 50;

/** Tags as somebody writes them; each is bounded again once it has its normal form. */
export const GivenTags = z
  .array(z.string().max(200))
  .min(1, 'Give at least one tag.')
  .max(MAX_TAGS, `A case has ${MAX_TAGS} tags at most.`);

/** One spelling for tags that people take for the same: in lower case, compatible characters as one, blanks as one. */
export function normalTag(tag: string): string {
  return tag.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * Tags in their normal form, each once, in their order.
 * @throws InvalidInput that names the tag which is empty, too long, or holds characters that cannot be stored
 */
export function normalTags(tags: readonly string[], path: readonly string[] = ['input', 'tags']): string[] {
  const normal = tags.map((given, index) => {
    const tag = normalTag(given);
    if (tag === '') throw InvalidInput.at([...path, String(index)], 'The tag is empty.');
    if (tag.length > MAX_TAG)
      throw InvalidInput.at([...path, String(index)], `A tag has ${MAX_TAG} characters at most.`);
    if (/\p{C}/u.test(tag)) throw InvalidInput.at([...path, String(index)], 'The tag has control characters.');
    return tag;
  });
  return [...new Set(normal)];
}
