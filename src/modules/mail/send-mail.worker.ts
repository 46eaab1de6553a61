import { SealBroken } from '../../db/vault.js';
import { handleJob, PermanentJobError } from '../../jobs/define-job.js';
import { mailFailure } from './mail-failure.service.js';
import { MailUnreadable, renderText } from './mail-templates.js';
import { SendMail } from './send-mail.job.js';

export const sendMailJob = handleJob({
  definition: SendMail,
  async run({ mailId }, run) {
    const mail = await run.db.outgoingMail.findFirst({ where: { id: mailId } });
    if (!mail?.sealedBody || mail.state === 'SENT') return { outcome: 'GONE' as const };
    if (mail.expiresAt && mail.expiresAt <= new Date()) return { outcome: 'EXPIRED' as const };
    const { mailer } = run.ports;
    await run.progress({ stage: 'send', percent: 10 });
    try {
      const values = run.db.$vault.open('OutgoingMail.sealedBody', mail.id, mail.sealedBody);
      const text = renderText(mail.template, values, mailer.appUrl);
      const { id, recipient: to, subject } = mail;
      await mailer.send({ id, to, subject, text }, { signal: run.signal });
    } catch (error) {
      throw failureOf(error);
    }
    run.logger.info({ mailId, template: mail.template, mailer: mailer.name }, 'mail handed over');
    return { outcome: 'SENT' as const };
  },
  async apply(tx, { outcome }, { mailId }) {
    if (outcome === 'GONE') return;
    // What it said is of no use any more, and nobody's business.
    const end =
      outcome === 'SENT'
        ? ({ state: 'SENT', errorCode: null } as const)
        : ({ state: 'FAILED', errorCode: 'EXPIRED' } as const);
    await tx.outgoingMail.updateMany({
      where: { id: mailId, state: { in: ['PENDING', 'FAILED'] } },
      data: { ...end, sealedBody: null, endedAt: new Date() },
    });
  },
  async onGiveUp(tx, { code }, { mailId }) {
    // The body stays a while, so that the dead letter can be replayed; `operations.prune-history` takes it away with the mail.
    await tx.outgoingMail.updateMany({
      where: { id: mailId, state: { not: 'SENT' } },
      data: { state: 'FAILED', errorCode: code, endedAt: new Date() },
    });
  },
});

function failureOf(error: unknown): unknown {
  if (error instanceof SealBroken || error instanceof MailUnreadable) {
    return new PermanentJobError('UNREADABLE', 'What the mail says cannot be read.');
  }
  return mailFailure(error);
}
