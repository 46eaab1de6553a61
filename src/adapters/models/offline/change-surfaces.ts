import type { CaseText, ChangeNeighbour } from '../../../ports.js';
import { contentWords, isStopWord } from './hashed-embedding.js';

const MAX_CHARS = 15_000;
const MAX_SURFACES = 8;
/** A surface below this share of the likeliest one is left out. */
const LEAST_SHARE = 0.2;
const TITLE_SHARE = 1.6;
const NEIGHBOUR_SHARE = 0.25;

export type SurfaceKind = 'path' | 'endpoint' | 'component' | 'symbol' | 'page' | 'word' | 'neighbour';

export interface Surface {
  readonly name: string;
  readonly kind: SurfaceKind;
  /** Neighbours that speak of it, too. */
  readonly neighbours: number;
}

interface Finder {
  readonly kind: SurfaceKind;
  readonly worth: number;
  readonly pattern: RegExp;
}

const CODE_FILE =
  'tsx?|jsx?|mjs|cjs|py|ipynb|cpp|cxx|cc|cu|c|h|hpp|java|kts?|go|rs|rb|php|cs|swift|mm?|vue|svelte|sql|ya?ml|json|toml|ini|html?|s?css|sh|ps1|gradle|cmake|proto|graphql|xml|lock';

/** What names a part of a product in the text of a report. The name is the first group, or the whole. */
const FINDERS: readonly Finder[] = [
  {
    kind: 'path',
    worth: 5,
    pattern: new RegExp(`(?<![\\w@.+-])(?:[\\w@.+-]{1,60}[\\\\/]){1,15}[\\w@+.-]{1,80}\\.(?:${CODE_FILE})\\b`, 'g'),
  },
  { kind: 'path', worth: 4, pattern: new RegExp(`(?<![\\w/\\\\.-])[\\w-]{1,60}\\.(?:${CODE_FILE})\\b`, 'g') },
  { kind: 'endpoint', worth: 5, pattern: /\b(?:GET|POST|PUT|PATCH|DELETE)\s+(\/[\w./{}:-]+)/g },
  { kind: 'endpoint', worth: 4, pattern: /(?<![\w/.])(\/(?:api|graphql|v\d|rest|hooks)(?:\/[\w.{}:-]+)*)/g },
  {
    kind: 'component',
    worth: 4.5,
    pattern:
      /^[ \t*#-]{0,20}(?:component|module|area|package|plugin|product|service|subsystem|affected (?:area|part)|label)s?(?: \([^)]*\))?[\s*]*[:\n]\s*[*`]*([A-Za-z@][\w@ ./-]{1,40})/gim,
  },
  {
    kind: 'component',
    worth: 4,
    pattern: /(?<![\w/])(?:comp|component|area|module|pkg|scope)[:/]([a-z][\w-]{1,30})\b/gi,
  },
  {
    kind: 'page',
    worth: 3,
    pattern:
      /(?<![\w>])(?:(?:Choose|Open|Click|Press|Select|Go to|Under|In) )?([A-Z][\w-]*(?: [A-Z][\w-]*){0,2}(?:\s*(?:->|>|→|»)\s*[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})+)/g,
  },
  {
    kind: 'page',
    worth: 2.5,
    pattern:
      /\b((?:[a-z][\w-]+ ){1,2}(?:pages?|screens?|dialogs?|tabs?|forms?|menus?|views?|buttons?|panels?|exports?|imports?|editors?|settings|spoolers?|uploads?))\b/gi,
  },
  { kind: 'symbol', worth: 3.5, pattern: /`([@$A-Za-z_][\w$.:#<>@/-]{1,58}(?:\(\))?)`/g },
  { kind: 'symbol', worth: 3, pattern: /\b[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]+)+(?:\(\))?/g },
  { kind: 'symbol', worth: 2.5, pattern: /\b[A-Za-z_$][\w$]{2,}\(\)/g },
  { kind: 'symbol', worth: 2, pattern: /\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\b/g },
  { kind: 'symbol', worth: 1.5, pattern: /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g },
];

const TAG = /^\s*\[([A-Za-z][^\]]{1,38})\]/;
const PREFIX = /^\s*([A-Za-z@][\w@/.-]*(?: [\w/.-]+)?):\s/;
/** Words that say that something is wrong, not what. */
const FAILING =
  /^(?:cannot|can't|fail\w*|crash\w*|error\w*|broken|breaks?|wrong\w*|work(?:s|ing|ed)?|does\w*|doesn't|show\w*|update[ds]?|since|never|again|problem\w*)$/;
/** Tags and prefixes that say what a report is, not what it is about. */
const KIND_WORDS =
  /\b(?:bug|bugs|issue|feature|request|question|error|help|urgent|critical|re|fwd?|support|enhancement|regression|docs?)\b/gi;
/** Names that are everywhere, of products and of people's own machines, or no names at all. */
const NOISE =
  /^(?:node|react|next|vue|nuxt|three|d3|express|angular|moment|discord|chart)\.js$|\.(?:com|org|net|io|dev|md)$|^(?:e\.g|i\.e|etc|vs|a\.m|p\.m)\b|(?:Error|Exception|Warning)$|^(?:true|false|null|none|undefined|github|stackoverflow|javascript|typescript|macos|windows|powershell|no_response|_no_response_|nullptr|filename|self|this|README)$|^(?:std|self|this|console|e|ex|err)(?:\.|::)|^v?\d/i;
const HOME =
  /^(?:.*[\\/](?:node_modules|site-packages|dist-packages|vendor)[\\/]|(?:[A-Za-z]:)?[\\/]?(?:Users|home|root)[\\/][^\\/]+[\\/])/;

interface Found {
  readonly name: string;
  readonly kind: SurfaceKind;
  worth: number;
  count: number;
}

/** The parts of a product that a report names, the likeliest first; where it names none, what its title is about. */
export function surfacesOf(text: CaseText, neighbours: readonly ChangeNeighbour[]): Surface[] {
  const found = new Map<string, Found>();
  collect(found, text.title, TITLE_SHARE);
  for (const pattern of [TAG, PREFIX]) {
    const name = pattern.exec(text.title)?.[1]?.replace(KIND_WORDS, '').replace(/\s+/g, ' ').trim();
    if (name && name.length > 1 && !NOISE.test(name)) note(found, name, 'component', 5 * TITLE_SHARE);
  }
  collect(found, text.body.slice(0, MAX_CHARS), 1);
  dropParts(found);
  for (const { surfaces } of neighbours) {
    if (found.size > 0) break;
    for (const name of surfaces.slice(0, 3)) note(found, name, 'neighbour', 2);
  }
  if (found.size === 0) for (const word of tellingWords(text.title)) note(found, word, 'word', 1);
  const told = neighbours.map((one) => `${one.title}\n${one.body}\n${one.surfaces.join('\n')}`.toLowerCase());
  const rated = [...found.values()].map((one) => {
    const shared = told.filter((words) => words.includes(one.name.toLowerCase())).length;
    const rating = one.worth * (1 + Math.log(one.count)) * (1 + NEIGHBOUR_SHARE * Math.min(3, shared));
    return { name: one.name, kind: one.kind, neighbours: shared, rating };
  });
  const ordered = rated.sort((a, b) => b.rating - a.rating || (a.name < b.name ? -1 : 1));
  const least = (ordered[0]?.rating ?? 0) * LEAST_SHARE;
  return ordered
    .filter(({ rating }) => rating >= least)
    .slice(0, MAX_SURFACES)
    .map(({ rating: _, ...surface }) => surface);
}

function collect(found: Map<string, Found>, whole: string, share: number): void {
  // Of an address only what it shows of a repository is a part of the product.
  const text = whole
    .replace(/<details>[\s\S]*?(?:<\/details>|$)/g, ' ')
    .replace(
      /https?:\/\/[\w.-]{1,80}\/[^\s/]{1,80}\/[^\s/]{1,80}\/(?:-\/)?blob\/[^\s/]{1,80}\/([^\s#?)]{1,200})\S*/g,
      ' $1 ',
    )
    .replace(/\b[a-z][\w+.-]{0,30}:\/\/\S+/gi, ' ');
  for (const { kind, worth, pattern } of FINDERS) {
    for (const match of text.matchAll(pattern)) {
      const raw = (match[1] ?? match[0]).trim();
      const name =
        kind === 'path' ? raw.replace(HOME, '').replace(/^[./\\]+/, '') : kind === 'page' ? pageName(raw) : raw;
      if (name.length < 3 || name.length > 80 || NOISE.test(name)) continue;
      note(found, name, kind, worth * share);
    }
  }
}

/** A page by its own name, without the words that lead up to it. */
function pageName(raw: string): string {
  if (/[>→»]/.test(raw)) return raw.replace(/\s*(?:->|>|→|»)\s*/g, ' > ');
  const words = raw.toLowerCase().split(/\s+/);
  const start = words.findLastIndex((word, index) => index < words.length - 1 && (isStopWord(word) || word.length < 3));
  const own = words.slice(start + 1);
  return own.length > 1 ? own.join(' ') : '';
}

function note(found: Map<string, Found>, name: string, kind: SurfaceKind, worth: number): void {
  const key = name.toLowerCase().replace(/\(\)$/, '').replaceAll('\\', '/');
  const known = found.get(key);
  if (!known) found.set(key, { name, kind, worth, count: 1 });
  else {
    known.count += 1;
    known.worth = Math.max(known.worth, worth);
  }
}

/** A name that is the end or the beginning of a longer one that was found is the same thing, less exactly. */
function dropParts(found: Map<string, Found>): void {
  const keys = [...found.keys()];
  for (const part of keys) {
    const { kind } = found.get(part) ?? {};
    if (kind === 'component' || kind === 'page') continue; // said by a person, of the product
    const whole = keys.find(
      (key) => key.length > part.length && new RegExp(`[/.:#]${literal(part)}$|^${literal(part)}[.:#]`).test(key),
    );
    const longer = whole === undefined ? undefined : found.get(whole);
    if (!longer) continue;
    longer.count += found.get(part)?.count ?? 0;
    found.delete(part);
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** What a title is about when it names nothing: its words that are not everybody's. */
function tellingWords(title: string): string[] {
  const own = title.split(/\s+/).filter((word) => !NOISE.test(word.replace(/[^\w.]+$/g, '')));
  const words = contentWords(own.join(' ').replace(KIND_WORDS, ' ')).filter(
    (word) => word.length > 3 && !isStopWord(word) && !FAILING.test(word),
  );
  return [...new Set(words)].toSorted((a, b) => b.length - a.length).slice(0, 3);
}
