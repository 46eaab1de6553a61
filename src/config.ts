import { createHash, hkdfSync } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { readIssuers } from './auth/issuer-settings.js';

const givenFlag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const flag = (fallback: boolean) => givenFlag.default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/** `false`, `true` (one proxy), a number of proxies, or the networks in which they stand. */
const proxyTrust = z
  .string()
  .default('false')
  .transform((text, context): false | number | readonly string[] => {
    if (text === 'false' || text === '0') return false;
    if (text === 'true') return 1;
    if (/^[1-9]$/.test(text)) return Number(text);
    const networks = text.split(',').map((entry) => entry.trim());
    if (networks.every(isNetwork)) return networks;
    context.addIssue('must be true, false, a number of proxies up to 9, or networks such as 10.0.0.0/8,::1');
    return z.NEVER;
  });
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry.length > 0),
  );
/** Names of hosts, with or without a port. */
const hosts = list.refine((entries) => entries.every((entry) => HOST.test(entry)), 'Not a list of hosts.');
/** Names of domains, as they stand behind the @ of an address. */
const domains = list.refine((entries) => entries.every((entry) => DOMAIN.test(entry)), 'Not a list of domains.');

/** `name:base64` or `base64` alone, several with commas between: the first one writes, all of them read. */
const encryptionKeys = z
  .string()
  .transform((text) => text.split(',').map((entry) => readEncryptionKey(entry.trim())))
  .refine((keys) => keys.every((key) => key !== null), {
    error: 'each key must be 32 random bytes in base64, with or without a name before it (k2:…,k1:…)',
  })
  .refine((keys) => new Set(keys.map((key) => key?.id)).size === keys.length, { error: 'no two keys may share a name' })
  .transform((keys) => keys.filter((key) => key !== null))
  .optional();

function readEncryptionKey(entry: string): { readonly id: string; readonly secret: Uint8Array } | null {
  const [, name, encoded = ''] = /^(?:([A-Za-z0-9_-]{1,32}):)?([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? [];
  const secret = Buffer.from(encoded, 'base64');
  return secret.length === 32
    ? { id: name ?? createHash('sha256').update(secret).digest('hex').slice(0, 16), secret }
    : null;
}

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: count(10),
  DATABASE_POOL_WAIT_MS: count(1_000),
  DATABASE_REQUEST_WAIT_MS: count(1_300),
  DATABASE_LOCK_WAIT_MS: count(1_000),
  DATABASE_STATEMENT_TIMEOUT_MS: count(5_000),
  DATABASE_JOB_STATEMENT_TIMEOUT_MS: count(30_000),
  DATABASE_PREPARED_STATEMENTS: flag(true),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]+:$/, 'must be a word followed by a colon')
    .default('sw:'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['silent', 'trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  ACCESS_TOKEN_SECRET: z.base64().refine((text) => Buffer.from(text, 'base64').length >= 32, {
    error: 'must be at least 32 random bytes in base64',
  }),
  ENCRYPTION_KEY: encryptionKeys,
  ENCRYPTION_KEYS: encryptionKeys,
  AUTH_ISSUERS: z
    .string()
    .optional()
    .transform((given, context) => {
      try {
        return readIssuers(given);
      } catch (error) {
        context.addIssue((error as Error).message);
        return z.NEVER;
      }
    }),
  ACCESS_TOKEN_MINUTES: count(15),
  REFRESH_TOKEN_DAYS: count(30),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_REQUIRE_TLS: givenFlag.optional(),
  MAIL_FROM: z.string().min(3).max(320).default('Switchyard <no-reply@switchyard.invalid>'),
  MAIL_SENDER_DOMAINS: domains,
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALLOWED_ORIGINS: list,
  OUTBOUND_PRIVATE_HOSTS: hosts,
  TRUST_PROXY: proxyTrust,
  GRAPHIQL: givenFlag.optional(),
  INTROSPECTION: givenFlag.optional(),
  TRUSTED_DOCUMENTS: z.enum(['OFF', 'LOG', 'SAFELIST', 'ONLY']).default('OFF'),
  RATE_LIMITS: flag(true),
  MAX_BODY_BYTES: count(1_048_576),
  MAX_MAIL_BYTES: count(10_485_760),
  HOOK_BUFFER_BYTES: count(67_108_864),
  CLIENT_HEAD_SECONDS: count(10),
  CLIENT_REQUEST_SECONDS: count(30),
  CLIENT_IDLE_SECONDS: count(65),
  CLIENT_ANSWER_SECONDS: count(30),
  MAX_DEPTH: count(12),
  MAX_ALIASES: count(30),
  MAX_ROOT_FIELDS: count(20),
  MAX_DIRECTIVES: count(50),
  MAX_TOKENS: count(5_000),
  MAX_NODES: count(10_000),
  MAX_COST: count(10_000),
  MAX_EXECUTION_MS: count(20_000),
  MAX_BATCH: z.coerce.number().int().min(1).max(10).default(1),
  REQUESTS_PER_MINUTE: count(3_000),
  MUTATIONS_PER_MINUTE: count(600),
  SUBSCRIBES_PER_MINUTE: count(600),
  UPLOADS_PER_MINUTE: count(60),
  HOOKS_PER_MINUTE: count(600),
  COST_PER_MINUTE: count(300_000),
  TENANT_RATE_FACTOR: count(10),
  SIGN_INS_PER_MINUTE: count(9),
  MAILS_PER_HOUR: count(5),
  REQUIRE_VERIFIED_EMAIL: flag(false),
  CONNECTIONS: count(20_000),
  CONNECTIONS_PER_ADDRESS: count(10_000),
  CONNECTIONS_PER_IDENTITY: count(6_000),
  CONNECTION_BURST: count(6_000),
  CONNECTIONS_PER_SECOND: count(200),
  ACCESS_RECHECK_SECONDS: count(5),
  SOCKET_INIT_SECONDS: count(3),
  SOCKET_KEEP_ALIVE_SECONDS: count(12),
  SOCKET_MESSAGE_BYTES: count(65_536),
  SOCKET_MESSAGE_BURST: count(300),
  SOCKET_MESSAGES_PER_SECOND: count(50),
  SOCKET_OPERATIONS: count(100),
  SOCKET_BUFFER_BYTES: count(131_072),
  SOCKET_SLOW_SECONDS: count(30),
  SHUTDOWN_SECONDS: count(20),
  JOB_LOCK_SECONDS: count(15),
  JOB_STALLED_CHECK_SECONDS: count(10),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});
export type Config = Readonly<z.infer<typeof Environment>> & {
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** What is sealed at rest: the first one writes, all of them read. */
  readonly encryptionKeys: readonly { readonly id: string; readonly secret: Uint8Array }[];
  readonly mail: {
    readonly smtpUrl: string | null;
    readonly requireTls: boolean;
    readonly from: string;
    /** Domains of which channels may write in the name of any address. */
    readonly senderDomains: readonly string[];
    /** Where the pages are that links in mails lead to. */
    readonly appUrl: string;
  };
};

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  return (
    version !== 0 && rest.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

/** The environment cannot be used; the message names every variable at fault and prints no value. */
export class InvalidConfiguration extends Error {
  override name = 'InvalidConfiguration';
}

/**
 * Reads and checks the environment. Development tools (GraphiQL, introspection) are on unless the process runs in
 * production, where they must be asked for.
 * @throws InvalidConfiguration naming all variables at fault
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const faults = parsed.success ? [] : faultsOf(parsed.error, given);
  // No secret has a default in production; elsewhere this one comes out of the other, alike in every process.
  if (given.NODE_ENV === 'production' && !given.ENCRYPTION_KEY && !given.ENCRYPTION_KEYS) {
    faults.push('ENCRYPTION_KEY is missing');
  }
  if (given.NODE_ENV === 'production' && given.SMTP_URL) {
    const needed = ['MAIL_FROM', 'APP_URL'].filter((name) => given[name] === undefined);
    faults.push(...needed.map((name) => `${name} is missing, which mail needs`));
  }
  if (!parsed.success || faults.length > 0) {
    throw new InvalidConfiguration(`The configuration cannot be used. ${faults.join('; ')}.`);
  }
  const { data } = parsed;
  const isProduction = data.NODE_ENV === 'production';
  return Object.freeze({
    ...data,
    graphiql: data.GRAPHIQL ?? !isProduction,
    introspection: data.INTROSPECTION ?? !isProduction,
    encryptionKeys: data.ENCRYPTION_KEYS ?? data.ENCRYPTION_KEY ?? [derivedKey(data.ACCESS_TOKEN_SECRET)],
    mail: {
      smtpUrl: data.SMTP_URL ?? null,
      requireTls: data.SMTP_REQUIRE_TLS ?? isProduction,
      from: data.MAIL_FROM,
      senderDomains: data.MAIL_SENDER_DOMAINS.map((domain) => domain.toLowerCase()),
      appUrl: data.APP_URL ?? `http://localhost:${data.PORT}`,
    },
  });
}

function faultsOf({ issues }: z.ZodError, given: Readonly<Record<string, string | undefined>>): string[] {
  return issues.map(({ path, message, code }) => {
    const name = path.join('.');
    return code === 'invalid_type' && given[name] === undefined ? `${name} is missing` : `${name}: ${message}`;
  });
}

function derivedKey(accessTokenSecret: string): { readonly id: string; readonly secret: Uint8Array } {
  const secret = hkdfSync('sha256', Buffer.from(accessTokenSecret, 'base64'), '', 'switchyard encryption key', 32);
  return { id: 'derived', secret: new Uint8Array(secret) };
}
