import { GraphQLError, GraphQLScalarType, type GraphQLScalarTypeConfig } from 'graphql';
import {
  BigIntResolver,
  DateResolver,
  DateTimeResolver,
  EmailAddressResolver,
  JSONObjectResolver,
  URLResolver,
} from 'graphql-scalars';
import { builder } from './builder.js';

/** A whole number as JSON can carry it without losing a digit. */
function asExactNumber(value: unknown): number | string {
  const whole = BigInt(value as bigint | number | string);
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole.toString();
}

/** Takes a well-kept scalar and gives it this schema's words; what it refuses, however it does, is bad input. */
function described<In, Out>(
  base: GraphQLScalarType<In, Out>,
  name: string,
  description: string,
  specifiedByURL: string,
): GraphQLScalarType<In, Out> {
  const read =
    <Arguments extends unknown[]>(parse: (...given: Arguments) => In) =>
    (...given: Arguments): In => {
      try {
        return parse(...given);
      } catch (error) {
        if (error instanceof GraphQLError) throw error;
        throw new GraphQLError(`This is not a valid ${name}.`, { extensions: { code: 'BAD_USER_INPUT' } });
      }
    };
  const { parseValue, parseLiteral, ...config } = base.toConfig();
  return new GraphQLScalarType({
    ...config,
    parseValue: read(parseValue),
    parseLiteral: read(parseLiteral),
    name,
    description,
    specifiedByURL,
  });
}

/** A scalar that is a string of one form on both sides. */
function pattern(name: string, form: RegExp, description: string, specifiedByURL: string): GraphQLScalarType<string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= 256 && form.test(value)) return value;
    throw new GraphQLError(`This is not a valid ${name}.`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  const config: GraphQLScalarTypeConfig<string, string> = {
    name,
    description,
    specifiedByURL,
    serialize: (value) => check(String(value)),
    parseValue: check,
  };
  return new GraphQLScalarType(config);
}

builder.addScalarType(
  'DateTime',
  described(
    DateTimeResolver,
    'DateTime',
    'A moment in time, RFC 3339 with milliseconds, in UTC.',
    'https://www.rfc-editor.org/rfc/rfc3339',
  ),
);
builder.addScalarType(
  'Date',
  described(
    DateResolver,
    'Date',
    'A calendar day, `YYYY-MM-DD`.',
    'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  ),
);
builder.addScalarType(
  'BigInt',
  described(
    new GraphQLScalarType({ ...BigIntResolver.toConfig(), serialize: asExactNumber }),
    'BigInt',
    'A whole number beyond 32 bits: a number as far as JSON has it exactly, text beyond 2^53.',
    'https://tc39.es/ecma262/#sec-bigint-objects',
  ),
);
builder.addScalarType(
  'URL',
  described(URLResolver, 'URL', 'An absolute address.', 'https://url.spec.whatwg.org/#valid-url-string'),
);
builder.addScalarType(
  'EmailAddress',
  described(
    EmailAddressResolver,
    'EmailAddress',
    'An e-mail address.',
    'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address',
  ),
);
builder.addScalarType(
  'JSONObject',
  described(
    JSONObjectResolver,
    'JSONObject',
    'A JSON object whose shape is truly unknown to this schema.',
    'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  ),
);
builder.addScalarType(
  'Decimal',
  pattern(
    'Decimal',
    /^-?\d{1,30}(\.\d{1,15})?$/,
    'An exact decimal number, written as a string.',
    'https://www.w3.org/TR/xmlschema-2/#decimal',
  ),
);
builder.addScalarType(
  'CurrencyCode',
  pattern(
    'CurrencyCode',
    /^[A-Z]{3}$/,
    'A currency by its three letters.',
    'https://www.iso.org/iso-4217-currency-codes.html',
  ),
);
builder.addScalarType(
  'EventCursor',
  pattern(
    'EventCursor',
    /^[A-Za-z0-9_-]{1,120}$/,
    'Opaque, ordered position in one stream. The same value works on WebSocket, SSE and in queries.',
    'https://www.rfc-editor.org/rfc/rfc4648#section-5',
  ),
);
