import type { Transaction } from '../../db/transaction.js';
import type { KbArticle } from '../../generated/prisma/client.js';
import type { KbArticleChange } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';

/** The article under lock, as Prisma would give it but for its search text; undefined when there is none to see. */
export async function lockArticle(tx: Transaction, id: string): Promise<KbArticle | undefined> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text FROM "KbArticle" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${id}::uuid FOR UPDATE`;
  return found && (await tx.kbArticle.findFirstOrThrow({ where: { id } }));
}

/** Writes down what articles say now, as their present version; what is written down already stays. */
export async function keepVersions(
  tx: Transaction,
  articleIds: readonly string[],
  change: KbArticleChange,
  actor: Actor,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "KbArticleVersion" ("id", "tenantId", "articleId", "number", "change", "title", "body", "tags", "state",
      "actorKind", "actorId", "actorLabel")
    SELECT gen_random_uuid(), "tenantId", "id", "version", ${change}::"KbArticleChange", "title", "body", "tags", "state",
      ${actor.kind}::"ActorKind", ${actor.id}::uuid, ${actor.label}
    FROM "KbArticle" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ANY(${[...articleIds]}::uuid[])
    ON CONFLICT ("tenantId", "articleId", "number") DO NOTHING`;
}
