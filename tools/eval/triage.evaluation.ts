import { z } from 'zod';
import { confusionFigures, confusionOf } from '../../src/modules/support/confusion.js';
import { TriageAnswer, triagePrompt } from '../../src/modules/support/prompts/triage-case.prompt.js';
import type { CaseText } from '../../src/ports.js';
import { type Evaluation, mean } from './evaluation.js';
import { CALL, type EvalProvider } from './provider.js';
import { readTestSet } from './test-set.js';

const FILE = 'src/modules/support/prompts/triage-case';
const TYPES = ['BUG', 'FEATURE', 'QUESTION'] as const;
const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

const set = readTestSet(`${FILE}.test-set.json`, {
  cases: z
    .array(z.object({ title: z.string(), body: z.string(), type: z.enum(TYPES), severity: z.enum(SEVERITIES) }))
    .min(20),
});

/** Type and severity of a case. */
export const triageEvaluation: Evaluation = {
  name: 'triage',
  floors: { 'macro F1': 0.9, 'severity right': 0.6, 'severity within one': 0.9 },
  prompt: {
    file: `${FILE}.prompt.ts`,
    name: triagePrompt.name,
    version: triagePrompt.version,
    first: triagePrompt.render(set.cases[0]!),
    set,
  },
  async measure(provider) {
    const said = [];
    for (const one of set.cases) said.push({ one, ...(await triage(provider, one)) });
    const pairs = said.map(({ one, type }) => ({ machine: type, person: one.type }));
    const { macroF1, accuracy } = confusionFigures(TYPES, confusionOf(pairs));
    const steps = said.map(({ one, severity }) =>
      Math.abs(SEVERITIES.indexOf(severity) - SEVERITIES.indexOf(one.severity)),
    );
    return {
      cases: set.cases.length,
      figures: {
        'macro F1': macroF1 ?? 0,
        accuracy: accuracy ?? 0,
        'severity right': mean(steps.map((step) => (step === 0 ? 1 : 0))),
        'severity within one': mean(steps.map((step) => (step <= 1 ? 1 : 0))),
      },
      flagged: said
        .filter(({ one, type }) => type !== one.type)
        .map(({ one, type }) => `${type} instead of ${one.type}: ${one.title}`),
    };
  },
};

async function triage(provider: EvalProvider, { title, body }: CaseText): Promise<z.infer<typeof TriageAnswer>> {
  if (provider.kind === 'OFFLINE') return provider.models.triage({ title, body }, null);
  const { models, connection } = provider;
  return (await models.object(connection, triagePrompt.render({ title, body }), TriageAnswer, CALL)).value;
}
