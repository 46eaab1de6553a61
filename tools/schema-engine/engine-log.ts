/** Writes one line in the form in which the Prisma CLI reads its engine's stderr. */
export function logLine(level: 'INFO' | 'ERROR', message: string, fields: Record<string, unknown> = {}): void {
  const timestamp = new Date().toISOString();
  process.stderr.write(
    `${JSON.stringify({ timestamp, level, target: 'schema_engine::logger', fields: { message, ...fields } })}\n`,
  );
}
