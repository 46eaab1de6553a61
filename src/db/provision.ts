import pg from 'pg';

/** The role every process of the application signs in as; migrations grant it what it may do. */
export const APP_ROLE = 'switchyard_app';
/** The role that owns the database and its tables; migrations run as it. */
export const OWNER_ROLE = 'switchyard_owner';

export interface ProvisionPlan {
  readonly ownerPassword: string;
  readonly appPassword: string;
  /** Database to create; default `switchyard`. */
  readonly database?: string;
  /** Lets the owner create shadow databases, which `prisma migrate dev` needs. For development clusters. */
  readonly ownerMayCreateDatabases?: boolean;
}

export interface ProvisionedUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/**
 * Makes the two roles and the database on a server where `adminUrl` signs in as superuser. Repeating it changes
 * nothing but the passwords, which become the given ones. Neither role is a superuser or bypasses row security.
 */
export async function provisionDatabase(adminUrl: string, plan: ProvisionPlan): Promise<ProvisionedUrls> {
  const database = plan.database ?? 'switchyard';
  await using session = await openSession(adminUrl);
  const { client } = session;
  const createDb = plan.ownerMayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB';
  await putRole(client, OWNER_ROLE, plan.ownerPassword, `${createDb} NOCREATEROLE NOSUPERUSER NOBYPASSRLS`);
  await putAppRole(client, plan.appPassword);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (!rowCount) {
    await client.query(
      `CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${OWNER_ROLE} TEMPLATE template0 ENCODING 'UTF8'`,
    );
  }
  await installVector(urlFor(adminUrl, { database }));
  return {
    ownerUrl: urlFor(adminUrl, { user: OWNER_ROLE, password: plan.ownerPassword, database }),
    appUrl: urlFor(adminUrl, { user: APP_ROLE, password: plan.appPassword, database }),
  };
}

/** Makes the application role, or gives it a new password and takes away whatever it must not have. */
export async function putAppRole(client: pg.Client, password: string): Promise<void> {
  await putRole(client, APP_ROLE, password, 'NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS');
}

/** The same server with another role, password or database in its URL; parameters such as `sslmode` are kept. */
export function urlFor(url: string, change: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (change.user !== undefined) changed.username = encodeURIComponent(change.user);
  if (change.password !== undefined) changed.password = encodeURIComponent(change.password);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  return changed.toString();
}

/** One connection that closes itself. */
export async function openSession(url: string): Promise<{ client: pg.Client } & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a lost connection also fails the query that waits for it
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** pgvector, where the server has it: the owner may not install it, because it is not marked as trusted. */
async function installVector(adminUrl: string): Promise<void> {
  await using session = await openSession(adminUrl);
  const { rowCount } = await session.client.query("SELECT FROM pg_available_extensions WHERE name = 'vector'");
  if (rowCount) await session.client.query('CREATE EXTENSION IF NOT EXISTS vector');
}

async function putRole(client: pg.Client, role: string, password: string, rights: string): Promise<void> {
  const secret = pg.escapeLiteral(password);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  // Only a superuser may name SUPERUSER or BYPASSRLS when it alters, even to take them away.
  const allowed = (await isSuperuser(client)) ? rights : rights.replace(/ ?NO(SUPERUSER|BYPASSRLS)/g, '');
  await client.query(`${verb} ROLE ${role} LOGIN ${allowed} PASSWORD ${secret}`);
}

async function isSuperuser(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  return rows[0]?.rolsuper === true;
}
