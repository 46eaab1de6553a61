import DataLoader from 'dataloader';
import type { User } from '../../generated/prisma/client.js';
import { loaderOf } from '../../graphql/loaders.js';

/** People of the tenant by id, all that an operation asks for at once; null for who is no member any more. */
export const usersById = loaderOf(
  ({ db }) =>
    new DataLoader<string, User | null>(async (ids) => {
      const users = new Map(
        (await db.user.findMany({ where: { id: { in: [...ids] } } })).map((user) => [user.id, user]),
      );
      return ids.map((id) => users.get(id) ?? null);
    }),
);
