import { PermanentJobError, TemporaryJobError } from '../../jobs/define-job.js';
import { MailNotTaken } from '../../ports.js';

/** What a job that could not hand over a mail fails with: tried again, unless the server has said its last word. */
export function mailFailure(error: unknown): unknown {
  if (!(error instanceof MailNotTaken)) return error;
  return error.isPermanent
    ? new PermanentJobError(error.code, error.message)
    : new TemporaryJobError(error.code, error.message);
}
