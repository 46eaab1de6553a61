import { z } from 'zod';
import { ChangeAnswer } from '../../src/modules/support/prepare-change.job.js';
import { changePrompt } from '../../src/modules/support/prompts/change-prep.prompt.js';
import type { ChangeProposal, ChangeRequestMatter } from '../../src/ports.js';
import { type Evaluation, mean } from './evaluation.js';
import { CALL, type EvalProvider } from './provider.js';
import { readTestSet } from './test-set.js';

const FILE = 'src/modules/support/prompts/change-prep';
const RISKS = ['LOW', 'MEDIUM', 'HIGH'] as const;
const Neighbour = z.object({
  title: z.string(),
  body: z.string(),
  number: z.number(),
  surfaces: z.array(z.string()),
});

const set = readTestSet(`${FILE}.test-set.json`, {
  cases: z
    .array(
      z.object({
        title: z.string(),
        body: z.string(),
        severity: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
        neighbours: z.array(Neighbour),
        /** What the text names. */
        surfaces: z.array(z.string()),
        riskLevel: z.enum(RISKS),
      }),
    )
    .min(12),
});

/** Prepared changes: surfaces that are named are found, none is made up, and the risk is seen. */
export const changeEvaluation: Evaluation = {
  name: 'change',
  floors: { 'surfaces found': 0.8, 'surfaces not made up': 1, 'risk right': 0.4, 'with test ideas': 1 },
  prompt: {
    file: `${FILE}.prompt.ts`,
    name: changePrompt.name,
    version: changePrompt.version,
    first: changePrompt.render(set.cases[0]!),
    set,
  },
  async measure(provider) {
    const proposals = [];
    for (const one of set.cases) proposals.push({ one, proposal: await prepare(provider, one) });
    const named = proposals.flatMap(({ one, proposal }) =>
      one.surfaces.map((surface) => proposal.affectedSurfaces.some((said) => isSame(said, surface))),
    );
    const invented = proposals.flatMap(({ one, proposal }) =>
      proposal.affectedSurfaces.filter(
        (said) => !`${one.title} ${one.body}`.toLowerCase().includes(said.toLowerCase()),
      ),
    );
    const said = proposals.reduce((sum, { proposal }) => sum + proposal.affectedSurfaces.length, 0);
    const steps = proposals.map(({ one, proposal }) =>
      Math.abs(RISKS.indexOf(one.riskLevel) - RISKS.indexOf(proposal.riskLevel)),
    );
    return {
      cases: set.cases.length,
      figures: {
        'surfaces found': mean(named.map(Number)),
        'surfaces not made up': said === 0 ? 1 : 1 - invented.length / said,
        'risk right': mean(steps.map((step) => (step === 0 ? 1 : 0))),
        'with test ideas': mean(proposals.map(({ proposal }) => (proposal.testIdeas.length > 0 ? 1 : 0))),
      },
      flagged: invented.map((surface) => `not in the text: ${surface}`),
    };
  },
};

function isSame(said: string, surface: string): boolean {
  const [a, b] = [said.toLowerCase(), surface.toLowerCase()];
  return a.includes(b) || b.includes(a);
}

async function prepare(provider: EvalProvider, matter: ChangeRequestMatter): Promise<ChangeProposal> {
  if (provider.kind === 'OFFLINE') return provider.models.prepareChange(matter);
  return (await provider.models.object(provider.connection, changePrompt.render(matter), ChangeAnswer, CALL)).value;
}
