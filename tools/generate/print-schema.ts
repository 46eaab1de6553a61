import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as `schema.graphql` holds it: sorted, so that a diff shows what changed and nothing else. */
export function renderSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
