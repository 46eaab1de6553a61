/**
 * Every column that is encrypted at rest, as `Table.column`; one line makes a new one known to sealing, to
 * `npm run keys:rotate` and to the tests. The table has an `id` and a `tenantId`; the migration that makes the column
 * calls `protect_sealed_column`, so that PostgreSQL refuses plain text in it.
 */
export const SEALED_COLUMNS = [
  'Channel.sealedPreviousSecret',
  'Channel.sealedSecret',
  'ModelProvider.sealedKey',
  'OutgoingMail.sealedBody',
] as const;
export type SealedColumn = (typeof SEALED_COLUMNS)[number];
