import { transact } from '../../db/transaction.js';
import { handleJob, JobPostponed, PermanentJobError } from '../../jobs/define-job.js';
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

/** What a model says no to because of the text: other articles may do. */
const OF_THE_TEXT: ReadonlySet<string> = new Set(['MODEL_REJECTED', 'MODEL_DECLINED']);
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
    let [articles, embedded, failed] = [0, 0, 0];
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
        const batch = page.slice(first, first + AT_ONCE);
        const ends = await Promise.allSettled(batch.map((id) => embedChunks(db, embedder, id, signal)));
        signal.throwIfAborted();
        for (const end of ends) {
          if (end.status === 'fulfilled' && end.value) {
            articles += 1;
            embedded += end.value.embedded;
          }
        }
        const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
        const others = failures.filter((error) => !isOfTheText(error));
        if (others.length > 0) throw others.find((error) => !(error instanceof JobPostponed)) ?? others[0];
        // A model that takes none of them is not what the text can help.
        if (failures.length > 0 && articles === 0) throw failures[0];
        const refused = batch.filter((_, index) => ends[index]?.status === 'rejected');
        failed += refused.length;
        const data = { embeddingState: 'FAILED' } as const;
        await transact(db, (tx) =>
          tx.kbArticle.updateMany({ where: { id: { in: refused }, embeddingState: 'EMBEDDING' }, data }),
        );
        await report();
      }
    }
    run.log.info(`${embedded} chunks of ${articles} articles embedded again; ${failed} articles refused by the model`);
    return { embeddingModel, articles, embedded, failed };
  },
  // The route may have been changed once more meanwhile; whoever did that was given this job.
  async apply(tx, { embeddingModel }, _payload, run) {
    await lockEmbeddingRoute(tx);
    const space = (await embeddingSpaceOf(tx)) ?? run.ports.models.embeddingModel;
    if (space !== embeddingModel) await askAnew(tx, { actor: SYSTEM_ACTOR, requestId: run.requestId });
  },
});

function isOfTheText(error: unknown): boolean {
  return error instanceof PermanentJobError && OF_THE_TEXT.has(error.code);
}
