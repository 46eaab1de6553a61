import type pg from 'pg';

/** One version of one client. */
export interface ClientRelease {
  readonly client: string;
  readonly version: string;
}

export interface DocumentToPublish {
  readonly hash: string;
  readonly normalHash: string;
  readonly text: string;
}

/**
 * Stores the documents of a release, as the owner of the table. What is there already stays, and is trusted again if it
 * was retired. All of them or none.
 * @returns how many were new or trusted again
 */
export async function publishDocuments(
  db: pg.Client,
  { client, version }: ClientRelease,
  documents: readonly DocumentToPublish[],
): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO "TrustedDocument" ("clientName", "clientVersion", "hash", "normalHash", "text")
     SELECT $1, $2, d.hash, d.normal, d.text FROM unnest($3::text[], $4::text[], $5::text[]) AS d (hash, normal, text)
     ON CONFLICT ("clientName", "clientVersion", "hash") DO UPDATE SET "retiredAt" = NULL, "publishedAt" = now()
       WHERE "TrustedDocument"."retiredAt" IS NOT NULL`,
    [
      client,
      version,
      documents.map(({ hash }) => hash),
      documents.map(({ normalHash }) => normalHash),
      documents.map(({ text }) => text),
    ],
  );
  return rowCount ?? 0;
}

/** Trusts the documents of a release no longer. @returns how many there were */
export async function retireDocuments(db: pg.Client, { client, version }: ClientRelease): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE "TrustedDocument" SET "retiredAt" = now()
     WHERE "clientName" = $1 AND "clientVersion" = $2 AND "retiredAt" IS NULL`,
    [client, version],
  );
  return rowCount ?? 0;
}
