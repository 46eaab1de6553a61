import { getDatamodel } from '../generated/pothos.js';
import { ALL_ROWS, type RowRights } from './row-rights.js';

/** Models that belong to no tenant. Row security still decides which of their rows are seen. */
const GLOBAL_MODELS: ReadonlySet<string> = new Set(['Tenant', 'User', 'UserCredential', 'TrustedDocument']);

/** Nested verbs that can name any row of the database. Set the foreign key itself instead. */
const RELINKING_VERBS: ReadonlySet<string> = new Set(['connect', 'connectOrCreate', 'set']);

/** Relation fields by model. @NOTE `getDatamodel` parses the whole model anew at each call, so it is asked once. */
const RELATIONS = new Map(
  Object.entries(getDatamodel().datamodel.models).map(([model, { fields }]) => [
    model,
    fields.filter(({ kind }) => kind === 'object'),
  ]),
);

type Row = Record<string, unknown>;

/** The arguments of any Prisma model operation, as far as tenancy is concerned. */
export interface OperationArgs {
  readonly where?: Row;
  readonly data?: Row | Row[];
  readonly create?: Row;
  readonly update?: Row;
}

export function isGlobalModel(model: string): boolean {
  return GLOBAL_MODELS.has(model);
}

/**
 * Narrows one operation to a tenant: every filter names it, every created row carries it, nothing is relinked.
 * @param rights which of the tenant's rows the operation may touch; all by default
 * @throws when a row would be created in, moved to, or linked with another tenant
 */
export function scopeToTenant(
  model: string,
  operation: string,
  args: OperationArgs,
  tenantId: string,
  rights: RowRights = ALL_ROWS,
): OperationArgs {
  const isCreate = operation.startsWith('create');
  for (const row of rows(isCreate ? args.data : args.create)) {
    if (row.tenantId !== tenantId) throw new Error(`${model}.${operation} must name its own tenant`);
  }
  for (const row of [...rows(args.data), ...rows(args.create), ...rows(args.update)]) {
    if (row.tenantId !== undefined && row.tenantId !== tenantId) {
      throw new Error(`${model}.${operation} may not change tenants`);
    }
    refuseRelinks(model, row);
  }
  return isCreate ? args : { ...args, where: { ...args.where, ...rights.filters[model], tenantId } };
}

function rows(value: unknown): Row[] {
  if (Array.isArray(value)) return value as Row[];
  return typeof value === 'object' && value !== null ? [value as Row] : [];
}

function refuseRelinks(model: string, row: Row): void {
  for (const { name, type } of RELATIONS.get(model) ?? []) {
    for (const nested of rows(row[name])) refuseNested(`${model}.${name}`, type, nested);
  }
}

function refuseNested(at: string, model: string, nested: Row): void {
  for (const [verb, value] of Object.entries(nested)) {
    if (RELINKING_VERBS.has(verb)) throw new Error(`${at}: set the foreign key, do not ${verb}`);
    for (const child of rows(value)) {
      for (const row of [child, ...rows(child.data), ...rows(child.create), ...rows(child.update)]) {
        refuseRelinks(model, row);
      }
    }
  }
}
