import {
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Validation stops after this many errors, so that a bad document costs little to refuse. */
const MAX_ERRORS = 20;

/**
 * Parsing and validation for every transport: documents with too many tokens are refused by the lexer before they
 * become a tree, and introspection is only answered where it is allowed.
 */
export function parsing(maxTokens: number, allowIntrospection: boolean): Plugin {
  const rules = allowIntrospection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return {
    onParse: ({ setParseFn }) => setParseFn((source: string) => parse(source, { maxTokens })),
    onValidate: ({ setValidationFn }) =>
      setValidationFn((schema: GraphQLSchema, document: Parameters<typeof validate>[1]) => {
        const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
        return allowIntrospection ? errors : errors.map(withoutSuggestion);
      }),
  };
}

/** graphql-js guesses what was meant; the guess tells names of a schema that is not to be shown. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*$/s, '');
  return message === error.message
    ? error
    : new GraphQLError(message, { nodes: error.nodes, extensions: error.extensions });
}
