import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import type { Actor } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { type MailTemplateName, type MailValues, renderSubject } from './mail-templates.js';
import { SendMail } from './send-mail.job.js';

export interface NewMail<Name extends MailTemplateName> {
  readonly template: Name;
  /** The address; one, and checked by whoever asked for it. */
  readonly to: string;
  /** What the template needs. May hold secrets: they are sealed, and deleted once the mail was sent. */
  readonly values: MailValues<Name>;
  /** After this the mail is of no use and is not sent any more. */
  readonly expiresAt?: Date | null | undefined;
  /** Who caused it; the system by default. */
  readonly requestedBy?: Actor | undefined;
  readonly requestId?: string | null | undefined;
}

const POST_OFFICE: Actor = { kind: 'SYSTEM', id: null, label: 'mail' };

/**
 * Sends a mail if, and only if, the transaction commits: a row with its sealed content, and a job that knows the row's
 * id and nothing else.
 * @returns the ids of the mail and of the job that hands it to the mail server
 */
export async function sendMail<Name extends MailTemplateName>(
  tx: Transaction,
  mail: NewMail<Name>,
): Promise<{ readonly mailId: string; readonly jobId: string }> {
  const id = newId();
  const job = await enqueueJob(
    tx,
    SendMail,
    { mailId: id },
    { requestedBy: mail.requestedBy ?? POST_OFFICE, requestId: mail.requestId },
  );
  await tx.outgoingMail.create({
    data: {
      id,
      tenantId: tx.$tenantId,
      recipient: mail.to,
      template: mail.template,
      subject: renderSubject(mail.template, mail.values),
      sealedBody: tx.$vault.seal('OutgoingMail.sealedBody', id, JSON.stringify(mail.values)),
      jobId: job.id,
      expiresAt: mail.expiresAt ?? null,
    },
  });
  return { mailId: id, jobId: job.id };
}
