/** A named prepared statement that answers one text column `json`. */
export interface FloorRead {
  readonly name: string;
  readonly text: string;
}

const CASE = `'id', c."id", 'number', c."number", 'subject', c."subject", 'state', c."state", 'openedAt', c."openedAt"`;

/** The newest cases first, cut before anything is joined to them. */
const NEWEST = `(SELECT * FROM "Case" WHERE "tenantId" = $1::uuid ORDER BY "openedAt" DESC, "id" DESC LIMIT 20) c`;

const CUSTOMER = `json_build_object('email', u."email", 'name', u."name")`;

export const READS: Readonly<Record<string, FloorRead>> = {
  list: {
    name: 'list',
    text: `
      SELECT json_agg(json_build_object(${CASE},
        'customer', ${CUSTOMER},
        'triage', CASE WHEN c."triagedAt" IS NOT NULL THEN json_build_object('type', c."type", 'severity', c."severity",
          'confidence', c."triageConfidence", 'decidedBy', c."triageDecidedBy") END,
        'messages', m.list) ORDER BY c."openedAt" DESC, c."id" DESC)::text AS json
      FROM ${NEWEST}
      JOIN "Customer" u ON u."tenantId" = c."tenantId" AND u."id" = c."customerId",
      LATERAL (SELECT json_agg(json_build_object('id', n."id", 'direction', n."direction", 'body', n."body", 'sentAt', n."sentAt") ORDER BY n."id") AS list
        FROM (SELECT * FROM "CaseMessage" WHERE "tenantId" = $1::uuid AND "caseId" = c."id" ORDER BY "id" DESC LIMIT 3) n) m`,
  },
  flat: {
    name: 'flat',
    text: `SELECT json_agg(json_build_object(${CASE}) ORDER BY c."openedAt" DESC, c."id" DESC)::text AS json FROM ${NEWEST}`,
  },
  one: {
    name: 'one',
    text: `
      SELECT json_build_object(${CASE}, 'body', c."body", 'customer', ${CUSTOMER})::text AS json
      FROM "Case" c JOIN "Customer" u ON u."tenantId" = c."tenantId" AND u."id" = c."customerId"
      WHERE c."tenantId" = $1::uuid AND c."id" = $2::uuid`,
  },
};
