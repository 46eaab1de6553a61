import type { ChangeProposal, ChangeRequestMatter } from '../../../ports.js';
import { type CaseReport, readReport } from './case-report.js';
import { riskOf } from './change-risk.js';
import { type Surface, surfacesOf } from './change-surfaces.js';

const MAX_QUOTE_CHARS = 240;

/** Prepares a change by taking the report apart: the same report and neighbours give the same proposal. */
export function proposeChange(matter: ChangeRequestMatter): ChangeProposal {
  const report = readReport(matter);
  const surfaces = surfacesOf(matter, matter.neighbours);
  return {
    summary: summarise(report, surfaces),
    affectedSurfaces: surfaces.map(({ name }) => name),
    ...riskOf(matter, surfaces),
    testIdeas: testIdeas(matter, report, surfaces),
    ...evidence(matter, report, surfaces),
  };
}

function summarise({ title, observed, expected, error }: CaseReport, surfaces: readonly Surface[]): string {
  const named = surfaces.filter(({ kind }) => kind !== 'word').slice(0, 3);
  const sentences = [`Put right: ${quote(title)}`];
  if (observed && observed !== title) sentences.push(`Observed: ${quote(observed)}`);
  if (expected && expected !== observed) sentences.push(`Expected: ${quote(expected)}`);
  if (error && error !== observed && error !== title) sentences.push(`Shown: ${quote(error)}`);
  if (named.length > 0) sentences.push(`Begin with ${list(named.map(({ name }) => name))}.`);
  return sentences.join('\n');
}

function testIdeas(matter: ChangeRequestMatter, report: CaseReport, surfaces: readonly Surface[]): string[] {
  const { steps, expected, error, observed, title, environment } = report;
  const wanted = expected ? `then: ${quote(expected)}` : `then it must not come to: ${quote(observed ?? title)}`;
  const ideas = [
    steps.length > 0
      ? `Regression test by the steps of the report: ${steps.map((step) => quote(step)).join(' → ')}; ${wanted}`
      : `Regression test that brings about “${quote(title)}”; ${wanted}`,
  ];
  if (error) ideas.push(`With the input of the report, this no longer appears: ${quote(error)}`);
  const [first, second] = surfaces.filter(({ kind }) => kind !== 'word');
  if (first)
    ideas.push(
      `Test ${first.name} alone with the values of the report${second ? `, and together with ${second.name}` : ''}.`,
    );
  if (environment.length > 0)
    ideas.push(`Repeat in the customer's environment: ${environment.map((line) => quote(line)).join('; ')}`);
  for (const { number, title: other } of matter.neighbours.slice(0, 2)) {
    ideas.push(`Repeat with case #${number}, which is much alike: ${quote(other)}`);
  }
  return ideas;
}

interface Evidence {
  readonly isThere: boolean;
  readonly worth: number;
  readonly found: string;
  readonly missing: string | null;
}

/** How much of what a developer would ask for the report brings along. */
function evidence(
  { neighbours }: ChangeRequestMatter,
  { steps, expected, error, environment }: CaseReport,
  surfaces: readonly Surface[],
): Pick<ChangeProposal, 'confidence' | 'reasons'> {
  const isCode = ({ kind }: Surface) => kind === 'path' || kind === 'symbol' || kind === 'endpoint';
  const code = surfaces.filter(isCode);
  const places = surfaces.filter(({ kind }) => kind === 'component' || kind === 'page');
  const shared = surfaces.filter((surface) => surface.neighbours > 0);
  const parts: Evidence[] = [
    {
      isThere: code.length > 0,
      worth: 0.2,
      found: `It names code: ${list(code.slice(0, 4).map(({ name }) => name))}.`,
      missing: 'It names no file, symbol or endpoint.',
    },
    {
      isThere: places.length > 0,
      worth: 0.1,
      found: `It names parts of the product: ${list(places.slice(0, 4).map(({ name }) => name))}.`,
      missing: null,
    },
    {
      isThere: error !== null,
      worth: 0.15,
      found: 'It quotes an error.',
      missing: 'It quotes no error.',
    },
    {
      isThere: steps.length > 0,
      worth: 0.15,
      found: `It says in ${steps.length} step${steps.length === 1 ? '' : 's'} how to see it.`,
      missing: 'It does not say how to see it.',
    },
    {
      isThere: expected !== null,
      worth: 0.1,
      found: 'It says what was expected.',
      missing: 'What was expected is not said.',
    },
    { isThere: environment.length > 0, worth: 0.05, found: 'It says where it happens.', missing: null },
    {
      isThere: shared.length > 0,
      worth: 0.1,
      found: `Cases that are much alike (${neighbours.map(({ number }) => `#${number}`).join(', ')}) name ${list(shared.slice(0, 3).map(({ name }) => name))}, too.`,
      missing: null,
    },
  ];
  const there = parts.filter(({ isThere }) => isThere);
  const confidence = Math.round(100 * there.reduce((sum, { worth }) => sum + worth, 0.15)) / 100;
  const missing = parts.flatMap((part) => (part.isThere || part.missing === null ? [] : [part.missing]));
  return { confidence, reasons: [...there.map(({ found }) => found), ...missing] };
}

function quote(text: string): string {
  return text.length > MAX_QUOTE_CHARS ? `${text.slice(0, MAX_QUOTE_CHARS).trimEnd()}…` : text;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
