import { brandWithType } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { loaderOf } from './loaders.js';

interface Wanted {
  readonly type: string;
  readonly id: string;
  readonly info: GraphQLResolveInfo;
}

type Finder = { findMany(args: object): Promise<{ readonly id: string }[]> } | undefined;

/** The object with an id, as a field of type `Node` hands it out: those of one list are read with one query a type. */
export const nodesById = loaderOf(
  (context) =>
    new DataLoader<Wanted, object | null, string>(
      async (wanted) => {
        const groups = new Map<string, Wanted[]>();
        for (const one of wanted) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);
        const found = new Map<string, object>();
        for (const [first, ...others] of groups.values()) {
          if (!first) continue;
          const { type, info } = first;
          const query = queryFromInfo({ context, info, typeName: type });
          const model = type.charAt(0).toLowerCase() + type.slice(1);
          const finder = (context.db as unknown as Record<string, Finder>)[model];
          const rows = await finder?.findMany({
            ...query,
            where: { id: { in: [first, ...others].map(({ id }) => id) } },
          });
          for (const row of rows ?? []) {
            brandWithType(row, type as never);
            found.set(`${groupOf(first)} ${row.id}`, row);
          }
        }
        return wanted.map((one) => found.get(`${groupOf(one)} ${one.id}`) ?? null);
      },
      { cacheKeyFn: (one) => `${groupOf(one)} ${one.id}` },
    ),
);

/** What is asked of the nodes differs from field to field of a document, so each field is answered by itself. */
function groupOf({ type, info }: Wanted): string {
  return `${type} ${info.fieldNodes[0]?.loc?.start ?? ''}`;
}
