import { z } from 'zod';

/** PostgreSQL stores neither the zero character nor half a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Text that can be stored, of at most so many characters. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !UNSTORABLE.test(value), 'It has characters that cannot be stored.');

/** Text in which something is said. */
const words = (max: number, whenEmpty: string) => text(max).refine((value) => value.trim() !== '', whenEmpty);

/** What the inputs of this module accept. */
export const TEXT = {
  subject: words(300, 'Say in one line what it is about.'),
  message: words(100_000, 'The message is empty.'),
  summary: words(4_000, 'Say what it is about.'),
  line: words(1_000, 'A line is empty.'),
  /** A message from elsewhere may have said nothing. */
  importedMessage: text(100_000),
  name: text(200),
  title: words(300, 'Give it a title.'),
  article: words(500_000, 'The article is empty.'),
  query: words(2_000, 'Say what is looked for.'),
  key: text(500).min(1),
  tags: z
    .array(words(50, 'A tag is empty.').refine((tag) => tag === tag.trim(), 'A tag begins or ends with a blank.'))
    .max(20),
} as const;
