import { readLabelledCases } from '../../tools/labelled-cases.js';

/** A case to be opened; its place tells it apart in every run. */
export interface DeskCase {
  readonly subject: string;
  readonly body: string;
}

export interface DeskArticle {
  readonly title: string;
  readonly body: string;
}

/** What is asked about, with the words that a customer and an article have for it. */
const MATTERS = [
  {
    thing: 'password',
    asks: 'I forgot my password and cannot sign in',
    answer: 'Choose *Forgot password* on the sign-in page. We send a link by e-mail that works for one hour.',
  },
  {
    thing: 'invoice',
    asks: 'Where can I download the invoice as PDF',
    answer: 'Open *Billing* and choose *Invoices*. Each invoice can be downloaded as PDF.',
  },
  {
    thing: 'export',
    asks: 'The CSV export of a report stops with an error',
    answer: 'Open *Reports* and choose *Export*. Large exports are sent as a link by e-mail.',
  },
  {
    thing: 'invitation',
    asks: 'How do I invite a colleague as a member',
    answer: 'Open *Members* and choose *Invite*. An invitation is valid for seven days.',
  },
  {
    thing: 'webhook',
    asks: 'Webhook deliveries to our server fail',
    answer: 'A delivery is tried again ten times over two days. Failed deliveries can be replayed.',
  },
] as const;
/** For which there is no article. */
const UNKNOWN = [
  'The app crashes with a null pointer exception when I rotate the picture in src/editor/rotate.ts',
  'It would be great to have a dark theme for night shifts',
  'The calendar shows every appointment twice since the last update',
] as const;

/** Articles for the matters that are known. */
export const DESK_ARTICLES: readonly DeskArticle[] = MATTERS.map(({ thing, answer }) => ({
  title: `About your ${thing}`,
  body: `# About your ${thing}\n\n${answer}\n\nWrite to us when your ${thing} still makes trouble.`,
}));

/** Cases made up from a few matters, in turn; two in eight are known to no article. */
export function madeUpCases(count: number): DeskCase[] {
  const texts = [...MATTERS.map(({ asks }) => asks), ...UNKNOWN];
  return Array.from({ length: count }, (_, i) => {
    const text = texts[i % texts.length] ?? '';
    return { subject: text, body: `${text}. I noticed it on device ${i}, and it worked before. Please help.` };
  });
}

/** Cases of a file of labelled ones, repositories in turn; made-up ones where they do not suffice. */
export function casesOf(file: string, count: number): DeskCase[] {
  const rows = readLabelledCases(file);
  const repos = [...new Set(rows.map(({ repo }) => repo))];
  const columns = repos.map((repo) => rows.filter((row) => row.repo === repo));
  const turns = Array.from({ length: Math.max(0, ...columns.map(({ length }) => length)) }, (_, turn) => turn);
  const cases = turns
    .flatMap((turn) => columns.flatMap((column) => column.slice(turn, turn + 1)))
    .filter(({ title, body }) => title.trim() !== '' && body.trim() !== '')
    .map(({ title, body }) => ({ subject: title.trim().slice(0, 300), body: body.slice(0, 100_000) }));
  return [...cases, ...madeUpCases(Math.max(0, count - cases.length))].slice(0, count);
}

/** Every so many cases of a file one becomes an article, so that some of them match. */
export function articlesOf(cases: readonly DeskCase[], every: number): DeskArticle[] {
  const chosen = cases.filter((_, i) => i % every === 0).map(({ subject, body }) => ({ title: subject, body }));
  return [...DESK_ARTICLES, ...chosen.map(({ title, body }) => ({ title, body: body.slice(0, 20_000) }))];
}
