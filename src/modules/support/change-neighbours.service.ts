import type { Case } from '../../generated/prisma/client.js';
import type { JobRun } from '../../jobs/define-job.js';
import type { ChangeNeighbour } from '../../ports.js';
import { SAME_MATTER } from './case-clusters.js';
import { embedderOf } from './embedding.js';

/** Of a project's newest cases, so many are compared, by their subjects. */
const MAX_COMPARED = 200;
/** Subjects that are embedded with one call. */
const BATCH = 100;
const MAX_NEIGHBOURS = 4;

/** The newest other cases of the project that are about the same as a case, nearest first; four at most. */
export async function neighboursOf(
  { db, ports, signal }: Pick<JobRun, 'db' | 'ports' | 'signal'>,
  { id, projectId, subject }: Case,
): Promise<ChangeNeighbour[]> {
  const others = await db.case.findMany({
    where: { projectId, id: { not: id } },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    take: MAX_COMPARED,
    select: { id: true, subject: true },
  });
  if (others.length === 0) return [];
  const models = embedderOf(ports);
  const [own = new Float32Array()] = await models.embed([subject], { signal });
  const rated: { readonly id: string; readonly similarity: number }[] = [];
  for (let first = 0; first < others.length; first += BATCH) {
    const batch = others.slice(first, first + BATCH);
    const vectors = await models.embed(
      batch.map((other) => other.subject),
      { signal },
    );
    rated.push(...batch.map((other, index) => ({ id: other.id, similarity: cosine(own, vectors[index]) })));
  }
  const near = rated
    .filter(({ similarity }) => similarity >= SAME_MATTER)
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, MAX_NEIGHBOURS);
  const rows = await db.case.findMany({
    where: { id: { in: near.map((one) => one.id) } },
    select: {
      id: true,
      number: true,
      subject: true,
      body: true,
      changeRequests: { orderBy: { id: 'desc' }, take: 1, select: { affectedSurfaces: true } },
    },
  });
  return near.flatMap((one) => {
    const row = rows.find((candidate) => candidate.id === one.id);
    if (!row) return [];
    return [
      {
        number: row.number,
        title: row.subject,
        body: row.body,
        surfaces: row.changeRequests[0]?.affectedSurfaces ?? [],
      },
    ];
  });
}

/** Of two vectors of length one. */
function cosine(one: Float32Array, other: Float32Array | undefined): number {
  return other ? one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0) : 0;
}
