import { z } from 'zod';
import type { ChannelKind } from '../../generated/prisma/enums.js';

/** How deliveries to a GENERIC channel prove where they come from. */
export const CHANNEL_SIGNATURES = ['STANDARD', 'HMAC_SHA256'] as const;
export type ChannelSignature = (typeof CHANNEL_SIGNATURES)[number];

/** Headers that mean something else to servers and proxies, and so cannot carry a signature. */
const TAKEN_HEADERS = /^(authorization|connection|content-.*|cookie|host|transfer-encoding|x-forwarded-.*)$/;

/** The name of a header, in lower case. */
const Header = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'Use letters, digits and hyphens, 64 at most.')
  .refine((name) => !TAKEN_HEADERS.test(name), 'This header means something else.');

const ReplyUrl = z.url({ protocol: /^https?$/, error: 'Give an address that begins with https://.' }).max(2_000);

const EmailSettings = z.object({
  address: z.email('This is not an e-mail address.').max(200).toLowerCase(),
  senderName: z.string().trim().max(100).nullable().default(null),
  plusAddressing: z.boolean().default(true),
});

const ChatSettings = z.object({ replyUrl: ReplyUrl.nullable().default(null) });

const GenericSettings = z
  .object({
    signature: z.enum(CHANNEL_SIGNATURES).default('STANDARD'),
    signatureHeader: Header.default('x-signature-256'),
    timestampHeader: Header.nullable().default(null),
  })
  .refine(({ signatureHeader, timestampHeader }) => signatureHeader !== timestampHeader, {
    path: ['timestampHeader'],
    error: 'The two headers need different names.',
  });

/** What is particular to each kind of channel. */
export const CHANNEL_SETTINGS = {
  API: z.object({}),
  EMAIL: EmailSettings,
  CHAT: ChatSettings,
  GENERIC: GenericSettings,
} as const satisfies Record<ChannelKind, z.ZodType>;
export type ChannelSettings<Kind extends ChannelKind> = z.infer<(typeof CHANNEL_SETTINGS)[Kind]>;

/** The settings of a stored channel when it is of the kind, else null. */
export function settingsOf<Kind extends ChannelKind>(
  channel: { readonly kind: ChannelKind; readonly settings: unknown },
  kind: Kind,
): ChannelSettings<Kind> | null {
  if (channel.kind !== kind) return null;
  return CHANNEL_SETTINGS[kind].parse(channel.settings) as ChannelSettings<Kind>;
}
