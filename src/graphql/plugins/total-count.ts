import SchemaBuilder, {
  type SchemaTypes as AnySchemaTypes,
  BasePlugin,
  type PothosOutputFieldConfig,
} from '@pothos/core';

const name = 'totalCount';
export default name;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends AnySchemaTypes> {
      totalCount: TotalCountPlugin<Types>;
    }
  }
}

/** Describes the `totalCount` of connections, for which the Prisma plugin has no option. */
export class TotalCountPlugin<Types extends AnySchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.name !== 'totalCount' || field.description) return field;
    return { ...field, description: 'How many items there are over all pages; counted only when asked for.' };
  }
}

SchemaBuilder.registerPlugin(name, TotalCountPlugin);
