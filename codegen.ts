// Typed GraphQL documents for the tests, tools and examples. `npm run generate` makes them, `npm run check` compares;
// the shape is that of the stock GraphQL Code Generator, whose CLI reads this file as well.
export default {
  schema: 'schema.graphql',
  documents: ['test/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts'],
  generates: {
    'test/gql/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.js',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: {
          BigInt: 'number | string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          EmailAddress: 'string',
          CurrencyCode: 'string',
          EventCursor: 'string',
          JSONObject: 'Record<string, unknown>',
          URL: 'string',
        },
      },
    },
  },
} as const;
