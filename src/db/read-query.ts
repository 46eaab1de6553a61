import type { Column, ReadModel, Relation } from './read-model.js';

/** A read that one statement can answer. */
export interface ReadQuery {
  readonly model: ReadModel;
  readonly columns: readonly Column[];
  readonly relations: readonly { readonly relation: Relation; readonly query: ReadQuery }[];
  readonly counts: readonly Relation[];
  /** SQL conditions; `{}` stands for the name of the table. */
  readonly conditions: readonly string[];
  readonly order: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[];
  /** Negative: from the end, as Prisma has it. */
  readonly take: number | undefined;
  readonly skip: number;
}

/** Arguments of a read as callers give them to Prisma. */
export type ReadArgs = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, string>> = { equals: '=', in: 'in', gt: '>', gte: '>=', lt: '<', lte: '<=' };
const PARTS: ReadonlySet<string> = new Set(['select', 'include', 'where', 'orderBy', 'take', 'skip']);
const UNFILTERED: ReadonlySet<string> = new Set(['Json', 'Bytes']);
const MAX_LITERAL = 1_000;

/**
 * Understands the arguments of a read, or says that they go beyond it: columns and relations selected or included,
 * counts of relations, comparisons with values joined by AND, order by columns, take and skip. `key` is equal for
 * reads that differ in their values only.
 */
export class ReadParser {
  readonly #models: ReadonlyMap<string, ReadModel>;
  readonly values: unknown[];
  key = '';
  isSupported = true;

  /** @param values what the statement's first parameters already are */
  constructor(models: ReadonlyMap<string, ReadModel>, values: unknown[]) {
    this.#models = models;
    this.values = values;
  }

  parse(model: ReadModel, args: ReadArgs): ReadQuery {
    for (const part in args) if (!PARTS.has(part) && args[part] !== undefined) this.isSupported = false;
    const columns: Column[] = [];
    const relations: { relation: Relation; query: ReadQuery }[] = [];
    const counts: Relation[] = [];
    const selected = (args.select ?? args.include ?? {}) as ReadArgs;
    if (args.select && args.include) this.isSupported = false;
    if (!args.select) columns.push(...model.columns.values());
    this.key += args.select ? '{' : '{*';
    for (const name in selected) {
      const wanted = selected[name];
      if (wanted === false || wanted === undefined) continue;
      this.key += `${name},`;
      const column = model.columns.get(name);
      if (column && args.select && wanted === true) columns.push(column);
      else if (name === '_count') counts.push(...this.#counts(model, wanted));
      else relations.push(...this.#relation(model, name, wanted));
    }
    this.key += '}';
    if (columns.length + relations.length + counts.length === 0) this.isSupported = false;
    if (columns.some(({ type }) => type === 'Bytes')) this.isSupported = false;
    const conditions = this.#conditions(model, (args.where ?? {}) as ReadArgs);
    const order = this.#order(model, args.orderBy);
    return {
      model,
      columns,
      relations,
      counts,
      conditions,
      order,
      take: this.#size(args.take),
      skip: this.#skip(args.skip),
    };
  }

  #relation(model: ReadModel, name: string, wanted: unknown): { relation: Relation; query: ReadQuery }[] {
    const relation = model.relations.get(name);
    const target = relation && this.#models.get(relation.model);
    if (!target || (wanted !== true && typeof wanted !== 'object')) {
      this.isSupported = false;
      return [];
    }
    return [{ relation, query: this.parse(target, wanted === true ? {} : (wanted as ReadArgs)) }];
  }

  #counts(model: ReadModel, wanted: unknown): Relation[] {
    const select = (wanted as { select?: ReadArgs } | null)?.select;
    return Object.keys(select ?? { '': 0 }).flatMap((name) => {
      const relation = model.relations.get(name);
      if (select?.[name] !== true || !relation) this.isSupported = false;
      this.key += `#${name},`;
      return relation ? [relation] : [];
    });
  }

  #conditions(model: ReadModel, where: ReadArgs): string[] {
    const conditions: string[] = [];
    for (const name in where) {
      const wanted = where[name];
      if (wanted === undefined) continue;
      const column = model.columns.get(name);
      if (!column || column.isList || UNFILTERED.has(column.type)) this.isSupported = false;
      else if (!isRecord(wanted)) this.#compare(conditions, name, 'equals', wanted);
      else for (const operator in wanted) this.#compare(conditions, name, operator, wanted[operator]);
    }
    return conditions;
  }

  #compare(conditions: string[], column: string, operator: string, value: unknown): void {
    if (value === undefined) return;
    const sign = OPERATORS[operator];
    this.key += `${column} ${operator}${value === null ? ' null' : ''};`;
    if (sign === undefined || (value === null && operator !== 'equals') || (sign === 'in') !== Array.isArray(value)) {
      this.isSupported = false;
    } else if (value === null) conditions.push(`{}."${column}" IS NULL`);
    else {
      this.values.push(Array.isArray(value) ? value.map(asParameter) : asParameter(value));
      const parameter = `$${this.values.length}`;
      conditions.push(`{}."${column}" ${sign === 'in' ? `= ANY(${parameter})` : `${sign} ${parameter}`}`);
    }
  }

  #order(model: ReadModel, orderBy: unknown): { column: string; direction: 'asc' | 'desc' }[] {
    const entries = orderBy === undefined ? [] : ((Array.isArray(orderBy) ? orderBy : [orderBy]) as ReadArgs[]);
    return entries.flatMap((entry) =>
      Object.keys(entry).map((column) => {
        const direction = entry[column];
        if (!model.columns.has(column) || (direction !== 'asc' && direction !== 'desc')) this.isSupported = false;
        this.key += `^${column} ${String(direction)}`;
        return { column, direction: direction === 'desc' ? 'desc' : 'asc' } as const;
      }),
    );
  }

  /** Sizes of pages are few, and a plan for a known size is a better one: they are written into the statement. */
  #size(take: unknown): number | undefined {
    this.key += `<${String(take)}`;
    if (take === undefined) return undefined;
    if (!Number.isInteger(take) || Math.abs(take as number) > MAX_LITERAL) this.isSupported = false;
    return take as number;
  }

  #skip(skip: unknown): number {
    if (skip === undefined || skip === 0) return 0;
    this.key += `>${String(skip)}`;
    if (!Number.isInteger(skip) || (skip as number) < 0 || (skip as number) > MAX_LITERAL) this.isSupported = false;
    return skip as number;
  }
}

function isRecord(value: unknown): value is ReadArgs {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);
}

function asParameter(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
