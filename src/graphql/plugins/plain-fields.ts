import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';

const name = 'plainFields';
export default name;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends AnySchemaTypes> {
      plainFields: PlainFieldsPlugin<Types>;
    }
  }
}

/** What a field is, if it is plain. */
export interface PlainField {
  /** The value is this column of the row. */
  readonly plainColumn?: string;
  /** The value is this one row that hangs on the row, as it was loaded with it. */
  readonly plainRelation?: string;
  /** The value is made of the type's name and the row's `id`. */
  readonly isPlainId?: boolean;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Answers a field that only exposes a column straight from the row, when the row has it. Most fields of a list are
 * such, and without this each of them asks, for every row, which query loaded it. A row without the column, and a
 * field with a rule of its own, go the long way.
 */
export class PlainFieldsPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  /** Tells whoever runs a query what is plain, in the field's `extensions`: see `PlainField`. */
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (!isPlain(field)) return field;
    const extensions = field.extensions ?? {};
    return { ...field, extensions: { ...extensions, ...this.#plainField(field, extensions) } };
  }

  #plainField(field: PothosOutputFieldConfig<Types>, extensions: Readonly<Record<string, unknown>>): PlainField {
    if (this.#isNodeId(field)) return { isPlainId: true };
    if (field.kind !== 'PrismaObject') return {};
    const { pothosExposedField: column } = extensions;
    return typeof column === 'string' ? { plainColumn: column } : relationOf(extensions);
  }

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const { plainColumn: column, isPlainId } = (field.extensions ?? {}) as PlainField;
    if (column !== undefined) {
      return (row, args, context, info) => {
        const value = (row as Row)[column];
        return value === undefined ? resolve(row, args, context, info) : value;
      };
    }
    if (!isPlainId) return resolve;
    const type = field.parentType;
    return (row, args, context, info) => {
      const { id } = row as Row;
      // The form of the relay plugin's ids; of ASCII, and UUIDs are, `btoa` makes it faster.
      return typeof id === 'string' ? btoa(`${type}:${id}`) : resolve(row, args, context, info);
    };
  }

  /** Every node of the product is known by its column `id`. */
  #isNodeId({ name: fieldName, parentType }: PothosOutputFieldConfig<Types>): boolean {
    if (fieldName !== 'id') return false;
    const { extensions } = this.buildCache.getTypeConfig(parentType);
    return typeof extensions?.pothosPrismaModel === 'string';
  }
}

/** A relation to one row, without a way of its own to be loaded. */
function relationOf(extensions: Readonly<Record<string, unknown>>): PlainField {
  const relation = extensions.pothosPrismaRelationField as { name: string; isList?: boolean } | undefined;
  if (!relation || relation.isList || extensions.pothosPrismaFallback !== undefined) return {};
  return { plainRelation: relation.name };
}

/** Whether the field has neither arguments nor a rule besides its type's. */
function isPlain({ pothosOptions, args }: { readonly pothosOptions: object; readonly args: object }): boolean {
  return !('authScopes' in pothosOptions) && !('grantScopes' in pothosOptions) && Object.keys(args).length === 0;
}

SchemaBuilder.registerPlugin(name, PlainFieldsPlugin);
