import type { TenantDb } from '../../db/tenant.js';
import type { CaseSeverity, CaseType } from '../../generated/prisma/enums.js';
import { type ConfusionCell, type ConfusionFigures, confusionFigures, distributionShift } from './confusion.js';

export const CASE_TYPES = ['BUG', 'FEATURE', 'QUESTION'] as const satisfies readonly CaseType[];
export const CASE_SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const satisfies readonly CaseSeverity[];

/** What models said against what people said, over the judged cases. */
export interface Confusion<Label extends string> {
  readonly cells: readonly ConfusionCell<Label>[];
  readonly figures: ConfusionFigures<Label>;
}

export interface TriageCounts {
  /** Cases that a model has triaged. */
  readonly decided: number;
  /** Of those, the ones on which a person has given their word since. */
  readonly judged: number;
  /** Of those, the ones where the person said another type or severity. */
  readonly corrected: number;
  /** How sure the model was of the type on the mean; null without a case. */
  readonly meanConfidence: number | null;
}

export interface TriageWeek extends TriageCounts {
  /** ISO 8601, such as `2026-W47`; weeks begin on Mondays, UTC. */
  readonly week: string;
  readonly startsOn: Date;
  readonly types: readonly { readonly type: CaseType; readonly count: number }[];
  /** How far its types are from those of all weeks before it; null for the first. */
  readonly shift: number | null;
}

export interface TriageQuality extends TriageCounts {
  readonly from: Date;
  readonly until: Date;
  readonly type: Confusion<CaseType>;
  readonly severity: Confusion<CaseSeverity>;
  readonly weeks: readonly TriageWeek[];
}

/** Cases that are alike in all that is counted. */
interface Group {
  readonly week: string;
  readonly startsOn: Date;
  readonly machineType: CaseType;
  readonly machineSeverity: CaseSeverity;
  /** The person's word; null when no person has decided. */
  readonly type: CaseType | null;
  readonly severity: CaseSeverity | null;
  readonly count: number;
  readonly confidence: number;
}

/**
 * How well a project's triage does, by what people said about it afterwards.
 * @param from when a model decided, UTC, and `until` the first moment that does not count any more
 * @returns null when there is no such project for whoever asks
 */
export async function readTriageQuality(
  db: TenantDb,
  projectId: string,
  from: Date,
  until: Date,
): Promise<TriageQuality | null> {
  if (!(await db.project.findFirst({ where: { id: projectId }, select: { id: true } }))) return null;
  const groups = await db.$queryRaw<Group[]>`
    SELECT to_char("machineTriagedAt" AT TIME ZONE 'UTC', 'IYYY"-W"IW') AS "week",
      date_trunc('week', "machineTriagedAt" AT TIME ZONE 'UTC')::date AS "startsOn", "machineType", "machineSeverity",
      CASE WHEN "triageDecidedBy" = 'PERSON' THEN "type" END AS "type",
      CASE WHEN "triageDecidedBy" = 'PERSON' THEN "severity" END AS "severity",
      count(*)::int AS "count", sum("machineConfidence") AS "confidence"
    FROM "Case"
    WHERE "tenantId" = ${db.$tenantId}::uuid AND "projectId" = ${projectId}::uuid
      AND "machineTriagedAt" >= ${from}::timestamptz AND "machineTriagedAt" < ${until}::timestamptz
      AND "machineType" IS NOT NULL AND "machineSeverity" IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1`;
  return {
    from,
    until,
    ...countsOf(groups),
    type: confusion(CASE_TYPES, groups, ({ machineType, type }) => [machineType, type]),
    severity: confusion(CASE_SEVERITIES, groups, ({ machineSeverity, severity }) => [machineSeverity, severity]),
    weeks: weeksOf(groups),
  };
}

function countsOf(groups: readonly Group[]): TriageCounts {
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  const decided = sum(({ count }) => count);
  return {
    decided,
    judged: sum(({ type, count }) => (type === null ? 0 : count)),
    corrected: sum((group) => (isCorrected(group) ? group.count : 0)),
    meanConfidence: decided === 0 ? null : sum(({ confidence }) => confidence) / decided,
  };
}

function isCorrected({ type, severity, machineType, machineSeverity }: Group): boolean {
  return type !== null && (type !== machineType || severity !== machineSeverity);
}

function confusion<Label extends string>(
  labels: readonly Label[],
  groups: readonly Group[],
  wordsOf: (group: Group) => readonly [Label, Label | null],
): Confusion<Label> {
  const cells = labels.flatMap((machine) =>
    labels.map((person) => {
      const same = groups.filter((group) => {
        const [said, meant] = wordsOf(group);
        return said === machine && meant === person;
      });
      return { machine, person, count: same.reduce((total, { count }) => total + count, 0) };
    }),
  );
  return { cells, figures: confusionFigures(labels, cells) };
}

function weeksOf(groups: readonly Group[]): TriageWeek[] {
  const earlier = CASE_TYPES.map(() => 0);
  return [...new Set(groups.map(({ week }) => week))].map((week) => {
    const own = groups.filter((group) => group.week === week);
    const counts = CASE_TYPES.map((type) =>
      own.reduce((total, { machineType, count }) => total + (machineType === type ? count : 0), 0),
    );
    const shift = distributionShift(counts, earlier);
    counts.forEach((count, i) => {
      earlier[i] = (earlier[i] ?? 0) + count;
    });
    const types = CASE_TYPES.map((type, i) => ({ type, count: counts[i] ?? 0 }));
    return { week, startsOn: own[0]?.startsOn ?? new Date(0), ...countsOf(own), types, shift };
  });
}
