import type pg from 'pg';
import { APP_ROLE, openSession, putAppRole, urlFor } from '../../src/db/provision.js';
import { CommandError, describeError } from '../command.js';

/** URLs for a database that the environment names. Without an owner, migrations are checked and not run. */
export interface DatabaseAccess {
  readonly appUrl: string;
  readonly ownerUrl?: string;
}

interface Rights {
  readonly role: string;
  readonly superuser: boolean;
  readonly bypassesRls: boolean;
  readonly createsRoles: boolean;
  readonly ownsDatabase: boolean;
}

/**
 * Finds out what the given URLs may do. An owner's or superuser's `DATABASE_URL` is used for migrations only: the
 * processes get the application role, which is made through it. `appPassword` becomes that role's password.
 */
export async function openGivenDatabase(
  given: { databaseUrl: string; migrationDatabaseUrl?: string },
  appPassword: string,
): Promise<DatabaseAccess> {
  const { databaseUrl, migrationDatabaseUrl } = given;
  const rights = await readRights(databaseUrl, 'DATABASE_URL');
  if (isPlain(rights)) {
    if (migrationDatabaseUrl !== undefined) await readRights(migrationDatabaseUrl, 'MIGRATION_DATABASE_URL');
    return { appUrl: databaseUrl, ...(migrationDatabaseUrl === undefined ? {} : { ownerUrl: migrationDatabaseUrl }) };
  }
  if (!rights.superuser && !rights.createsRoles) {
    throw new CommandError(
      `DATABASE_URL signs in as ${rights.role}, which owns the database or bypasses row security and may not create the role ${APP_ROLE}; give that role's URL as DATABASE_URL and this one as MIGRATION_DATABASE_URL.`,
    );
  }
  const appUrl = urlFor(databaseUrl, { user: APP_ROLE, password: appPassword });
  if (!(await canSignIn(appUrl))) await makeAppRole(databaseUrl, appPassword);
  return { appUrl, ownerUrl: migrationDatabaseUrl ?? databaseUrl };
}

/** URLs for a command that only migrates: no application role is made, an owner's URL stands for both. */
export async function openForMigration(given: { databaseUrl?: string; migrationDatabaseUrl?: string }) {
  const url = given.migrationDatabaseUrl || given.databaseUrl;
  if (!url) return undefined;
  const rights = await readRights(url, given.migrationDatabaseUrl ? 'MIGRATION_DATABASE_URL' : 'DATABASE_URL');
  return isPlain(rights) ? { databaseUrl: url } : { databaseUrl: url, migrationDatabaseUrl: url };
}

/** Neither owner nor above row security: fit for the application. */
const isPlain = (rights: Rights) => !rights.superuser && !rights.bypassesRls && !rights.ownsDatabase;

async function readRights(url: string, variable: string): Promise<Rights> {
  try {
    await using session = await openSession(url);
    const { rows } = await session.client.query(
      `SELECT r.rolname AS "role", r.rolsuper AS "superuser", r.rolbypassrls AS "bypassesRls",
              r.rolcreaterole AS "createsRoles", pg_has_role(r.oid, d.datdba, 'MEMBER') AS "ownsDatabase"
       FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()`,
    );
    return rows[0];
  } catch (error) {
    if (!URL.canParse(url)) throw new CommandError(`${variable} is not a URL.`);
    const { host, pathname } = new URL(url);
    throw new CommandError(`${variable} (${host}${pathname}) cannot be used: ${describeError(error)}.`);
  }
}

async function canSignIn(url: string): Promise<boolean> {
  return openSession(url).then(
    async (session) => {
      await session[Symbol.asyncDispose]();
      return true;
    },
    () => false,
  );
}

async function makeAppRole(adminUrl: string, password: string): Promise<void> {
  await using session = await openSession(adminUrl);
  if (await isInUse(session.client)) {
    throw new CommandError(
      `The role ${APP_ROLE} is in use by another installation on this server; give its URL as DATABASE_URL and this one as MIGRATION_DATABASE_URL.`,
    );
  }
  try {
    await putAppRole(session.client, password);
    const { rows } = await session.client.query('SELECT current_database() AS name');
    await session.client.query(
      `GRANT CONNECT ON DATABASE ${session.client.escapeIdentifier(rows[0].name)} TO ${APP_ROLE}`,
    );
  } catch (error) {
    throw new CommandError(`The role ${APP_ROLE} could not be made with DATABASE_URL: ${describeError(error)}.`);
  }
}

/** A new password would lock out whoever is signed in as this role now. */
async function isInUse(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE usename = $1', [APP_ROLE]);
  return (rowCount ?? 0) > 0;
}
