import { describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import type { ChangeRequestMatter } from '../../../src/ports.js';

const models = createOfflineModels();
const propose = (title: string, body: string, more: Partial<ChangeRequestMatter> = {}) =>
  models.prepareChange({ title, body, severity: 'MEDIUM', neighbours: [], ...more });

describe('a change that is prepared without a model', () => {
  it.each([
    ['a path of a trace', 'It fails', '```\n  File "/home/kim/shop/app/cart.py", line 3\n```', 'shop/app/cart.py'],
    ['a path of an address', 'It fails', 'See https://git.test/a/b/blob/main/src/io/read.cpp#L12', 'src/io/read.cpp'],
    ['a symbol', 'It fails', 'I call `tf.data.Dataset.map` with two arguments.', 'tf.data.Dataset.map'],
    ['an endpoint', 'It fails', 'POST /api/v2/orders/{id} answers 500.', '/api/v2/orders/{id}'],
    ['a component that a form asks for', 'It fails', 'Component: Billing\n\nThe sum is wrong.', 'Billing'],
    ['the tag of a title', '[Mobile] It fails', 'The sum is wrong.', 'Mobile'],
    [
      'a way through menus',
      'It fails',
      'Choose Settings > Users > Invite and nothing happens.',
      'Settings > Users > Invite',
    ],
    ['a page', 'It fails', 'The login page stays white.', 'login page'],
  ])('names %s', async (_what, title, body, surface) => {
    expect((await propose(title, body)).affectedSurfaces[0]).toBe(surface);
  });

  it('takes nothing for a surface that says what goes wrong, or where in the world', async () => {
    const { affectedSurfaces } = await propose('KeyError in node.js', 'A TypeError, see https://docs.test/errors.html');
    expect(affectedSurfaces).not.toEqual(expect.arrayContaining([expect.stringMatching(/Error|node|docs|html/)]));
  });

  it('says what it rests on, and is surer the more there is', async () => {
    const vague = await propose('It is broken', 'Please help.');
    const whole = await propose(
      'Upload fails',
      'Steps to reproduce:\n1. Open src/upload.ts\n2. Send a file\n\nExpected: it is stored\n\nError: disk is full\n\nVersion: 4.2',
    );
    expect(vague.confidence).toBeLessThan(0.3);
    expect(vague.reasons).toContain('It does not say how to see it.');
    expect(whole.confidence).toBeGreaterThan(0.7);
    expect(whole.reasons).toContain('It says in 2 steps how to see it.');
    expect(whole.testIdeas[0]).toContain('Send a file');
    expect(whole.testIdeas[0]).toContain('it is stored');
    expect(whole.summary).toContain('disk is full');
  });

  it('looks at neighbours for what the case itself leaves open', async () => {
    const neighbours = [
      { number: 7, title: 'Nothing is saved', body: 'The editor loses text.', surfaces: ['src/editor/save.ts'] },
    ];
    const { affectedSurfaces, testIdeas } = await propose('My text is gone', 'Please help.', { neighbours });
    expect(affectedSurfaces).toEqual(['src/editor/save.ts']);
    expect(testIdeas.join('\n')).toContain('#7');
  });

  it('sees risk in what it touches and how much it hurts', async () => {
    expect((await propose('A typo on the help page', 'It says “teh”.', { severity: 'LOW' })).riskLevel).toBe('LOW');
    const grave = await propose('Payments are charged twice', 'The invoice table in the database is wrong.', {
      severity: 'CRITICAL',
    });
    expect(grave.riskLevel).toBe('HIGH');
    expect(grave.riskReason).toMatch(/CRITICAL.*money.*stored data/);
  });

  it('is the same for the same text, and is done soon with hostile ones', async () => {
    const text = ['Export fails', 'Error: no such column “total” in report_rows'] as const;
    expect(await propose(...text)).toEqual(await propose(...text));
    const before = process.cpuUsage();
    for (const unit of ['a/', 'a.', '[', '`', 'a_', 'A > ', '\n', ' ', '<!--', 'error: ', 'label:', 'https://'])
      await propose(unit.repeat(300), unit.repeat(50_000));
    // Two quadratic ones alone would take longer; each takes a few milliseconds.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });
});
