import type { Logger } from 'pino';
import { type Mailer, MailNotTaken } from '../../ports.js';

/**
 * Stands in for a mail server in development: the log tells of each mail, and at level `debug` what it says. In
 * production it takes nothing, so that a mail which goes nowhere is not taken for sent, and logs no secret.
 */
export function createLogMailer(options: {
  readonly log: Pick<Logger, 'info' | 'warn' | 'debug'>;
  readonly appUrl: string;
  readonly isProduction: boolean;
}): Mailer {
  const { log, appUrl, isProduction } = options;
  return {
    name: 'log',
    appUrl: appUrl.replace(/\/$/, ''),
    async send({ to, subject, text }) {
      if (isProduction) {
        log.warn({ recipient: to, subject }, 'a mail cannot be sent: SMTP_URL is not set');
        throw new MailNotTaken('NO_MAIL_SERVER', true);
      }
      log.info({ recipient: to, subject }, 'mail');
      log.debug({ recipient: to, text }, 'what the mail says');
    },
    async [Symbol.asyncDispose]() {},
  };
}
