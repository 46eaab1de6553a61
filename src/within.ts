/**
 * Waits for work no longer than `ms` milliseconds. The work itself goes on; how it ends then is of no interest any more.
 * @NOTE An answer that came in time may lie unread, because this process was busy itself: what has arrived by then is
 * read before the work is given up.
 * @throws what the work throws, or an Error with the complaint when it takes longer
 */
export async function within<T>(ms: number, work: Promise<T>, complaint = `no answer within ${ms} ms`): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let lastLook: NodeJS.Immediate | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      lastLook = setImmediate(() => reject(new Error(complaint)));
    }, ms);
  });
  work.catch(() => {}); // it may fail later, when nobody waits any more
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    clearImmediate(lastLook);
  }
}
