import { isScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';

const BIG = schema.getType('BigInt');

describe('a whole number beyond 32 bits', () => {
  it.each([
    [0n, 0],
    [5_000_000_000n, 5_000_000_000],
    [-9_007_199_254_740_991n, -9_007_199_254_740_991],
    [9_007_199_254_740_993n, '9007199254740993'],
    [-9_007_199_254_740_993n, '-9007199254740993'],
  ])('%s is written as %j, with every digit', (value, written) => {
    expect(isScalarType(BIG) && BIG.serialize(value)).toBe(written);
  });
});
