import { z } from 'zod';

const givenFlag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const flag = (fallback: boolean) => givenFlag.default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry.length > 0),
  );

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: count(10),
  DATABASE_POOL_WAIT_MS: count(2_000),
  DATABASE_STATEMENT_TIMEOUT_MS: count(10_000),
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
  ACCESS_TOKEN_MINUTES: count(15),
  REFRESH_TOKEN_DAYS: count(30),
  ALLOWED_ORIGINS: list,
  TRUST_PROXY: flag(false),
  GRAPHIQL: givenFlag.optional(),
  INTROSPECTION: givenFlag.optional(),
  RATE_LIMITS: flag(true),
  MAX_BODY_BYTES: count(1_048_576),
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
  SIGN_INS_PER_MINUTE: count(10),
  SHUTDOWN_SECONDS: count(20),
  JOB_LOCK_SECONDS: count(15),
  JOB_STALLED_CHECK_SECONDS: count(10),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});
export type Config = Readonly<z.infer<typeof Environment>> & {
  readonly graphiql: boolean;
  readonly introspection: boolean;
};

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
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message, code }) => {
      const name = path.join('.');
      return code === 'invalid_type' && given[name] === undefined ? `${name} is missing` : `${name}: ${message}`;
    });
    throw new InvalidConfiguration(`The configuration cannot be used. ${faults.join('; ')}.`);
  }
  const isProduction = parsed.data.NODE_ENV === 'production';
  return Object.freeze({
    ...parsed.data,
    graphiql: parsed.data.GRAPHIQL ?? !isProduction,
    introspection: parsed.data.INTROSPECTION ?? !isProduction,
  });
}
