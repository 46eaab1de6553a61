import { handleJob } from '../../jobs/define-job.js';
import { type ClusterItem, clusterItems } from './case-clusters.js';
import { embedderOf } from './embedding.js';
import { applyClusters } from './kb-suggestion.service.js';
import { unmatchedCases } from './kb-suggestion.sql.js';
import { SuggestArticles } from './suggest-articles.job.js';

/** The newest are looked at; every two of them are compared. */
const MAX_CASES = 500;
/** Cases that are embedded with one call. */
const BATCH = 25;
const MAX_CLUSTERS = 20;
const MAX_MEMBERS = 50;

export const suggestArticles = handleJob({
  definition: SuggestArticles,
  async run({ projectId }, run) {
    const cases = await unmatchedCases(run.db, projectId, MAX_CASES);
    const items: ClusterItem[] = [];
    for (let first = 0; first < cases.length; first += BATCH) {
      const batch = cases.slice(first, first + BATCH);
      // As one text: where everybody closes with the same words, those are not the matter.
      const texts = batch.map(({ subject, body }) => `${subject}\n${body}`);
      const vectors = await embedderOf(run.ports).embed(texts, { signal: run.signal });
      items.push(...batch.map(({ id }, index) => ({ id, vector: vectors[index] ?? new Float32Array() })));
      const percent = (80 * items.length) / cases.length;
      await run.progress({ stage: 'embed', percent, counters: { cases: cases.length, embedded: items.length } });
    }
    await run.progress({ stage: 'group', percent: 80, counters: { cases: cases.length } });
    const subjects = new Map(cases.map(({ id, subject }) => [id, subject]));
    const clusters = (await clusterItems(items, run.signal)).slice(0, MAX_CLUSTERS).map(({ members }) => ({
      title: subjects.get(members[0]?.id ?? '') ?? '',
      members: members.slice(0, MAX_MEMBERS).map(({ id: caseId, similarity }) => ({ caseId, similarity })),
    }));
    run.log.info(`${cases.length} cases without an article, ${clusters.length} matters that several of them are about`);
    return { cases: cases.length, clusters };
  },
  apply: (tx, { clusters }, { projectId }) => applyClusters(tx, projectId, clusters),
});
