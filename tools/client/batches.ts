const MAX_ROWS = 200;
/** Bytes of JSON in one request; the gateway takes 1 MiB. */
const MAX_BYTES = 700_000;

/** Groups rows so that each group fits into one request. */
export async function* inBatches<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (batch.length > 0 && (batch.length === MAX_ROWS || bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Works on batches as they come, a few at a time, so that the gateway always has one and never many.
 * @throws the first failure, after the batches under way have ended
 */
export async function workOn<Batch>(
  batches: AsyncGenerator<Batch>,
  atOnce: number,
  work: (batch: Batch) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const workers = Array.from({ length: atOnce }, async () => {
    for (;;) {
      const next = await batches.next();
      if (next.done || failures.length > 0) return;
      await work(next.value).catch((error: unknown) => failures.push(error));
    }
  });
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
}
