import type { TenantDb } from '../../src/db/tenant.js';

const FLAT = { id: true, number: true, subject: true, state: true, openedAt: true } as const;
const NEWEST_FIRST = [{ openedAt: 'desc' }, { id: 'desc' }] as const;
const CUSTOMER = { select: { email: true, name: true } } as const;

/** The newest cases with customer, triage and their newest messages, as a REST service would read them. */
export async function listCases(db: TenantDb, tenantId: string, take: number) {
  const rows = await db.case.findMany({
    where: { tenantId },
    orderBy: [...NEWEST_FIRST],
    take,
    select: {
      ...FLAT,
      type: true,
      severity: true,
      triageConfidence: true,
      triageDecidedBy: true,
      triagedAt: true,
      customer: CUSTOMER,
      messages: {
        select: { id: true, direction: true, body: true, sentAt: true },
        orderBy: { id: 'desc' },
        take: 3,
      },
    },
  });
  return rows.map(({ type, severity, triageConfidence, triageDecidedBy, triagedAt, messages, ...row }) => ({
    ...row,
    triage: triagedAt ? { type, severity, confidence: triageConfidence, decidedBy: triageDecidedBy } : null,
    messages: messages.reverse(),
  }));
}

export function listFlat(db: TenantDb, tenantId: string, take: number) {
  return db.case.findMany({ where: { tenantId }, orderBy: [...NEWEST_FIRST], take, select: FLAT });
}

/** One case by id, or null. */
export function findCase(db: TenantDb, tenantId: string, id: string) {
  return db.case.findFirst({ where: { tenantId, id }, select: { ...FLAT, body: true, customer: CUSTOMER } });
}
