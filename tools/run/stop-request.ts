import { onStopSignals } from '../child.js';

/** The user's wish to stop, by Ctrl-C or a signal. */
export interface StopRequest extends Disposable {
  readonly requested: boolean;
  /** Resolves when stopping is asked for. */
  readonly promise: Promise<void>;
  /** Runs when stopping is asked for a second time: no more patience. */
  onForce(action: () => void): void;
}

/** Listens for stop signals until disposed. */
export function listenForStop(say: (line: string) => void): StopRequest {
  const forced: (() => void)[] = [];
  let requested = false;
  let wake = () => {};
  const promise = new Promise<void>((resolve) => (wake = resolve));
  const stopListening = onStopSignals(
    () => {
      requested = true;
      say('Stopping … (once more to force)');
      wake();
    },
    () => {
      for (const action of forced) action();
    },
  );
  return {
    get requested() {
      return requested;
    },
    promise,
    onForce: (action) => void forced.push(action),
    [Symbol.dispose]: stopListening,
  };
}
