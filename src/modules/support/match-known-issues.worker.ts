import { handleJob } from '../../jobs/define-job.js';
import { withModels } from '../models/model-failure.service.js';
import { applyMatches } from './case-match.service.js';
import { searchSpaces } from './kb-search.service.js';
import { searchArticles } from './kb-search.sql.js';
import { MatchKnownIssues } from './match-known-issues.job.js';
import { isMatch, MATCH_LIMIT } from './match-score.js';
import { beginStep, giveUpStep, reportStep } from './pipeline-step.service.js';
import { settingsOfCase } from './support-settings.service.js';

const KIND = 'KNOWN_ISSUE_MATCH';

export const matchKnownIssues = handleJob({
  definition: MatchKnownIssues,
  async run(payload, run) {
    const { projectId, subject, body } = await beginStep(run, KIND, payload);
    const { jobId, requestId } = run;
    const use = { projectId, subject: { type: 'Case', id: payload.caseId }, jobId, requestId };
    const spaces = await withModels(() => searchSpaces(run, use, { title: subject, body }));
    await reportStep(run, KIND, payload, { stage: 'search', percent: 40, message: 'Searching the knowledge base' });
    run.signal.throwIfAborted();
    const found = await searchArticles(run.db, {
      title: subject,
      body,
      ...spaces,
      filter: { projectIds: [projectId] },
      limit: MATCH_LIMIT,
    });
    const { matchThreshold } = await settingsOfCase(run.db, payload.caseId);
    const best = found[0];
    const fitting = found.filter((match) => isMatch(match, matchThreshold)).length;
    const message = best
      ? `${fitting} of ${found.length} articles fit; best: “${best.title}” (${best.score.toFixed(2)})`
      : 'No article found';
    await reportStep(run, KIND, payload, { stage: 'search', percent: 90, message });
    return {
      matches: found.map(({ articleId, score, lexicalScore, semanticScore }) => ({
        articleId,
        score,
        lexicalScore,
        semanticScore,
      })),
    };
  },
  apply: (tx, { matches }, payload, run) => applyMatches(tx, run.jobId, payload, matches),
  onGiveUp: giveUpStep,
});
