export interface FirstAnswerOptions {
  /** After so many ms without an answer the next candidate is asked too; null: only after a failure. */
  readonly hedgeAfterMs: number | null;
  /** Ends everything under way. */
  readonly signal?: AbortSignal | undefined;
  /** Whether a failure is worth another candidate. */
  readonly mayTryNext: (error: unknown) => boolean;
}

/**
 * Asks candidates in their order until one answers: the next one after a failure or, when hedging, after a silence.
 * Those that are overtaken are aborted, and have ended when this returns.
 * @throws the last failure when none answers; the signal's reason when it is aborted
 */
export async function firstAnswer<Candidate, Answer>(
  candidates: readonly Candidate[],
  ask: (candidate: Candidate, signal: AbortSignal) => Promise<Answer>,
  { hedgeAfterMs, signal, mayTryNext }: FirstAnswerOptions,
): Promise<Answer> {
  signal?.throwIfAborted();
  const overtaken = new AbortController();
  const ends = signal ? AbortSignal.any([signal, overtaken.signal]) : overtaken.signal;
  const underWay = new Set<Promise<Outcome<Answer>>>();
  let next = 0;
  const askNext = (): void => {
    const candidate = candidates[next++] as Candidate;
    const asking: Promise<Outcome<Answer>> = ask(candidate, ends).then(
      (answer) => ({ kind: 'ANSWERED', answer, asking }),
      (error: unknown) => ({ kind: 'FAILED', error, asking }),
    );
    underWay.add(asking);
  };
  let failure: unknown = new RangeError('There is nobody to ask.');
  try {
    while (true) {
      if (underWay.size === 0) {
        if (next >= candidates.length) throw failure;
        askNext();
      }
      const isHedged = hedgeAfterMs !== null && next < candidates.length;
      const outcome = await (isHedged ? orSilence(underWay, hedgeAfterMs) : Promise.race(underWay));
      if (outcome === null) {
        askNext();
        continue;
      }
      underWay.delete(outcome.asking);
      if (outcome.kind === 'ANSWERED') return outcome.answer;
      signal?.throwIfAborted();
      failure = outcome.error;
      if (!mayTryNext(failure)) throw failure;
    }
  } finally {
    overtaken.abort();
    await Promise.all(underWay);
  }
}

type Outcome<Answer> =
  | { readonly kind: 'ANSWERED'; readonly answer: Answer; readonly asking: Promise<Outcome<Answer>> }
  | { readonly kind: 'FAILED'; readonly error: unknown; readonly asking: Promise<Outcome<Answer>> };

/** The first outcome, or null when there is none after so many milliseconds. */
async function orSilence<T>(underWay: ReadonlySet<Promise<T>>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([...underWay, silence]);
  } finally {
    clearTimeout(timer);
  }
}
