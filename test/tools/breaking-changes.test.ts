import { describe, expect, it } from 'vitest';
import { listBreakingChanges } from '../../tools/check/breaking-changes.js';

const before = `
  type Query { kept: Int, removed: Int, announced: Int @deprecated(reason: "Use kept."), list(first: Int, old: Int @deprecated): Int }
  enum Colour { RED, GREEN @deprecated, BLUE }`;

describe('the breaking-change check', () => {
  it('reports what clients would miss', () => {
    const after = `type Query { kept: String, announced: Int, list(first: Int!, old: Int): Int } enum Colour { RED, GREEN }`;
    expect(listBreakingChanges(before, after).sort()).toEqual([
      'BLUE was removed from enum type Colour.',
      'Query.kept changed type from Int to String.',
      'Query.list arg first has changed type from Int to Int!.',
      'Query.removed was removed.',
    ]);
  });

  it('lets go of what was announced as deprecated', () => {
    const after = `type Query { kept: Int, removed: Int, list(first: Int): Int } enum Colour { RED, BLUE }`;
    expect(listBreakingChanges(before, after)).toEqual([]);
  });
});
