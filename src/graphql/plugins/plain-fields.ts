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

type Row = Readonly<Record<string, unknown>>;

/**
 * Answers a field that only exposes a column straight from the row, when the row has it. Most fields of a list are
 * such, and without this each of them asks, for every row, which query loaded it. A row without the column, and a
 * field with a rule of its own, go the long way.
 */
export class PlainFieldsPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  /** Tells the same to whoever runs a query: `plainColumn` is the column's name. */
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const column = field.extensions?.pothosExposedField;
    if (field.kind !== 'PrismaObject' || typeof column !== 'string' || !isPlain(field)) return field;
    return { ...field, extensions: { ...field.extensions, plainColumn: column } };
  }

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const column = field.extensions?.plainColumn;
    if (typeof column === 'string') {
      return (row, args, context, info) => {
        const value = (row as Row)[column];
        return value === undefined ? resolve(row, args, context, info) : value;
      };
    }
    if (!this.#isNodeId(field) || !isPlain(field)) return resolve;
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

/** Whether the field has neither arguments nor a rule besides its type's. */
function isPlain({ pothosOptions, args }: { readonly pothosOptions: object; readonly args: object }): boolean {
  return !('authScopes' in pothosOptions) && !('grantScopes' in pothosOptions) && Object.keys(args).length === 0;
}

SchemaBuilder.registerPlugin(name, PlainFieldsPlugin);
