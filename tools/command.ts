/** A failure the reader can act on. Its message is one sentence and is shown without a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** What went wrong as one line: driver errors often carry several, or none at all. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return describeError(error.errors[0]);
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.replace(/\s*\n\s*/g, ' ').trim();
}

/**
 * Runs a command's main function, whose result is the exit code, and turns any failure into one sentence on stderr and exit code 1.
 * `SWITCHYARD_TRACE=1` adds the stack, for those who look for a fault in the command itself.
 */
export async function runCommand(main: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`switchyard: ${describeError(error)}\n`);
    if (process.env.SWITCHYARD_TRACE === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
