import pg from 'pg';
import type { Prisma } from '../../src/generated/prisma/client.js';

/** What a statement read, as PostgreSQL says after running it. */
export interface Explained {
  readonly executionMs: number;
  /** Types of the plan's nodes, with the index or table each works on. */
  readonly nodes: readonly { readonly type: string; readonly on: string }[];
  /** Rows that scans handed on or threw away, over all loops. */
  readonly rowsRead: number;
  /** Pages of tables and indexes that were looked at. */
  readonly buffers: number;
  readonly rows: number;
  /** Rows that the planner thought there would be. */
  readonly rowsExpected: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Runs a statement as the application role in a tenant's scope and tells what it read.
 * @param planned GENERIC: by the plan that a statement prepared once has for all values; CUSTOM: by one for these
 */
export async function explain(
  databaseUrl: string,
  tenantId: string,
  query: Prisma.Sql,
  planned: 'GENERIC' | 'CUSTOM' = 'CUSTOM',
): Promise<Explained> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    await client.query(`SET LOCAL plan_cache_mode = force_${planned.toLowerCase()}_plan`);
    await client.query(`PREPARE asked AS ${query.text}`);
    const values = query.values.map(literal).join(', ');
    const call = query.values.length > 0 ? `asked(${values})` : 'asked';
    await client.query(`EXECUTE ${call}`); // what is asked often has been read before
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${call}`,
    );
    const [{ Plan: plan, 'Execution Time': executionMs }] = rows[0]!['QUERY PLAN'];
    const all = flatten(plan);
    const scans = all.filter((node) => node['Relation Name'] !== undefined);
    return {
      executionMs,
      nodes: all.map((node) => ({ type: node['Node Type'], on: node['Index Name'] ?? node['Relation Name'] ?? '' })),
      rowsRead: scans.reduce((sum, node) => sum + rowsOf(node), 0),
      buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      rows: plan['Actual Rows'],
      rowsExpected: plan['Plan Rows'],
    };
  } finally {
    await client.end();
  }
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function rowsOf(node: PlanNode): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return (node['Actual Rows'] + removed) * node['Actual Loops'];
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  return typeof value === 'number' ? String(value) : pg.escapeLiteral(String(value));
}
