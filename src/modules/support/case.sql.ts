import type { TenantTx } from '../../db/tenant.js';
import type { ExpectedVersion } from '../../expected-version.js';
import { type Case, Prisma } from '../../generated/prisma/client.js';
import type { CaseState } from '../../generated/prisma/enums.js';

export interface CaseMove extends ExpectedVersion {
  readonly from: readonly CaseState[];
  readonly to: CaseState;
  /** Only from this version. */
  /** Further assignments, each beginning with a comma. */
  readonly set?: Prisma.Sql | undefined;
}

/** A case after its move, and where it was. */
export type MovedCase = Case & { readonly from: CaseState };

/** Moves a case to another state; nothing when it is not in one of the states `from` or has another version. */
export async function moveCaseRow(tx: TenantTx, caseId: string, move: CaseMove): Promise<MovedCase | undefined> {
  const [moved] = await tx.$queryRaw<MovedCase[]>`
    WITH old AS (SELECT "id", "state" FROM "Case" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${caseId}::uuid FOR UPDATE)
    UPDATE "Case" c SET "state" = ${move.to}::"CaseState", "version" = c."version" + 1, "updatedAt" = now() ${move.set ?? Prisma.empty}
    FROM old
    WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."id" = old."id" AND c."state" = ANY(${[...move.from]}::"CaseState"[])
      AND c."version" = COALESCE(${move.expectedVersion ?? null}::int, c."version")
    RETURNING c.*, old."state" AS "from"`;
  return moved;
}

/** The case, which nobody else changes until the transaction ends. */
export async function lockCase(tx: TenantTx, caseId: string): Promise<Case | undefined> {
  const [row] = await tx.$queryRaw<Case[]>`
    SELECT * FROM "Case" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${caseId}::uuid FOR UPDATE`;
  return row;
}

/**
 * The columns that hold a triage, for use in an UPDATE of a case. What a model said stays beside the word of a person:
 * the two are compared later.
 */
export function triageColumns(triage: {
  readonly type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly reasoning: string;
  readonly decidedBy: 'MODEL' | 'PERSON';
  /** The version of the project's own model; none for another, and for a person. */
  readonly modelId?: string | null | undefined;
}): Prisma.Sql {
  const { type, severity, confidence, reasoning, decidedBy, modelId = null } = triage;
  const machine =
    decidedBy === 'MODEL'
      ? Prisma.sql`, "machineType" = ${type}::"CaseType", "machineSeverity" = ${severity}::"CaseSeverity",
          "machineConfidence" = ${confidence}::float8, "machineReasoning" = ${reasoning}, "machineTriagedAt" = now(),
          "machineModelId" = ${modelId}::uuid`
      : KEEP_MACHINE_WORD;
  return Prisma.sql`, "type" = ${type}::"CaseType", "severity" = ${severity}::"CaseSeverity",
    "triageConfidence" = ${confidence}::float8, "triageReasoning" = ${reasoning},
    "triageDecidedBy" = ${decidedBy}::"DeciderKind", "triagedAt" = now() ${machine}`;
}

/** A worker of the release before this one, which may run beside it, has left the word of the model in the triage alone. */
const KEEP_MACHINE_WORD = Prisma.join(
  [
    ['machineType', 'type'],
    ['machineSeverity', 'severity'],
    ['machineConfidence', 'triageConfidence'],
    ['machineReasoning', 'triageReasoning'],
    ['machineTriagedAt', 'triagedAt'],
  ].map(([machine, said]) =>
    Prisma.raw(`"${machine}" = COALESCE("${machine}", CASE WHEN "triageDecidedBy" = 'MODEL' THEN "${said}" END)`),
  ),
  ', ',
  ', ',
);

/** Writes a triage without moving the case. */
export async function setTriage(tx: TenantTx, caseId: string, columns: Prisma.Sql): Promise<Case | undefined> {
  const [row] = await tx.$queryRaw<Case[]>`
    UPDATE "Case" SET "version" = "version" + 1, "updatedAt" = now() ${columns}
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${caseId}::uuid RETURNING *`;
  return row;
}
