import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';
import { encodeGlobalID } from '@pothos/plugin-relay';
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
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.kind !== 'PrismaObject' && !this.#isNodeId(field)) return resolve;
    if (hasOwnRule(field) || Object.keys(field.args).length > 0) return resolve;
    const column = field.extensions?.pothosExposedField;
    if (typeof column === 'string') {
      return (row, args, context, info) => {
        const value = (row as Row)[column];
        return value === undefined ? resolve(row, args, context, info) : value;
      };
    }
    if (!this.#isNodeId(field)) return resolve;
    const type = field.parentType;
    return (row, args, context, info) => {
      const { id } = row as Row;
      return typeof id === 'string' ? encodeGlobalID(type, id) : resolve(row, args, context, info);
    };
  }

  /** Every node of the product is known by its column `id`. */
  #isNodeId({ name: fieldName, parentType }: PothosOutputFieldConfig<Types>): boolean {
    if (fieldName !== 'id') return false;
    const { extensions } = this.buildCache.getTypeConfig(parentType);
    return typeof extensions?.pothosPrismaModel === 'string';
  }
}

/** Whether the field asks for more than its type does. */
function hasOwnRule({ pothosOptions }: { readonly pothosOptions: object }): boolean {
  return 'authScopes' in pothosOptions || 'grantScopes' in pothosOptions;
}

SchemaBuilder.registerPlugin(name, PlainFieldsPlugin);
