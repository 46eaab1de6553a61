import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../src/adapters/models/offline/severity.js';
import type { TriageSeverity, TriageType } from '../../../src/ports.js';

const cases: [TriageSeverity, TriageType, string, string][] = [
  ['CRITICAL', 'BUG', 'Sync deletes notes', 'After the update we lost all our data.'],
  ['CRITICAL', 'BUG', 'Password reset', 'This is a security hole: anyone can read my mails.'],
  ['CRITICAL', 'BUG', 'Checkout is broken', 'Production is down and all customers are affected.'],
  ['HIGH', 'BUG', 'Viewer crashes', 'It crashes every time I open a large file, since the last update.'],
  ['MEDIUM', 'BUG', 'Cannot save the form', 'Pressing the button shows an error.'],
  ['LOW', 'BUG', 'Typo in the footer', 'It says recieve. A minor thing, no rush.'],
  ['LOW', 'FEATURE', 'Dark theme', 'It would be nice to have one.'],
  ['LOW', 'QUESTION', 'Where are my invoices?', 'Just wondering.'],
];

describe('severity', () => {
  it.each(cases)('is %s for a %s such as "%s"', (severity, type, title, body) => {
    expect(severityOf({ title, body }, type).severity).toBe(severity);
  });

  it('names the rules that counted, the weightiest first', () => {
    const { reasons } = severityOf(
      { title: 'Crash', body: 'It crashes. It worked before. As a workaround I restart.' },
      'BUG',
    );
    expect(reasons).toEqual(['something crashes (+4)', 'it worked before (+2)', 'there is a way around it (−2)']);
  });

  it('does not count what the customer says is not so', () => {
    const denied = severityOf({ title: 'Colour of the chart', body: 'No data loss and it does not crash.' }, 'BUG');
    expect(denied.reasons.join()).not.toMatch(/data is lost|crashes/);
  });

  it('does not take the wish for a workaround for one', () => {
    const asked = severityOf(
      { title: 'Viewer crashes', body: 'Is there a workaround? Do you know any workaround?' },
      'BUG',
    );
    expect(asked.reasons.join()).not.toContain('way around');
  });

  it('weighs the same words less in a wish than in a report', () => {
    const text = { title: 'Show a warning before a crash', body: 'The viewer crashes on large files.' };
    expect(severityOf(text, 'FEATURE').points).toBeLessThan(severityOf(text, 'BUG').points);
  });
});
