import type { CaseText } from '../../../ports.js';
import { namedFeaturesOf } from './case-features.js';
import { isStopWord } from './hashed-embedding.js';
import { TRIAGE_TYPES } from './model-file.js';
import type { OfflineTriageModel } from './offline-triage-model.js';
import type { SeverityVerdict } from './severity.js';

const SHOWN_FOR = 4;
const SHOWN_AGAINST = 2;
/** A feature below this share of the strongest one is noise to a reader. */
const LEAST_SHARE = 0.15;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const speak = (names: readonly string[]): string => (names.length === 1 ? 'speaks' : 'speak');

interface Contribution {
  readonly name: string;
  readonly worth: number;
}

/** Words that tell a reader something: at least one that is no filler. Traits have no quotation marks. */
function isTelling(name: string): boolean {
  const quoted = /“([^”]*)”/.exec(name)?.[1];
  if (quoted === undefined) return true;
  return quoted.split(/\s+/).some((word) => word.length > 1 && !isStopWord(word));
}

/** What moved the score most, in favour (sign 1) or not (sign −1). */
function strongest(contributions: readonly Contribution[], sign: 1 | -1, limit: number): string[] {
  const top = Math.max(0, ...contributions.map(({ worth }) => Math.abs(worth)));
  const chosen: string[] = [];
  for (const { name, worth } of contributions.toSorted((a, b) => sign * (b.worth - a.worth))) {
    if (chosen.length === limit || sign * worth <= top * LEAST_SHARE) break;
    if (!chosen.includes(name)) chosen.push(name);
  }
  return chosen;
}

function describeModel(model: OfflineTriageModel): string {
  if (!model.general)
    return 'Decided by the general model that comes with the product; no case of this project has taught it yet.';
  const { BUG, FEATURE, QUESTION } = model.classCounts;
  const cases = model.sampleCount === 1 ? '1 confirmed case' : `${model.sampleCount} confirmed cases`;
  return `Decided by this project's own model, trained on ${cases} (${BUG} bugs, ${FEATURE} features, ${QUESTION} questions) on top of the general one.`;
}

/** Explains a verdict in English. `probabilities` are in the order of `TRIAGE_TYPES`. */
export function explainTriage(
  text: CaseText,
  model: OfflineTriageModel,
  probabilities: Float64Array,
  severity: SeverityVerdict,
): string {
  const ranked = [0, 1, 2].toSorted((a, b) => probabilities[b]! - probabilities[a]!);
  const [best = 0, rival = 1] = ranked;
  const contributions = namedFeaturesOf(text)
    .filter(({ name }) => isTelling(name))
    .map(({ slot, value, name }) => ({ name, worth: value * (model.weight(slot, best) - model.weight(slot, rival)) }));
  const inFavour = strongest(contributions, 1, SHOWN_FOR);
  const against = strongest(contributions, -1, SHOWN_AGAINST);
  const sentences = [
    `${TRIAGE_TYPES[best]} (${percent(probabilities[best]!)}), before ${TRIAGE_TYPES[rival]} (${percent(probabilities[rival]!)}).`,
  ];
  if (inFavour.length > 0) sentences.push(`For it ${speak(inFavour)} ${list(inFavour)}.`);
  if (against.length > 0)
    sentences.push(`Against it, and for ${TRIAGE_TYPES[rival]}, ${speak(against)} ${list(against)}.`);
  if (inFavour.length + against.length === 0)
    sentences.push('No single word or trait stands out; the wording as a whole decided.');
  sentences.push(
    severity.reasons.length > 0
      ? `Severity ${severity.severity}: ${list(severity.reasons)}.`
      : `Severity ${severity.severity}: no sign of harm, loss or hurry was found.`,
    describeModel(model),
  );
  return sentences.join(' ');
}
