import { z } from 'zod';

/** What a mail of one kind says. The values may hold secrets: they are sealed, and never part of the subject. */
export interface MailTemplate<Values> {
  readonly values: z.ZodType<Values>;
  readonly subject: string | ((values: Values) => string);
  /** @param appUrl where the pages are that links lead to */
  readonly text: (values: Values, appUrl: string) => string;
}

const template = <Values>(given: MailTemplate<Values>): MailTemplate<Values> => given;

/** Every kind of mail there is. */
export const MAIL_TEMPLATES = {
  EMAIL_VERIFICATION: template({
    values: z.object({ token: z.string(), validForHours: z.number() }),
    subject: 'Confirm your e-mail address',
    text: ({ token, validForHours }, appUrl) =>
      letter(
        'Somebody, hopefully you, signed up with this e-mail address. Confirm that it is yours:',
        link(appUrl, 'verify-email', token),
        `The link works once, for ${validForHours} hours. If it was not you, do nothing.`,
      ),
  }),
  EMAIL_CHANGE: template({
    values: z.object({ token: z.string(), validForHours: z.number() }),
    subject: 'Confirm your new e-mail address',
    text: ({ token, validForHours }, appUrl) =>
      letter(
        'Somebody, hopefully you, asked to sign in with this e-mail address from now on. Confirm that it is yours:',
        link(appUrl, 'verify-email', token),
        `The link works once, for ${validForHours} hours. If it was not you, do nothing.`,
      ),
  }),
  EMAIL_CHANGED: template({
    values: z.object({}),
    subject: 'Your e-mail address was changed',
    text: () =>
      letter(
        'Your account now has another e-mail address; you no longer sign in with this one.',
        'If it was not you, tell an administrator of your organisation at once.',
      ),
  }),
  PASSWORD_RESET: template({
    values: z.object({ token: z.string(), validForMinutes: z.number() }),
    subject: 'Set a new password',
    text: ({ token, validForMinutes }, appUrl) =>
      letter(
        'Somebody, hopefully you, asked to set a new password for this account:',
        link(appUrl, 'reset-password', token),
        `The link works once, for ${validForMinutes} minutes, and ends all your sessions. If it was not you, do nothing: your password stays as it is.`,
      ),
  }),
  PASSWORD_CHANGED: template({
    values: z.object({}),
    subject: 'Your password was changed',
    text: (_values, appUrl) =>
      letter(
        'The password of your account was changed, and its other sessions were ended.',
        `If it was not you, set a new one at once: ${appUrl}/forgot-password`,
      ),
  }),
  INVITATION: template({
    values: z.object({ token: z.string(), tenantName: z.string(), inviterName: z.string(), validForDays: z.number() }),
    subject: ({ tenantName }) => `You are invited to ${harmless(tenantName)}`,
    text: ({ token, tenantName, inviterName, validForDays }, appUrl) =>
      letter(
        `${harmless(inviterName)} invites you to ${harmless(tenantName)}. Accept here:`,
        link(appUrl, 'accept-invitation', token),
        `The link works once, for ${validForDays} days. If you do not know what this is about, do nothing.`,
      ),
  }),
} as const;
export type MailTemplates = typeof MAIL_TEMPLATES;
export type MailTemplateName = keyof MailTemplates;
export type MailValues<Name extends MailTemplateName> = z.infer<MailTemplates[Name]['values']>;

/** What was sealed does not fit its template; that is a fault of ours or of the row. */
export class MailUnreadable extends Error {
  override name = 'MailUnreadable';
}

/** The subject of a mail, in one line. */
export function renderSubject<Name extends MailTemplateName>(name: Name, values: MailValues<Name>): string {
  const { subject } = MAIL_TEMPLATES[name] as unknown as MailTemplate<MailValues<Name>>;
  return typeof subject === 'string' ? subject : subject(values);
}

/**
 * The text of a mail from what was sealed.
 * @throws MailUnreadable
 */
export function renderText(name: string, sealedValues: string, appUrl: string): string {
  const found = (MAIL_TEMPLATES as unknown as Record<string, MailTemplate<unknown> | undefined>)[name];
  const values = found?.values.safeParse(JSON.parse(sealedValues));
  if (!found || !values?.success) throw new MailUnreadable(`There is no mail ${name} with these values.`);
  return found.text(values.data, appUrl);
}

/** The token travels behind the `#`, which browsers send to no server and put into no Referer. */
function link(appUrl: string, page: string, token: string): string {
  return `${appUrl}/${page}#token=${token}`;
}

function letter(...paragraphs: readonly string[]): string {
  return `${['Hello,', ...paragraphs, 'Switchyard'].join('\n\n')}\n`;
}

/**
 * A name that somebody chose, fit for a mail to somebody else: in one line, not too long, and with nothing in it that
 * a mail program would make a link of. Otherwise names would be a way to send mails of one's own.
 */
function harmless(name: string): string {
  return name
    .replace(/[\p{C}\s<>]+/gu, ' ')
    .replace(/[.:/@](?=\S)/g, '$& ')
    .trim()
    .slice(0, 80);
}
