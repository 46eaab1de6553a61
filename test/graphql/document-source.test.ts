import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DocumentSource } from '../../src/graphql/documents/document-source.js';
import type { RegisteredQueries } from '../../src/graphql/documents/registered-queries.js';
import { TrustedDocuments } from '../../src/graphql/documents/trusted-documents.js';
import type { OperationCaller } from '../../src/graphql/operation.js';

const caller: OperationCaller = {
  viewer: null,
  client: { transport: 'HTTP', address: '127.0.0.1', userAgent: null, refreshToken: null, setCookie() {} },
  requestId: 'r',
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A source of documents of which none is published, and what was asked and told. */
function sourceIn(mode: 'LOG' | 'SAFELIST') {
  const lookedFor: string[] = [];
  const unknown: (string | null)[] = [];
  const trusted = new TrustedDocuments({
    async find(by) {
      lookedFor.push(by);
      return [];
    },
  });
  const registered = {} as RegisteredQueries;
  const onUnknown = ({ operation }: { operation: string | null }) => void unknown.push(operation);
  const source = new DocumentSource({ mode, trusted, registered, allowsExplorer: false, onUnknown });
  const ask = async (query: string) => {
    try {
      return await source.textOf({ query }, caller);
    } catch (error) {
      return (error as { extensions?: { code?: string } }).extensions?.code ?? error;
    }
  };
  return { ask, lookedFor, unknown };
}

describe.each(['LOG', 'SAFELIST'] as const)('in mode %s', (mode) => {
  const { ask, lookedFor, unknown } = sourceIn(mode);

  it('keeps nothing of the texts it has seen but their hashes', async () => {
    const length = 99_000;
    const text = (index: number) => `query Q${index} { a }`.padEnd(length, '#');
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    await ask(text(0));
    const before = heap();
    for (let index = 1; index <= 400; index += 1) await ask(text(index));
    expect(heap() - before).toBeLessThan((400 * length) / 4);
    expect(lookedFor).toHaveLength(401);
  });

  it('does not look at a text that is too long to be published', async () => {
    const [asked, told] = [lookedFor.length, unknown.length];
    const long = 'query Long { a }'.padEnd(100_001, '#');
    expect(await ask(long)).toBe(mode === 'LOG' ? long : 'PERSISTED_DOCUMENT_REQUIRED');
    expect([lookedFor.length, unknown.slice(told)]).toEqual([asked, mode === 'LOG' ? ['Long'] : []]);
  });

  it('leaves a text that is none to whoever says what is wrong with it', async () => {
    expect(await ask('query { "')).toBe('query { "');
  });
});
