import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where in a token something stands: `org.slug`, or `["https://x.example/org", "slug"]`; `*` is every member of an object. */
const ClaimPath = z
  .union([
    z
      .string()
      .min(1)
      .transform((path) => path.split('.')),
    z.array(z.string().min(1)).min(1),
  ])
  .refine((path) => path.length <= 6, { error: 'is too deep' });
const OneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((given) => [given].flat());
const GivenRole = z.enum(['ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER'], { error: 'must be a role other than OWNER' });

/** Keys are fetched over TLS, or from this machine. */
const KeysAddress = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(text).hostname), {
    error: 'must be https',
  });

const Issuer = z
  .strictObject({
    issuer: z.url(),
    /** False: the issuer puts none in, and a token that has one is not for us. */
    audience: z.union([OneOrMore, z.literal(false)]),
    /** What `azp` must be one of, where given. */
    authorizedParties: z.array(z.string().min(1)).min(1).optional(),
    jwksUri: KeysAddress,
    algorithms: z
      .array(z.enum(['RS256', 'ES256', 'EdDSA']))
      .min(1)
      .default(['RS256']),
    /** What the header's `typ` must be, where given. */
    type: z.string().min(1).optional(),
    claims: z
      .strictObject({
        email: ClaimPath.default(['email']),
        emailVerified: ClaimPath.default(['email_verified']),
        name: ClaimPath.default(['name']),
        tenant: ClaimPath.optional(),
        role: ClaimPath.optional(),
      })
      .prefault({}),
    /** Which values of the tenant claim are which tenants; AS_NAMED: they are slugs or ids of tenants themselves. */
    tenants: z.union([z.literal('AS_NAMED'), z.record(z.string(), z.string().min(1))]).optional(),
    justInTime: z
      .union([
        z.literal(false),
        z.strictObject({ role: GivenRole, roles: z.record(z.string(), GivenRole).default({}) }),
      ])
      .default(false),
    linkByEmail: z.boolean().default(false),
  })
  .refine(({ justInTime, tenants, claims }) => !justInTime || (tenants !== undefined && claims.tenant !== undefined), {
    error: 'justInTime needs claims.tenant, and tenants to say which tenants the issuer may fill',
  });

/** An issuer of tokens outside that this gateway believes, and how far. */
export type IssuerSettings = z.infer<typeof Issuer>;

const Issuers = z
  .array(Issuer)
  .max(50)
  .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, {
    error: 'no issuer may stand there twice',
  });

/**
 * The issuers in AUTH_ISSUERS: JSON, or the path of a file with it. Nothing given means none.
 * @throws Error that says what is wrong and where, and repeats no value
 */
export function readIssuers(given: string | undefined): readonly IssuerSettings[] {
  if (!given) return [];
  const parsed = Issuers.safeParse(jsonOf(given));
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the list'}: ${message}`).join('; '),
  );
}

function jsonOf(given: string): unknown {
  const isInline = given.trimStart().startsWith('[');
  try {
    return JSON.parse(isInline ? given : readFileSync(given, 'utf8'));
  } catch {
    throw new Error(isInline ? 'is no JSON' : 'is neither JSON that begins with [ nor the path of a file with it');
  }
}
