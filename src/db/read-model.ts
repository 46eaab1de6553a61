import { getDatamodel } from '../generated/pothos.js';

/** A column as Prisma types it; tables and columns are named like models and fields. */
export interface Column {
  readonly name: string;
  /** Prisma's scalar type, or the name of an enum. */
  readonly type: string;
  readonly isList: boolean;
}

export interface Relation {
  readonly name: string;
  /** The model at the other end. */
  readonly model: string;
  readonly isList: boolean;
  /** Pairs of columns that must be equal: ours, theirs. */
  readonly on: readonly (readonly [ours: string, theirs: string])[];
}

export interface ReadModel {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly relations: ReadonlyMap<string, Relation>;
}

type Fields = ReturnType<typeof getDatamodel>['datamodel']['models'][string]['fields'];
type Field = Fields[number];

/** The data model as far as reading goes. */
export function readModels(): ReadonlyMap<string, ReadModel> {
  const { models } = getDatamodel().datamodel;
  return new Map(
    Object.entries(models).map(([name, { fields }]) => [
      name,
      {
        name,
        columns: new Map(fields.filter(({ kind }) => kind !== 'object').map((field) => [field.name, columnOf(field)])),
        relations: new Map(
          fields
            .filter(({ kind }) => kind === 'object')
            .map((field) => [field.name, relationOf(name, field, models[field.type]?.fields ?? [])]),
        ),
      },
    ]),
  );
}

function columnOf({ name, type, isList = false }: Field): Column {
  return { name, type, isList };
}

function relationOf(model: string, field: Field, theirs: Fields): Relation {
  const { name, type, isList = false, relationName } = field;
  const ours = foreignKey(field);
  if (ours.length > 0) return { name, model: type, isList, on: ours };
  const other = theirs.find(
    (candidate) =>
      candidate.relationName === relationName && candidate.type === model && foreignKey(candidate).length > 0,
  );
  return { name, model: type, isList, on: foreignKey(other).map(([their, our]) => [our, their] as const) };
}

/**
 * Foreign keys end with the row's id; what comes before it, the tenant, has the same name at both ends. The generated
 * data model tells our columns only; a test reads every relation both ways.
 */
function foreignKey(field: Field | undefined): (readonly [string, string])[] {
  const columns = field?.relationFromFields ?? [];
  return columns.map((column, index) => [column, index === columns.length - 1 ? 'id' : column] as const);
}
