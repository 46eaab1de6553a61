import { describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import { clusterItems } from '../../../src/modules/support/case-clusters.js';

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const ids = async (items: Parameters<typeof clusterItems>[0]) =>
  (await clusterItems(items)).map(({ members }) => members.map(({ id }) => id));

describe('clusters', () => {
  it('are of three at least, the middle first, and nobody is in two', async () => {
    const items = [0, 20, 40, 180, 190, 270].map((degrees) => ({
      id: `${degrees}`.padStart(3, '0'),
      vector: at(degrees),
    }));
    expect(await ids(items)).toEqual([['000', '020', '040']]);
    expect(await ids(items.toReversed())).toEqual([['000', '020', '040']]);
    expect(await ids([...items, { id: '185', vector: at(185) }])).toEqual([
      ['000', '020', '040'],
      ['180', '185', '190'],
    ]);
    expect(await ids([])).toEqual([]);
    expect(await ids([1, 2, 3].map((id) => ({ id: `${id}`, vector: new Float32Array(2) })))).toEqual([]);
  });

  it('tell what customers write about one matter from another', async () => {
    await using models = createOfflineModels();
    const texts = {
      a1: 'How can I export my invoices to my tax adviser?',
      a2: 'Export of invoices for the tax adviser',
      a3: 'I want to export all invoices for my tax adviser',
      b1: 'The dark theme is too dark on my phone',
      b2: 'Dark theme: too dark on the phone',
      b3: 'On my phone the dark theme is much too dark',
      c1: 'Delete my account please',
      d1: 'Where do I change the language?',
    };
    const vectors = await models.embed(Object.values(texts));
    const items = Object.keys(texts).map((id, index) => ({ id, vector: vectors[index]! }));
    const found = (await ids(items)).map((members) => members.toSorted());
    expect(found.toSorted()).toEqual([
      ['a1', 'a2', 'a3'],
      ['b1', 'b2', 'b3'],
    ]);
  });
});
