import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { parsing } from './plugins/parsing.js';

/**
 * Yoga's part: the plugin pipeline around parsing and validating. Its HTTP layer is not used: it costs most of a
 * small request, and every transport has to go through the same gate anyway.
 */
export function createEnvelop(
  schema: GraphQLSchema,
  maxTokens: number,
  allowIntrospection: boolean,
): YogaServerInstance<Record<string, unknown>, Record<string, unknown>> {
  return createYoga({
    schema,
    plugins: [parsing(maxTokens, allowIntrospection)],
    logging: false,
    cors: false,
    multipart: false,
    batching: false,
    graphiql: false,
    landingPage: false,
    maskedErrors: false,
    parserAndValidationCache: false,
  });
}
