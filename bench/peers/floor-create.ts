import type pg from 'pg';
import { ALL_ROWS } from '../../src/db/row-rights.js';
import type { TenantDb } from '../../src/db/tenant.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { openCase } from '../../src/modules/support/case-open.service.js';
import type { NewCaseBody } from './new-case-body.js';

const ACTOR = { kind: 'USER', id: null, label: 'floor' } as const;

/**
 * Runs the statement that opens a case straight on the pool. It is the product's own, which was written by hand and
 * writes everything at once; what is left out is all around it: sign-in, validation, row security, delivery to Redis.
 */
export async function insertFloorCase(pool: pg.Pool, tenantId: string, input: NewCaseBody): Promise<object> {
  const handle = {
    $tenantId: tenantId,
    $rights: ALL_ROWS,
    $deliver: () => {},
    $queryRaw: async (strings: TemplateStringsArray, ...values: readonly unknown[]) => {
      const { text, values: parameters } = Prisma.sql(strings, ...values);
      const { rows } = await pool.query({ name: 'create', text, values: parameters as unknown[] });
      return rows;
    },
  };
  const opened = await openCase(handle as unknown as TenantDb, input, { actor: ACTOR });
  const { id, number, subject, state } = opened.case;
  return { case: { id, number, subject, state }, job: { id: opened.job.id, state: opened.job.state } };
}
