import { execFile } from 'node:child_process';
import { z } from 'zod';
import { PROJECT_ROOT } from '../project.js';

/** What the registry knows of the dependencies that are shipped. */
export type AuditVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'vulnerable'; readonly found: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const PATIENCE_MS = 20_000;
const Report = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number(), total: z.number() }) }),
});

/** Asks the registry for advisories of high or critical severity. Never rejects. */
export async function auditDependencies(): Promise<AuditVerdict> {
  const output = await new Promise<string>((resolve) => {
    const args = ['audit', '--omit=dev', '--audit-level=high', '--json', '--loglevel=error'];
    // A vulnerability and a registry without audits both end with 1; what npm writes tells them apart.
    execFile('npm', args, { cwd: PROJECT_ROOT, timeout: PATIENCE_MS }, (error, stdout) =>
      resolve(stdout || (error?.message ?? '')),
    );
  });
  return readAuditReport(output);
}

/** @param output what `npm audit --json` writes */
export function readAuditReport(output: string): AuditVerdict {
  const json = jsonOf(output);
  const { data } = Report.safeParse(json);
  if (!data) {
    const { message } = (json ?? {}) as { message?: unknown };
    return { kind: 'unknown', reason: String(message ?? output.trim().split('\n', 1)[0] ?? '').slice(0, 120) };
  }
  const { high, critical } = data.metadata.vulnerabilities;
  if (high + critical === 0) return { kind: 'clean' };
  return { kind: 'vulnerable', found: `${critical} critical and ${high} high advisories` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
