import type { TriageSample } from '../../../src/ports.js';

/** A made-up tenant, a bakery equipment maker whose words mean what a general model cannot know. */
const SUBJECTS = ['oven 3', 'the dough mixer', 'line B', 'the slicer', 'the cooling belt', 'the flour silo'];
const PHRASES = {
  BUG: [
    ['{s} shows code amber', 'Amber again this morning, the batch is ruined. Technician on site.'],
    ['Amber lamp on {s}', 'Lamp went amber at 4:30 and stays amber after restart.'],
    ['{s} trips the breaker', 'Trips whenever we heat above 220 degrees. Amber lamp as well.'],
  ],
  FEATURE: [
    ['Retrofit kit for {s}', 'Please quote a retrofit with a wider tray, we bake rye now.'],
    ['Second tray for {s}', 'A second tray would save an hour a night. Quote welcome.'],
    ['Wider belt on {s}', 'We need the retrofit to carry 60 cm loaves.'],
  ],
  QUESTION: [
    ['Cleaning {s}', 'Which agent may be used on the steel? The manual names two.'],
    ['Service interval of {s}', 'Is it 500 or 800 hours, and who signs the service book?'],
    ['Training for {s}', 'Do you train new staff on site, and how long does it take?'],
  ],
} as const;

/** `rounds` × 54 cases, types in turn. */
export function bakeryCases(rounds = 1): TriageSample[] {
  return Array.from({ length: rounds }, (_, round) =>
    SUBJECTS.flatMap((subject) =>
      [0, 1, 2].flatMap((phrase) =>
        (['BUG', 'FEATURE', 'QUESTION'] as const).map((type) => {
          const [title = '', body = ''] = PHRASES[type][phrase] ?? [];
          return { title: title.replace('{s}', subject), body: `${body} (${subject}, shift ${round + 1})`, type };
        }),
      ),
    ),
  ).flat();
}
