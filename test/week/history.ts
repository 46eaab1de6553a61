const WORDS = ['gizmo', 'widget', 'gadget', 'sprocket', 'flange', 'grommet', 'bracket', 'spindle'];

/** Cases of years before, whose types people have confirmed. */
export const HISTORY = Array.from({ length: 45 }, (_, index) => {
  const word = WORDS[index % WORDS.length];
  const [type, subject, body] = (
    [
      ['BUG', `Crash when the ${word} is saved`, `The app crashes with an error as soon as I save ${word} ${index}.`],
      [
        'FEATURE',
        `Please add a ${word} view`,
        `It would be nice to have a view of each ${word}, as in number ${index}.`,
      ],
      ['QUESTION', `How do I find my ${word}?`, `Where do I see ${word} ${index}? I could not find it in the menu.`],
    ] as const
  )[index % 3]!;
  return { sourceKey: `old-${index}`, subject, body, type, openedAt: '2026-01-05T09:00:00.000Z' };
});
