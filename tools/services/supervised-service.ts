import { describeError } from '../command.js';
import { Restarts } from '../run/restarts.js';
import type { RunningService } from './processes.js';

/** A service that may be another process by now. */
export type Supervised<Service extends RunningService> = Omit<Service, 'pid' | 'complaint'>;

/**
 * Starts a service, and starts it again, at the same address and with its data, whenever it ends by itself; the
 * processes that use it wait for it meanwhile, as they would in production. `exited` resolves when it keeps ending.
 * @param start what starts it; called again after each end
 * @throws what the first start throws
 */
export async function superviseService<Service extends RunningService>(
  start: () => Promise<Service>,
  say: (line: string) => void,
): Promise<Supervised<Service>> {
  const first = await start();
  let current: Promise<RunningService> = Promise.resolve(first);
  let isStopping = false;
  const restarts = new Restarts();
  const supervise = async (): Promise<string> => {
    for (;;) {
      // What cannot start has ended, too.
      const sentence = await current.then(({ exited }) => exited, describeError);
      if (isStopping || restarts.tooMany()) return sentence;
      say(`${sentence} It is started again.`);
      await restarts.pause();
      if (isStopping) return sentence;
      current = start();
    }
  };
  const exited = supervise();
  const stop = async (graceMs?: number): Promise<void> => {
    isStopping = true;
    await current.then(
      (service) => service.stop(graceMs),
      () => undefined,
    );
    await exited;
  };
  const { pid: _, complaint: __, ...lasting } = first;
  return { ...lasting, exited, stop, [Symbol.asyncDispose]: () => stop() };
}
