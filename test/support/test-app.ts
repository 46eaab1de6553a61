import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, createClient } from 'graphql-ws';
import { type Logger, pino } from 'pino';
import { vi } from 'vitest';
import WebSocket from 'ws';
import type { AppOverrides } from '../../src/app.js';
import { hashPassword } from '../../src/auth/passwords.js';
import { readConfig } from '../../src/config.js';
import { startGateway } from '../../src/gateway.js';
import type { MemberRole } from '../../src/generated/prisma/enums.js';
import { startWorker } from '../../src/worker.js';
import { cloneTestDatabase } from '../../tools/services/test-services.js';
import type { TypedDocumentString } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';
import { openTestPool } from './test-pool.js';

const SignUp = graphql(`
  mutation TestSignUp($input: SignUpInput!) {
    signUp(input: $input) {
      accessToken
      viewer { user { id } tenant { id slug } projects { nodes { id key } } }
      userErrors { code message path }
    }
  }
`);

const SignIn = graphql(`
  mutation TestSignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }
  }
`);

/** Somebody signed in to a tenant. */
export interface Member {
  readonly token: string;
  readonly email: string;
  readonly password: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly tenantSlug: string;
  /** The project every tenant starts with. */
  readonly projectId: string;
}

export interface GraphQLAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export interface TestAppOptions {
  /** Variables of the environment besides the test's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly overrides?: AppOverrides;
  /** Whether jobs are worked on; true by default. */
  readonly hasWorker?: boolean;
  /** Where lines of logs go; nowhere by default. */
  readonly log?: Logger;
}

/** The machine may be busy with other tests; what happens when the database is slow is what some tests are about. */
export const PATIENT = {
  DATABASE_POOL_WAIT_MS: '20000',
  DATABASE_REQUEST_WAIT_MS: '20000',
  DATABASE_LOCK_WAIT_MS: '20000',
  DATABASE_STATEMENT_TIMEOUT_MS: '20000',
} as const;

const PASSWORD = 'correct horse battery';

/**
 * Gateway and worker on a database and key space of their own, over real HTTP and WebSocket. Every test makes its
 * own tenant, so nothing is cleaned up between tests.
 */
export async function startTestApp(options: TestAppOptions = {}) {
  let passwordHash: string | undefined; // made once: it is slow on purpose
  const id = randomBytes(6).toString('hex');
  const urls = await cloneTestDatabase(
    {
      databaseUrl: required('DATABASE_URL'),
      migrationDatabaseUrl: required('MIGRATION_DATABASE_URL'),
      adminDatabaseUrl: required('TEST_ADMIN_DATABASE_URL'),
    },
    `test_${id}`,
  );
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: urls.databaseUrl,
    REDIS_URL: required('REDIS_URL'),
    REDIS_PREFIX: `test-${id}:`,
    HOST: '127.0.0.1',
    PORT: '0',
    ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    RATE_LIMITS: 'false',
    SIGN_INS_PER_MINUTE: '100000',
    MAILS_PER_HOUR: '100000',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    JOB_LOCK_SECONDS: '3',
    JOB_STALLED_CHECK_SECONDS: '1',
    SHUTDOWN_SECONDS: '5',
    ...PATIENT,
    ...options.environment,
  });
  const log = options.log ?? pino({ level: config.LOG_LEVEL });
  const gateway = await startGateway(config, log, options.overrides);
  const worker = options.hasWorker === false ? undefined : await startWorker(config, log, options.overrides);
  const url = `http://127.0.0.1:${gateway.port}`;
  await vi.waitUntil(async () => (await fetch(`${url}/readyz`)).ok, { timeout: 20_000 });
  const owner = openTestPool(urls.migrationDatabaseUrl, 2);
  const sockets = new Set<Client>();

  async function request<Data, Variables>(
    member: Pick<Member, 'token'> | null,
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<GraphQLAnswer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(member ? { authorization: `Bearer ${member.token}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    return (await response.json()) as GraphQLAnswer<Data>;
  }

  async function run<Data, Variables>(
    member: Pick<Member, 'token'> | null,
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const { data, errors } = await request(member, document, variables);
    if (errors || !data) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
    return data;
  }

  async function newTenant(): Promise<Member> {
    const slug = `t-${randomBytes(6).toString('hex')}`;
    const email = `${slug}@tenant.test`;
    const input = { tenantName: slug, tenantSlug: slug, email, password: PASSWORD, name: 'Olga Owner' };
    const { signUp } = await run(null, SignUp, { input });
    const project = signUp.viewer?.projects.nodes[0];
    if (!signUp.accessToken || !signUp.viewer?.user || !project) throw new Error(JSON.stringify(signUp.userErrors));
    return {
      token: signUp.accessToken,
      email,
      password: PASSWORD,
      userId: signUp.viewer.user.id,
      tenantId: rowId(signUp.viewer.tenant.id),
      tenantSlug: slug,
      projectId: project.id,
    };
  }

  /** Another person in a member's tenant. */
  async function newColleague(member: Member, role: MemberRole): Promise<Member> {
    const [userId, email] = [randomUUID(), `${randomBytes(6).toString('hex')}@tenant.test`];
    passwordHash ??= await hashPassword(PASSWORD);
    await owner.query(`INSERT INTO "User" ("id", "email", "name") VALUES ($1, $2, $3)`, [userId, email, role]);
    await owner.query(`INSERT INTO "UserCredential" ("userId", "passwordHash") VALUES ($1, $2)`, [
      userId,
      passwordHash,
    ]);
    await owner.query(`INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES ($1, $2, $3, $4)`, [
      randomUUID(),
      member.tenantId,
      userId,
      role,
    ]);
    const { signIn } = await run(null, SignIn, { input: { email, password: PASSWORD, tenantSlug: null } });
    if (!signIn.accessToken || !signIn.viewer?.user) throw new Error(JSON.stringify(signIn.userErrors));
    return { ...member, email, token: signIn.accessToken, userId: signIn.viewer.user.id };
  }

  /** A graphql-ws client of its own, signed in as the member. */
  function connect(
    member: Pick<Member, 'token'> | null,
    settings: Partial<Parameters<typeof createClient>[0]> = {},
  ): Client {
    const client = createClient({
      url: `ws://127.0.0.1:${gateway.port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: member ? { authorization: `Bearer ${member.token}` } : {},
      ...settings,
    });
    sockets.add(client);
    return client;
  }

  /** Follows a subscription over graphql-ws until it completes or the loop is left. */
  async function* follow<Data, Variables>(
    member: Pick<Member, 'token'>,
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): AsyncGenerator<Data> {
    const client = connect(member);
    try {
      const results = client.iterate<Data>({
        query: document.toString(),
        variables: variables as Record<string, unknown>,
      });
      for await (const { data, errors } of results) {
        if (errors || !data) throw new Error(`The subscription failed: ${JSON.stringify(errors)}`);
        yield data;
      }
    } finally {
      await client.dispose();
      sockets.delete(client);
    }
  }

  return {
    url,
    config,
    gateway,
    worker,
    /** Signed in as the owner of the tables: sees everything, for looking behind the scenes. */
    owner,
    request,
    run,
    newTenant,
    newColleague,
    connect,
    follow,
    async [Symbol.asyncDispose]() {
      for (const client of sockets) await client.dispose();
      await worker?.stop();
      await gateway.stop();
      await owner.end();
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/** The row's id inside a global id. */
export function rowId(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString('utf8').split(':').slice(1).join(':');
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; the global setup of vitest sets it`);
  return value;
}
