import { transact } from '../../db/transaction.js';
import { handleJob, JobPostponed } from '../../jobs/define-job.js';
import { EmbedAnew } from '../models/embed-anew.job.js';
import {
  embedAnew as askAnew,
  embeddingRouteOf,
  embeddingSpaceOf,
  lockEmbeddingRoute,
} from '../models/embedding-route.service.js';
import { refuseInterrupted } from '../models/model-failure.service.js';
import { SYSTEM_ACTOR } from '../operations/actor.js';
import { embedChunks } from './embed-chunks.service.js';
import { searchEmbedder } from './embedding.js';
import { markStale, staleArticles } from './kb-chunk.sql.js';

/** Articles that are embedded at the same time. */
const AT_ONCE = 4;
const PAGE = 40;

/** Everything that is published gets vectors of the tenant's present model; what has them already is left alone. */
export const embedAnew = handleJob({
  definition: EmbedAnew,
  async run(_payload, run) {
    const { db, jobId, requestId, signal } = run;
    const chosen = await embeddingRouteOf(db);
    await refuseInterrupted(run, chosen ? [chosen.route] : []);
    const embedder = await searchEmbedder(run, { projectId: null, subject: null, jobId, requestId });
    const { embeddingModel } = embedder;
    const total = await transact(db, (tx) => markStale(tx, embeddingModel));
    let [articles, embedded] = [0, 0];
    const report = () => {
      const percent = total === 0 ? 95 : Math.min(95, (95 * articles) / total);
      return run.progress({ stage: 'embed', percent, counters: { total, articles, embedded } });
    };
    await report();
    for (let after: string | null = null; ; ) {
      const page: string[] = await staleArticles(db, embeddingModel, after, PAGE);
      if (page.length === 0) break;
      after = page.at(-1) ?? null;
      for (let first = 0; first < page.length; first += AT_ONCE) {
        const ends = await Promise.allSettled(
          page.slice(first, first + AT_ONCE).map((id) => embedChunks(db, embedder, id, signal)),
        );
        signal.throwIfAborted();
        for (const end of ends) {
          if (end.status === 'fulfilled' && end.value) {
            articles += 1;
            embedded += end.value.embedded;
          }
        }
        const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
        if (failures.length > 0) throw failures.find((error) => !(error instanceof JobPostponed)) ?? failures[0];
        await report();
      }
    }
    run.log.info(`${embedded} chunks of ${articles} articles embedded again`);
    return { embeddingModel, articles, embedded };
  },
  // The route may have been changed once more meanwhile; whoever did that was given this job.
  async apply(tx, { embeddingModel }, _payload, run) {
    await lockEmbeddingRoute(tx);
    const space = (await embeddingSpaceOf(tx)) ?? run.ports.models.embeddingModel;
    if (space !== embeddingModel) await askAnew(tx, { actor: SYSTEM_ACTOR, requestId: run.requestId });
  },
});
