import {
  GraphQLError,
  type GraphQLSchema,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  parse,
  Source,
  specifiedRules,
  TokenKind,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitExceeded } from '../limits.js';

/** Validation stops after this many errors, so that a bad document costs little to refuse. */
const MAX_ERRORS = 20;
/** Brackets within brackets, of selections and values alike. */
const MAX_NESTING = 200;
const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Parsing and validation for every transport: documents with too many tokens are refused by the lexer before they
 * become a tree, and introspection is only answered where it is allowed.
 */
export function parsing(maxTokens: number, allowIntrospection: boolean): Plugin {
  const rules = allowIntrospection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((text: string) => {
        refuseLargeText(text, maxTokens);
        return parse(text, { maxTokens });
      }),
    onValidate: ({ setValidationFn }) =>
      setValidationFn((schema: GraphQLSchema, document: Parameters<typeof validate>[1]) => {
        const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
        return allowIntrospection ? errors : errors.map(withoutSuggestion);
      }),
  };
}

/** Looks at tokens only: the parser calls itself for each level, and a few thousand would exhaust its stack. */
function refuseLargeText(text: string, maxTokens: number): void {
  const lexer = new Lexer(new Source(text));
  let level = 0;
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count += 1) {
    if (count > maxTokens) throw limitExceeded('TOKENS', 'tokens or more', count, maxTokens);
    const { kind } = lexer.token;
    if (OPENING.has(kind)) level += 1;
    else if (CLOSING.has(kind)) level -= 1;
    if (level <= MAX_NESTING) continue;
    throw limitExceeded('NESTING', 'levels of brackets or more', level, MAX_NESTING);
  }
}

/** graphql-js guesses what was meant; the guess tells names of a schema that is not to be shown. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*$/s, '');
  return message === error.message
    ? error
    : new GraphQLError(message, { nodes: error.nodes, extensions: error.extensions });
}
