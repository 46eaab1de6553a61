import { Prisma } from '../generated/prisma/client.js';
import type { Column, Relation } from './read-model.js';
import type { ReadQuery } from './read-query.js';

type Row = Record<string, unknown>;

/** SQL that answers one column and row: the JSON of all rows. */
export interface ReadStatement {
  readonly text: string;
  /** Makes Prisma's values of what JSON cannot hold, in place. */
  readonly decode: (rows: Row[]) => Row[];
}

const MAX_ARGUMENTS = 100;

/** Writes a read as one statement: rows of the table first, cut to the page, then what hangs on each of them. */
export function compileRead(query: ReadQuery): ReadStatement | undefined {
  if (!isWithinArguments(query)) return undefined;
  const rows = `SELECT COALESCE(json_agg(${object(query, 't0')}), '[]')::text AS "rows" FROM ${page(query, 't0', [])} t0`;
  return { text: rows, decode: decoderOf(query) };
}

function list(query: ReadQuery, table: string, joins: readonly string[]): string {
  return `(SELECT COALESCE(json_agg(${object(query, table)}), '[]') FROM ${page(query, table, joins)} ${table})`;
}

function one(query: ReadQuery, table: string, joins: readonly string[]): string {
  return `(SELECT ${object(query, table)} FROM "${query.model.name}" ${table} WHERE ${where(query, table, joins)} LIMIT 1)`;
}

/** The rows of one page in their order, which aggregation keeps. A page from the end comes in reverse. */
function page(query: ReadQuery, table: string, joins: readonly string[]): string {
  const { model, order, take, skip } = query;
  const isReversed = take !== undefined && take < 0;
  // Where no order is given, the end is that of the ids.
  const sorted = order.length === 0 && isReversed ? [{ column: 'id', direction: 'asc' as const }] : order;
  const terms = sorted.map(
    ({ column, direction }) => `${table}."${column}" ${(direction === 'desc') === isReversed ? 'ASC' : 'DESC'}`,
  );
  return [
    `(SELECT * FROM "${model.name}" ${table} WHERE ${where(query, table, joins)}`,
    terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '',
    take === undefined ? '' : ` LIMIT ${Math.abs(take)}`,
    skip === 0 ? '' : ` OFFSET ${skip}`,
    ')',
  ].join('');
}

function where({ conditions }: ReadQuery, table: string, joins: readonly string[]): string {
  return [...joins, ...conditions.map((condition) => condition.replace('{}', table))].join(' AND ') || 'TRUE';
}

function object({ columns, relations, counts }: ReadQuery, table: string): string {
  const inner = `t${Number(table.slice(1)) + 1}`;
  const counted = counts.map((relation) => `'${relation.name}', ${count(relation, table, inner)}`);
  const entries = [
    ...columns.map(({ name, type, isList }) => {
      const column = `${table}."${name}"`;
      if (isList) return `'${name}', COALESCE(${column}, '{}')`;
      return `'${name}', ${column}${AS_TEXT.has(type) ? '::text' : ''}`;
    }),
    ...relations.map(({ relation, query }) => {
      const read = relation.isList ? list : one;
      return `'${relation.name}', ${read(query, inner, joinsOf(relation, table, inner))}`;
    }),
    ...(counts.length > 0 ? [`'_count', json_build_object(${counted.join(', ')})`] : []),
  ];
  return `json_build_object(${entries.join(', ')})`;
}

function count(relation: Relation, table: string, inner: string): string {
  return `(SELECT count(*) FROM "${relation.model}" ${inner} WHERE ${joinsOf(relation, table, inner).join(' AND ')})`;
}

function joinsOf({ on }: Relation, table: string, inner: string): string[] {
  return on.map(([ours, theirs]) => `${inner}."${theirs}" = ${table}."${ours}"`);
}

function isWithinArguments({ columns, relations, counts }: ReadQuery): boolean {
  if ((columns.length + relations.length + 1) * 2 > MAX_ARGUMENTS || counts.length * 2 > MAX_ARGUMENTS) return false;
  return relations.every(({ relation, query }) => relation.on.length > 0 && isWithinArguments(query));
}

function decoderOf({ columns, relations, take }: ReadQuery): (rows: Row[]) => Row[] {
  const converted = columns.flatMap(({ name, ...column }) => {
    const convert = conversionOf(column);
    return convert ? [{ name, convert }] : [];
  });
  const nested = relations.map(({ relation: { name, isList }, query }) => ({ name, isList, decode: decoderOf(query) }));
  return (rows) => {
    for (const row of rows) {
      for (const { name, convert } of converted) if (row[name] !== null) row[name] = convert(row[name]);
      for (const { name, isList, decode } of nested) {
        if (isList) decode(row[name] as Row[]);
        else if (row[name] !== null) decode([row[name] as Row]);
      }
    }
    return take !== undefined && take < 0 ? rows.reverse() : rows;
  };
}

function conversionOf({ type, isList }: Omit<Column, 'name'>): ((value: unknown) => unknown) | undefined {
  const convert = CONVERSIONS[type];
  return convert && isList ? (values) => (values as unknown[]).map(convert) : convert;
}

/** Numbers that a JSON number cannot carry. */
const AS_TEXT: ReadonlySet<string> = new Set(['BigInt', 'Decimal']);

const CONVERSIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  DateTime: (text) => new Date(text as string),
  BigInt: (text) => BigInt(text as string),
  Decimal: (text) => new Prisma.Decimal(text as string),
  Float: (value) => Number(value), // NaN and infinities are no JSON and come as text
};
