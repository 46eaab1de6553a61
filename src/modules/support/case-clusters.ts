import { setImmediate as nextTurn } from 'node:timers/promises';

/** Something that was said, as a vector of length one. */
export interface ClusterItem {
  readonly id: string;
  readonly vector: Float32Array;
}

export interface Cluster {
  /** The item that most others are near to comes first, then the others, nearest first. */
  readonly members: readonly { readonly id: string; readonly similarity: number }[];
}

/** Two messages are about the same from this cosine on: such as share most of their wording. */
export const SAME_MATTER = 0.45;
/** As many cases make a suggestion. */
export const MIN_CLUSTER = 3;

/**
 * Groups what is about the same: the item with most neighbours and its neighbours are the first group, and so on with
 * the rest. Every item is in one group at most; the same items give the same groups, in whatever order they come.
 */
export async function clusterItems(items: readonly ClusterItem[], signal?: AbortSignal): Promise<Cluster[]> {
  const ordered = items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const near = ordered.map(() => new Map<number, number>());
  for (const [at, item] of ordered.entries()) {
    if (at % 50 === 49) await nextTurn();
    signal?.throwIfAborted();
    for (let other = at + 1; other < ordered.length; other += 1) {
      const similarity = dot(item.vector, ordered[other]!.vector);
      if (similarity < SAME_MATTER) continue;
      near[at]!.set(other, similarity);
      near[other]!.set(at, similarity);
    }
  }
  const clusters: Cluster[] = [];
  for (;;) {
    const sizes = near.map((neighbours) => neighbours.size);
    const center = sizes.indexOf(Math.max(0, ...sizes));
    const neighbours = near[center];
    if (!neighbours || neighbours.size + 1 < MIN_CLUSTER) return clusters;
    const others = [...neighbours].sort(([one, a], [other, b]) => b - a || one - other);
    const members = [[center, 1] as const, ...others];
    clusters.push({ members: members.map(([index, similarity]) => ({ id: ordered[index]!.id, similarity })) });
    for (const [taken] of members) {
      for (const other of near[taken]!.keys()) near[other]!.delete(taken);
      near[taken]!.clear();
    }
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += one[index]! * (other[index] ?? 0);
  return sum;
}
