import { handleJob } from '../../jobs/define-job.js';
import type { Cause } from '../operations/actor.js';
import { expireApproval } from './approval-decision.service.js';
import { ExpireApproval } from './expire-approval.job.js';

const CLOCK: Cause = { actor: { kind: 'SYSTEM', id: null, label: 'clock' } };

export const expireApprovalJob = handleJob({
  definition: ExpireApproval,
  async run(_payload, run) {
    run.signal.throwIfAborted();
    return {};
  },
  async apply(tx, _result, { approvalId }) {
    await expireApproval(tx, approvalId, CLOCK);
  },
});
